import type { CallRow, Outcome } from '@/data/contract'

export type Tone = 'good' | 'lost' | 'bad' | 'plain' | 'open'

const TONES: Record<Outcome, Tone> = {
  answered: 'good', abandoned: 'lost', timed_out: 'lost', overflowed: 'plain', refused: 'lost', left_by_key: 'plain', cut: 'bad',
  closed: 'plain', ivr_ended: 'plain',
}

/** A shape beside every colour. */
export const TONE_MARK: Record<Tone, string> = { good: '✓', lost: '✕', bad: '!', plain: '·', open: '…' }

export function toneOf(outcome: Outcome | null): Tone {
  return outcome === null ? 'open' : TONES[outcome]
}

export function outcomeWord(call: Pick<CallRow, 'outcome' | 'short_abandon'>): string {
  if (call.outcome === null) return 'outcome.open'
  return call.outcome === 'abandoned' && call.short_abandon ? 'outcome.short_abandon' : `outcome.${call.outcome}`
}

import type { CallRow } from '@/data/contract'

/** How long caller and agent have talked: of a talk that goes on, until now; null where there was none. */
export function talkUs(call: Pick<CallRow, 'answered_us' | 'ended_us' | 'talk_us'>, nowUs: number): number | null {
  if (call.answered_us === null) return null
  // The record adds a talk up when it ends; until then it says nothing or zero.
  const goesOn = call.ended_us === null && !call.talk_us
  return goesOn ? Math.max(0, nowUs - call.answered_us) : call.talk_us
}

import type { CallDetail, Leg } from '@/data/contract'
import { talkUs } from './talk'

export interface Stretch {
  kind: 'ivr' | 'wait' | 'ring' | 'talk' | 'after'
  fromUs: number
  toUs: number
  /** Share of the whole call, in percent. */
  left: number
  width: number
}

export interface Lane {
  id: string
  leg: Leg | null
  stretches: Stretch[]
}

/** Even a 50-ms stretch stays visible. */
const LEAST_WIDTH = 0.4

export function lanes(call: CallDetail, nowUs: number): { lanes: Lane[]; fromUs: number; toUs: number } {
  const fromUs = call.arrived_us
  const toUs = Math.max(fromUs + 1_000_000, call.ended_us ?? nowUs)
  const whole = toUs - fromUs
  const stretch = (kind: Stretch['kind'], from: number, to: number): Stretch[] => {
    const start = Math.max(fromUs, Math.min(from, toUs))
    const end = Math.max(start, Math.min(to, toUs))
    if (end === start) return []
    return [{ kind, fromUs: start, toUs: end, left: ((start - fromUs) / whole) * 100, width: Math.max(LEAST_WIDTH, ((end - start) / whole) * 100) }]
  }
  const humanUs = call.human_requested_us ?? toUs
  const answeredUs = call.answered_us
  const talk = talkUs(call, toUs)
  const talkEndUs = answeredUs === null ? null : talk === null ? toUs : answeredUs + talk
  const caller: Lane = {
    id: 'caller',
    leg: null,
    stretches: [
      ...stretch('ivr', fromUs, humanUs),
      ...stretch('wait', humanUs, answeredUs ?? toUs),
      ...(answeredUs === null || talkEndUs === null ? [] : [...stretch('talk', answeredUs, talkEndUs), ...stretch('after', talkEndUs, toUs)]),
    ],
  }
  const seats = call.legs
    .filter((leg) => !leg.is_caller)
    .sort((a, b) => a.started_us - b.started_us)
    .map((leg): Lane => {
      const end = leg.ended_us ?? toUs
      const answered = leg.bridged_us ?? leg.answered_us
      return {
        id: `leg-${leg.number}`,
        leg,
        stretches: [
          ...stretch('ring', leg.started_us, answered ?? end),
          ...(answered === null ? [] : stretch('talk', answered, leg.unbridged_us ?? end)),
        ],
      }
    })
  return { lanes: [caller, ...seats], fromUs, toUs }
}

/** About five marks at round distances. */
export function ticks(fromUs: number, toUs: number): { left: number; us: number }[] {
  const seconds = (toUs - fromUs) / 1_000_000
  const step = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600].find((candidate) => seconds / candidate <= 7) ?? 7200
  const marks = []
  for (let at = 0; at < seconds; at += step) marks.push({ left: (at / seconds) * 100, us: at * 1_000_000 })
  return marks
}

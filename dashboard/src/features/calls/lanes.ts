import type { CallDetail, Leg } from '@/data/contract'
import { talkUs } from './talk'

export interface Stretch {
  kind: 'ivr' | 'wait' | 'ring' | 'talk' | 'hold' | 'consult' | 'supervision' | 'after'
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
  const talks = talksOf(call, toUs)
  const talkEndUs = talks.length ? Math.max(...talks.map((talk) => talk.to)) : null
  const caller: Lane = {
    id: 'caller',
    leg: null,
    stretches: [
      ...stretch('ivr', fromUs, humanUs),
      // Between two talks the caller waits again: for whom the call was handed on to, or in a queue.
      ...talks.flatMap((talk, index) => stretch('wait', talks[index - 1]?.to ?? humanUs, talk.from)),
      ...(talkEndUs === null ? stretch('wait', humanUs, toUs) : []),
      ...talks.flatMap((talk) => stretch('talk', talk.from, talk.to)),
      ...call.holds.flatMap((hold) => stretch('hold', hold.from_us, hold.to_us ?? talkEndUs ?? toUs)),
      ...(talkEndUs === null ? [] : stretch('after', talkEndUs, toUs)),
    ],
  }
  const seats = call.legs
    .filter((leg) => !leg.is_caller)
    .sort((a, b) => a.started_us - b.started_us)
    .map((leg): Lane => ({ id: `leg-${leg.number}`, leg, stretches: stretchesOf(leg) }))

  function stretchesOf(leg: Leg): Stretch[] {
    const end = leg.ended_us ?? toUs
    if (leg.role === 'consult') return stretch('consult', leg.started_us, end)
    if (leg.role === 'supervisor') return [...stretch('supervision', leg.started_us, leg.bridged_us ?? end), ...talk(leg, end)]
    const answered = leg.bridged_us === null ? leg.answered_us : Math.min(leg.answered_us ?? leg.bridged_us, leg.bridged_us)
    // A colleague who was asked talks with the agent first, and perhaps never with the caller.
    const asked = answered !== null && leg.role !== 'agent' ? stretch('consult', answered, leg.bridged_us ?? end) : []
    const rung = leg.role === 'agent' ? (leg.bridged_us ?? leg.answered_us) : answered
    return [...stretch('ring', leg.started_us, rung ?? end), ...asked, ...talk(leg, end)]
  }
  function talk(leg: Leg, end: number): Stretch[] {
    if (leg.bridged_us === null) return leg.role === 'agent' && leg.answered_us !== null ? stretch('talk', leg.answered_us, end) : []
    const from = leg.bridged_us
    const to = leg.unbridged_us ?? end
    const holds = call.holds.flatMap((hold) => stretch('hold', Math.max(hold.from_us, from), Math.min(hold.to_us ?? to, to)))
    return [...stretch('talk', from, to), ...holds]
  }
  return { lanes: [caller, ...seats], fromUs, toUs }
}

/** When the caller talked with anybody; talks that overlap are one. */
function talksOf(call: CallDetail, toUs: number): { from: number; to: number }[] {
  const spans = call.legs
    .filter((leg) => !leg.is_caller)
    .flatMap((leg) => (leg.bridged_us === null ? [] : [{ from: leg.bridged_us, to: leg.unbridged_us ?? leg.ended_us ?? toUs }]))
    .sort((a, b) => a.from - b.from)
  const talks: { from: number; to: number }[] = []
  for (const span of spans) {
    const last = talks.at(-1)
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to)
    else talks.push({ ...span })
  }
  const length = talkUs(call, toUs)
  if (!talks.length && call.answered_us !== null) talks.push({ from: call.answered_us, to: length === null ? toUs : call.answered_us + length })
  return talks
}

/** About five marks at round distances. */
export function ticks(fromUs: number, toUs: number): { left: number; us: number }[] {
  const seconds = (toUs - fromUs) / 1_000_000
  const step = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600].find((candidate) => seconds / candidate <= 7) ?? 7200
  const marks = []
  for (let at = 0; at < seconds; at += step) marks.push({ left: (at / seconds) * 100, us: at * 1_000_000 })
  return marks
}

// From counters that only grow to what the last seconds were like, and to one line for the record. Pure.
import { mos, type NetworkSeen } from './mos'

/** Counters of one moment. */
export interface Counted {
  received: number
  lost: number
  jitterMs: number
  rttMs: number | null
  /** Share of our packets that did not arrive there, as the far end last reported; null when it has not yet. */
  lostThere: number | null
}

export interface Quality extends NetworkSeen {
  mos: number
  /** Packets that came in within this second: none at all is a cut line, whatever else the numbers say. */
  arrived: number
}

type Report = Record<string, unknown>
const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0)

/** What we need from `RTCPeerConnection.getStats()`. */
export function counted(reports: Iterable<Report>): Counted | null {
  let inbound: Report | undefined
  let there: Report | undefined
  let pair: Report | undefined
  for (const report of reports) {
    if (report['type'] === 'inbound-rtp' && report['kind'] === 'audio') inbound = report
    if (report['type'] === 'remote-inbound-rtp' && report['kind'] === 'audio') there = report
    if (report['type'] === 'candidate-pair' && report['nominated'] === true) pair = report
  }
  if (!inbound) return null
  const seconds = there?.['roundTripTime'] ?? pair?.['currentRoundTripTime']
  return {
    received: number(inbound['packetsReceived']),
    lost: number(inbound['packetsLost']),
    jitterMs: number(inbound['jitter']) * 1000,
    rttMs: typeof seconds === 'number' ? seconds * 1000 : null,
    lostThere: typeof there?.['fractionLost'] === 'number' ? there['fractionLost'] : null,
  }
}

export function between(before: Counted, after: Counted): Quality {
  const arrived = Math.max(0, after.received - before.received)
  // Late duplicates make the counter of lost packets shrink.
  const missing = Math.max(0, after.lost - before.lost)
  const lossHere = arrived + missing > 0 ? missing / (arrived + missing) : 0
  const seen = { loss: Math.max(lossHere, after.lostThere ?? 0), jitterMs: after.jitterMs, rttMs: after.rttMs ?? 0 }
  return { ...seen, mos: mos(seen), arrived }
}

export interface Summary {
  loss: number
  jitter_ms: number
  rtt_ms: number
  mos: number
  worst_mos: number
  seconds: number
}

export const NOTHING_SEEN: Summary = { loss: 0, jitter_ms: 0, rtt_ms: 0, mos: 0, worst_mos: 0, seconds: 0 }

/** Running means over the call's seconds, and its worst second. */
export function add(summary: Summary, second: Quality): Summary {
  const n = summary.seconds
  const mean = (before: number, value: number) => (before * n + value) / (n + 1)
  return {
    loss: mean(summary.loss, second.loss),
    jitter_ms: mean(summary.jitter_ms, second.jitterMs),
    rtt_ms: mean(summary.rtt_ms, second.rttMs),
    mos: mean(summary.mos, second.mos),
    worst_mos: n === 0 ? second.mos : Math.min(summary.worst_mos, second.mos),
    seconds: n + 1,
  }
}

export const GRADES = ['good', 'fair', 'poor'] as const
export type Grade = (typeof GRADES)[number]

export function grade(estimated: number): Grade {
  if (estimated >= 3.6) return 'good'
  return estimated >= 3.1 ? 'fair' : 'poor'
}

export type Trouble = 'no_sound' | 'loss' | 'delay' | 'jitter'

/** What a person would notice, the worst first; null while they would notice nothing. */
export function trouble(second: Quality, held: boolean): Trouble | null {
  // Whoever is on hold may send nothing.
  if (!held && second.arrived === 0) return 'no_sound'
  if (second.loss >= 0.03) return 'loss'
  if (second.rttMs >= 400) return 'delay'
  return second.jitterMs >= 40 ? 'jitter' : null
}

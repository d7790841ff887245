import type { Figure, FloorCall, FloorLink, FloorQueue, FloorSeat, FloorTrunk } from '@/data/contract'
import { figureNamed } from '@/format/figure'
import type { Freshness } from '@/live/freshness'
import type { AlarmFacts } from './alarms'

export interface FloorNow {
  link: FloorLink | null
  queues: readonly FloorQueue[]
  seats: readonly FloorSeat[]
  trunks: readonly FloorTrunk[]
  calls: readonly FloorCall[]
}

function rateOf(figure: Figure | null): AlarmFacts['rate'] {
  if (figure === null || figure.value === null || figure.target === null) return null
  return { value: figure.value, target: figure.target, of: figure.denominator ?? 0 }
}

function missingOf(figure: Figure | null): number | null {
  return figure === null || figure.denominator === null ? null : figure.denominator - figure.numerator
}

/** What the alarms look at, taken from the two topics of the wall. */
export function factsOf(fresh: Freshness, live: { heardAtMs: number | null; clockAheadMs: number }, floor: FloorNow, figures: readonly Figure[]): AlarmFacts {
  const heard = live.heardAtMs === null ? null : (live.heardAtMs + live.clockAheadMs) * 1000
  return {
    stale: fresh.reason,
    heard_us: fresh.reason === 'link_lost' && floor.link ? floor.link.since_us : heard,
    queues: floor.queues.map((queue) => ({ ...queue, ringing: floor.calls.filter((call) => call.state === 'ringing' && call.queue === queue.queue).length })),
    trunks: floor.trunks,
    staffed: floor.seats.some(({ state }) => state !== 'signed_out'),
    rate: rateOf(figureNamed(figures, 'service_level_15s')),
    recordings_missing: missingOf(figureNamed(figures, 'recording_completeness')),
  }
}

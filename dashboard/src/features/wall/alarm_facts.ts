import type { Figure, FloorCall, FloorLink, FloorQueue, FloorSeat, FloorTrunk } from '@/data/contract'
import type { Today } from '@/data/today'
import { figureNamed } from '@/format/figure'
import type { Freshness } from '@/live/freshness'
import type { AlarmFacts, AlarmRate } from './alarms'
import { companyOf, type WallChoice } from './wall_choice'

export interface FloorNow {
  link: FloorLink | null
  queues: readonly FloorQueue[]
  seats: readonly FloorSeat[]
  trunks: readonly FloorTrunk[]
  calls: readonly FloorCall[]
}

/** What the alarms look at: the two topics of the wall, as far as its choice goes. */
export function factsOf(fresh: Freshness, live: { heardAtMs: number | null; clockAheadMs: number }, floor: FloorNow, today: Pick<Today, 'figures' | 'queues'>, choice: WallChoice): AlarmFacts {
  const figures = today.figures.value
  const heard = live.heardAtMs === null ? null : (live.heardAtMs + live.clockAheadMs) * 1000
  const whole = choice.views.some(({ queue }) => queue === null)
  const chosen = floor.queues.filter(({ queue }) => (whole || choice.views.some((view) => view.queue === queue)) && (choice.company === null || companyOf(queue) === choice.company))
  return {
    stale: fresh.reason,
    heard_us: fresh.reason === 'link_lost' && floor.link ? floor.link.since_us : heard,
    queues: chosen.map((queue) => ({ ...queue, ringing: floor.calls.filter((call) => call.state === 'ringing' && call.queue === queue.queue).length })),
    trunks: floor.trunks,
    staffed: floor.seats.some(({ state }) => state !== 'signed_out'),
    rates: whole ? ratesOf(null, figureNamed(figures, 'service_level_15s')) : chosen.flatMap(({ queue }) => ratesOf(queue, ofQueue(queue, today))),
    recordings_missing: missingOf(figureNamed(figures, 'recording_completeness')),
  }
}

function ofQueue(queue: string, today: Pick<Today, 'figures' | 'queues'>): Figure | null {
  const whole = figureNamed(today.figures.value, 'service_level_15s')
  const own = today.queues.value.get(queue)?.['service_level_15s']
  return whole && own ? { ...whole, ...own } : null
}

function ratesOf(subject: string | null, figure: Figure | null): AlarmRate[] {
  if (figure === null || figure.value === null || figure.target === null) return []
  return [{ subject, value: figure.value, target: figure.target, of: figure.denominator ?? 0 }]
}

function missingOf(figure: Figure | null): number | null {
  return figure === null || figure.denominator === null ? null : figure.denominator - figure.numerator
}

import type { Attention } from '@/data/attention'
import type { Figure, FloorCall, FloorLink, FloorQueue, FloorSeat, FloorTrunk } from '@/data/contract'
import type { Today } from '@/data/today'
import { figureNamed } from '@/format/figure'
import type { Freshness } from '@/live/freshness'
import type { AlarmFacts, AlarmRate } from './alarms'
import { queuesOf, showsCall } from './view_of_floor'
import type { WallChoice } from './wall_choice'

export interface FloorNow {
  link: FloorLink | null
  queues: readonly FloorQueue[]
  seats: readonly FloorSeat[]
  trunks: readonly FloorTrunk[]
  calls: readonly FloorCall[]
}

/** What the alarms look at: the two topics of the wall, as far as its choice goes. */
export function factsOf(fresh: Freshness, live: { heardAtMs: number | null; clockAheadMs: number }, floor: FloorNow, today: Pick<Today, 'figures' | 'queues'>, choice: WallChoice, attention: Attention): AlarmFacts {
  const figures = today.figures.value
  const heard = live.heardAtMs === null ? null : (live.heardAtMs + live.clockAheadMs) * 1000
  const chosen = queuesOf(choice.views, choice.company, floor.queues, floor.calls)
  // The topic's figures are those of every hotline: they say nothing of a view of one.
  const counted = choice.views.filter(({ hotline }) => hotline === null)
  const whole = counted.some(({ queue }) => queue === null)
  return {
    stale: fresh.reason,
    heard_us: fresh.reason === 'link_lost' && floor.link ? floor.link.since_us : heard,
    queues: chosen.map((queue) => ({ ...queue, ringing: floor.calls.filter((call) => call.state === 'ringing' && call.queue === queue.queue && showsCall(choice.views, call)).length })),
    trunks: floor.trunks,
    staffed: floor.seats.some(({ state }) => state !== 'signed_out'),
    // Of the whole company: a view of a part of it has others to worry about.
    recordings: whole ? attention.recordings : null,
    messages: whole ? attention.voice_messages : null,
    rates: whole ? ratesOf(null, figureNamed(figures, 'service_level_15s')) : counted.flatMap(({ queue }) => (queue === null ? [] : ratesOf(queue, ofQueue(queue, today)))),
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

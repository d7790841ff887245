// Whom a call at a desk phone can be handed to. Pure.
import type { SeatState } from '@/data/contract'
import type { Colleague, OwnSeat } from '@/data/station_contract'
import { bareQueue } from '@/format/identifier'

export interface Target {
  /** What the phone would dial. */
  number: string
  name: string
  aside: string
  state: SeatState | null
}

const READY_FIRST: readonly SeatState[] = ['ready', 'wrap_up', 'talking', 'consulting', 'holding', 'ringing', 'on_break', 'not_ready', 'signed_out']

export function targetsOf(colleagues: readonly Colleague[], queues: OwnSeat['queues'], menus: OwnSeat['menus'], consult: boolean, survey: string): Target[] {
  const people = [...colleagues]
    .sort((a, b) => READY_FIRST.indexOf(a.state) - READY_FIRST.indexOf(b.state) || a.seat.localeCompare(b.seat, 'en', { numeric: true }))
    .map((one): Target => ({ number: one.seat, name: one.name, aside: one.seat, state: one.state }))
  // Nobody in a queue or a menu knows that they are only being asked.
  if (consult) return people
  return [
    ...people,
    ...queues.map(({ queue, name_zh }): Target => ({ number: `queue-${bareQueue(queue)}`, name: name_zh, aside: '', state: null })),
    ...menus.map(({ menu, zh }): Target => ({ number: `ivr-${menu}`, name: zh, aside: '', state: null })),
    { number: 'survey', name: survey, aside: '', state: null },
  ]
}

export function matching(all: readonly Target[], typed: string): Target[] {
  const words = typed.trim().toLowerCase().split(/\s+/).filter(Boolean)
  return all.filter(({ name, aside, number }) => words.every((word) => `${name} ${aside} ${number}`.toLowerCase().includes(word)))
}

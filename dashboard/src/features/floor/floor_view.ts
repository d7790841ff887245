// Which seats are shown in which order; kept in the address so that a view can be sent to a colleague. Pure.
import type { FloorCall, FloorSeat } from '@/data/contract'
import { SHOWN_STATES, shownState, type ShownState } from './seat_state'

export const SORTS = ['seat', 'time', 'state'] as const
export type FloorSort = (typeof SORTS)[number]

export interface FloorView {
  sort: FloorSort
  state: ShownState | ''
  queue: string
  team: string
  /** The seat in hand. */
  seat: string
}

const text = (value: unknown) => (typeof value === 'string' ? value : '')

export function viewOf(query: Record<string, unknown>): FloorView {
  const sort = text(query['sort']) as FloorSort
  const state = text(query['state']) as ShownState
  return {
    sort: SORTS.includes(sort) ? sort : 'seat', state: SHOWN_STATES.includes(state) ? state : '',
    queue: text(query['queue']), team: text(query['team']), seat: text(query['seat']),
  }
}

export function queryOfView(view: FloorView): Record<string, string> {
  const { sort, ...rest } = view
  return Object.fromEntries(Object.entries({ ...rest, ...(sort === 'seat' ? {} : { sort }) }).filter(([, value]) => value !== ''))
}

/** The call at a seat, as far as the floor knows it. */
export function callAt(seat: FloorSeat, calls: readonly FloorCall[]): FloorCall | null {
  return calls.find(({ call_id }) => call_id === seat.call_id) ?? null
}

export function shownSeats(seats: readonly FloorSeat[], calls: readonly FloorCall[], view: FloorView, teamAgents: ReadonlySet<string> | null): FloorSeat[] {
  const found = seats.filter(
    (seat) =>
      (!view.state || shownState(seat) === view.state) &&
      (!view.queue || (seat.queue ?? callAt(seat, calls)?.queue) === view.queue) &&
      (!teamAgents || (seat.agent !== null && teamAgents.has(seat.agent))),
  )
  const bySeat = (a: FloorSeat, b: FloorSeat) => a.seat.localeCompare(b.seat, 'en', { numeric: true })
  if (view.sort === 'seat') return found.sort(bySeat)
  if (view.sort === 'state') return found.sort((a, b) => SHOWN_STATES.indexOf(shownState(a)) - SHOWN_STATES.indexOf(shownState(b)) || a.since_us - b.since_us)
  // Longest first; an empty seat has no time that anybody waits for.
  const away = (seat: FloorSeat) => (seat.state === 'signed_out' ? 1 : 0)
  return found.sort((a, b) => away(a) - away(b) || a.since_us - b.since_us || bySeat(a, b))
}

/** Callers in the queues, who waits longest first. */
export function waitingCalls(calls: readonly FloorCall[]): FloorCall[] {
  return calls.filter(({ state }) => state === 'waiting' || state === 'ringing').sort((a, b) => a.since_us - b.since_us)
}

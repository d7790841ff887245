import type { FloorSeat, SeatState } from '@/data/contract'

export type ShownState = SeatState | 'lost_registration'

/** The order in which a supervisor looks: who could take a call, who is busy, who is away. */
export const SHOWN_STATES: readonly ShownState[] = [
  'ready', 'ringing', 'talking', 'holding', 'consulting', 'wrap_up', 'on_break', 'not_ready', 'lost_registration', 'signed_out',
]

/** A signed-in seat whose phone is not registered cannot take a call, whatever its state says. */
export function shownState(seat: FloorSeat): ShownState {
  if (seat.state === 'signed_out') return 'signed_out'
  return seat.registered ? seat.state : 'lost_registration'
}

export interface StateCount {
  state: ShownState
  count: number
}

const ALWAYS: ReadonlySet<ShownState> = new Set(['ready', 'ringing', 'talking', 'wrap_up', 'on_break', 'signed_out'])

/** Counts per state; the everyday states keep their place at zero so that nothing jumps. */
export function countStates(seats: readonly FloorSeat[]): StateCount[] {
  const counts = new Map<ShownState, number>()
  for (const seat of seats) {
    const state = shownState(seat)
    counts.set(state, (counts.get(state) ?? 0) + 1)
  }
  return SHOWN_STATES.map((state) => ({ state, count: counts.get(state) ?? 0 })).filter(
    ({ state, count }) => count > 0 || ALWAYS.has(state),
  )
}

/** Shape of the seats' box on a 16:9 wall. Taken as fixed: a banner that comes and goes must not re-order the seats. */
const BOX_RATIO = 3.1
const TILE_RATIO = 1.9

/** Columns that keep tiles near 2:1. */
export function gridColumns(count: number): number {
  if (count <= 0) return 1
  const columns = Math.round(Math.sqrt((count * BOX_RATIO) / TILE_RATIO))
  const enough = Math.max(1, Math.min(count, columns))
  // A full last row looks calmer than a ragged one.
  for (const candidate of [enough, enough + 1, enough - 1]) if (candidate > 0 && count % candidate === 0) return candidate
  return enough
}

// Which part of the floor a view is about. Pure.
import type { FloorCall, FloorQueue, FloorSeat } from '@/data/contract'
import { shownState, type ShownState } from '@/features/floor/seat_state'
import { companyOf, type WallOrder, type WallView } from './wall_choice'

/** The queues of a view. Of one hotline only its own callers count as waiting; who is ready is ready for every hotline. */
export function queuesOf(view: WallView, company: string | null, queues: readonly FloorQueue[], calls: readonly FloorCall[]): FloorQueue[] {
  const own = queues.filter(({ queue }) => (view.queue === null || queue === view.queue) && (company === null || companyOf(queue) === company))
  if (view.hotline === null) return own
  return own.map((queue) => {
    const since = calls.flatMap((call) => (call.hotline === view.hotline && call.queue === queue.queue && call.queued_us !== null ? [call.queued_us] : []))
    return { ...queue, waiting: since.length, longest_wait_since_us: since.length ? Math.min(...since) : null }
  })
}

/** What a supervisor walks over for comes first. */
const URGENCY: readonly ShownState[] = ['lost_registration', 'not_ready', 'ringing', 'holding', 'consulting', 'wrap_up', 'talking', 'on_break', 'ready', 'signed_out']

export function seatsOf(view: WallView, order: WallOrder, seats: readonly FloorSeat[]): FloorSeat[] {
  const own = seats.filter((seat) => view.queue === null || seat.queues.includes(view.queue) || seat.queue === view.queue)
  if (order === 'seat') return own
  const rank = (seat: FloorSeat) => URGENCY.indexOf(shownState(seat))
  return own.sort((a, b) => rank(a) - rank(b) || a.since_us - b.since_us || a.seat.localeCompare(b.seat, 'en', { numeric: true }))
}

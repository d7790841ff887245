// Which part of the floor a view is about. Pure.
import type { FloorCall, FloorQueue, FloorSeat } from '@/data/contract'
import { shownState, type ShownState } from '@/features/floor/seat_state'
import { companyOf, type WallOrder, type WallView } from './wall_choice'

export const showsCall = (views: readonly WallView[], call: FloorCall) =>
  views.some(({ queue, hotline }) => (queue === null || queue === call.queue) && (hotline === null || hotline === call.hotline))

/** The queues of views, each once. Of hotlines only their own callers count as waiting; who is ready is ready for every hotline. */
export function queuesOf(views: readonly WallView[], company: string | null, queues: readonly FloorQueue[], calls: readonly FloorCall[]): FloorQueue[] {
  return queues.flatMap((queue) => {
    const own = views.filter((view) => view.queue === null || view.queue === queue.queue)
    if (!own.length || (company !== null && companyOf(queue.queue) !== company)) return []
    if (own.some(({ hotline }) => hotline === null)) return [queue]
    const since = calls.flatMap((call) => (call.queue === queue.queue && call.queued_us !== null && showsCall(own, call) ? [call.queued_us] : []))
    return [{ ...queue, waiting: since.length, longest_wait_since_us: since.length ? Math.min(...since) : null }]
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

// What a supervisor may do at a seat now, and why not. Pure; the platform decides again.
import type { FloorSeat, SeatState } from '@/data/contract'
import type { SupervisedAct } from '@/data/station_contract'
import type { ForcedState } from '@/data/supervision'

export const SUPERVISED_ACTS: readonly SupervisedAct[] = ['listen', 'whisper', 'barge', 'take_over']
export const FORCED_STATES: readonly ForcedState[] = ['ready', 'break', 'signed_out']

/** The name of a sentence in `floor.refused`. */
export type ActRefusal =
  | 'not_supervisor' | 'link_lost' | 'nobody' | 'not_in_call' | 'own_phone_off' | 'own_phone_lost' | 'own_seat' | 'in_call' | 'ready_already' | 'on_break_already' | 'busy'

export interface OwnPhone {
  on: boolean
  registered: boolean
}

export interface Powers {
  supervisor: boolean
  linked: boolean
  busy: boolean
  phone: OwnPhone
  /** The seat where this person sits themselves, when they take calls too. */
  ownAgent: string | null
}

const WITH_CALLER: ReadonlySet<SeatState> = new Set(['talking', 'holding', 'consulting'])
const IN_CALL: ReadonlySet<SeatState> = new Set(['ringing', 'talking', 'holding', 'consulting'])

function always(seat: FloorSeat, powers: Powers): ActRefusal | null {
  if (!powers.supervisor) return 'not_supervisor'
  if (!powers.linked) return 'link_lost'
  if (powers.busy) return 'busy'
  return seat.agent === null || seat.state === 'signed_out' ? 'nobody' : null
}

export function actRefusal(seat: FloorSeat, powers: Powers): ActRefusal | null {
  const first = always(seat, powers)
  if (first) return first
  if (seat.agent === powers.ownAgent) return 'own_seat'
  if (!WITH_CALLER.has(seat.state)) return 'not_in_call'
  if (!powers.phone.on) return 'own_phone_off'
  return powers.phone.registered ? null : 'own_phone_lost'
}

export function forceRefusal(seat: FloorSeat, to: ForcedState, powers: Powers): ActRefusal | null {
  const first = always(seat, powers)
  if (first) return first
  if (to === 'break') return seat.state === 'on_break' ? 'on_break_already' : null
  // Signing out waits for the end of the call, as a break does.
  if (to === 'signed_out') return null
  if (IN_CALL.has(seat.state)) return 'in_call'
  return seat.state === 'ready' ? 'ready_already' : null
}

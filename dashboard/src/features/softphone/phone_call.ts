// One telephone call of this phone, as a visible state machine: a table and a pure `advance`.
// An event that does not fit leaves the call as it is: the far end and the person act at the same moment.

export const PhoneCallState = {
  /** We called; it may ring there. */
  DIALLING: 'dialling',
  /** Somebody calls us. */
  RINGING: 'ringing',
  /** Accepted here, the sound is not through yet. */
  ANSWERING: 'answering',
  TALKING: 'talking',
  HOLDING: 'holding',
  /** Handed over while talking; ends, or comes back when it is refused. */
  TRANSFERRING: 'transferring',
  /** Handed over while on hold. */
  TRANSFERRING_HELD: 'transferring_held',
  ENDED: 'ended',
} as const
export type PhoneCallState = (typeof PhoneCallState)[keyof typeof PhoneCallState]

export const PhoneCallEvent = {
  ACCEPTED: 'accepted',
  CONNECTED: 'connected',
  HELD: 'held',
  RESUMED: 'resumed',
  TRANSFER_ASKED: 'transfer_asked',
  TRANSFER_REFUSED: 'transfer_refused',
  ENDED: 'ended',
} as const
export type PhoneCallEvent = (typeof PhoneCallEvent)[keyof typeof PhoneCallEvent]

const S = PhoneCallState
const E = PhoneCallEvent

export const TRANSITIONS: Record<PhoneCallState, Partial<Record<PhoneCallEvent, PhoneCallState>>> = {
  [S.DIALLING]: { [E.CONNECTED]: S.TALKING, [E.ENDED]: S.ENDED },
  [S.RINGING]: { [E.ACCEPTED]: S.ANSWERING, [E.ENDED]: S.ENDED },
  [S.ANSWERING]: { [E.CONNECTED]: S.TALKING, [E.ENDED]: S.ENDED },
  [S.TALKING]: { [E.HELD]: S.HOLDING, [E.TRANSFER_ASKED]: S.TRANSFERRING, [E.ENDED]: S.ENDED },
  [S.HOLDING]: { [E.RESUMED]: S.TALKING, [E.TRANSFER_ASKED]: S.TRANSFERRING_HELD, [E.ENDED]: S.ENDED },
  [S.TRANSFERRING]: { [E.TRANSFER_REFUSED]: S.TALKING, [E.ENDED]: S.ENDED },
  [S.TRANSFERRING_HELD]: { [E.TRANSFER_REFUSED]: S.HOLDING, [E.ENDED]: S.ENDED },
  [S.ENDED]: {},
}

/** What the call is to this seat. */
export type CallRole = 'caller' | 'consult' | 'self_test' | 'supervision'

/** `lost`: the far end knows the call no more, our line to it was cut for too long. */
export type EndReason = 'here' | 'there' | 'missed' | 'rejected' | 'transferred' | 'busy' | 'unreachable' | 'no_microphone' | 'lost'

export interface PhoneCall {
  readonly id: string
  readonly role: CallRole
  readonly incoming: boolean
  /** A seat's number or a queue; empty for a customer, whose masked number comes from the platform. */
  readonly party: string
  readonly state: PhoneCallState
  readonly sinceUs: number
  readonly startedUs: number
  /** When the sound first came through: talk time goes on while the call is on hold. */
  readonly connectedUs: number | null
  readonly muted: boolean
  /** No sound is coming through although the call stands. */
  readonly interrupted: boolean
  /** The colleague who talks with us and the caller, in a bridge of the phone system. */
  readonly with: string | null
  readonly ended: EndReason | null
}

export function newCall(id: string, role: CallRole, incoming: boolean, party: string, atUs: number): PhoneCall {
  const state = incoming ? S.RINGING : S.DIALLING
  return { id, role, incoming, party, state, sinceUs: atUs, startedUs: atUs, connectedUs: null, muted: false, interrupted: false, with: null, ended: null }
}

export function advance(call: PhoneCall, event: PhoneCallEvent, atUs: number, because: EndReason | null = null): PhoneCall {
  const state = TRANSITIONS[call.state][event]
  if (!state) return call
  // A handed-over call ends because it was handed over, whichever side says so.
  const handedOver = call.state === S.TRANSFERRING || call.state === S.TRANSFERRING_HELD
  const ended = state !== S.ENDED ? null : handedOver ? 'transferred' : (because ?? 'there')
  return { ...call, state, sinceUs: atUs, connectedUs: call.connectedUs ?? (state === S.TALKING ? atUs : null), ended }
}

/** A call that has begun with sound and has not ended. */
export function isUp(call: PhoneCall): boolean {
  return call.state !== S.ENDED && call.state !== S.RINGING && call.state !== S.DIALLING
}

const talkedTo: ReadonlySet<PhoneCallState> = new Set([S.TALKING, S.HOLDING])

export interface Controls {
  answer: boolean
  reject: boolean
  hangUp: boolean
  hold: boolean
  resume: boolean
  mute: boolean
  keypad: boolean
  transfer: boolean
  consult: boolean
  complete: boolean
  swap: boolean
  cancelConsult: boolean
  threeWay: boolean
  selfTest: boolean
}

/** What a person can do now; everything else is grey at its place. While the line is cut a call goes on, but nothing
 *  about it can be changed: what cannot be said would end it. */
export function controls(calls: readonly PhoneCall[], registered: boolean): Controls {
  const main = calls.find((call) => call.role !== 'consult')
  const consult = calls.find((call) => call.role === 'consult')
  const withCaller = registered && main?.role === 'caller' && talkedTo.has(main.state)
  const both = withCaller && consult !== undefined && talkedTo.has(consult.state)
  const inHand = inFront(calls)
  return {
    answer: main?.state === S.RINGING,
    reject: main?.state === S.RINGING,
    hangUp: inHand !== undefined && inHand.state !== S.RINGING,
    // Whoever put three people together does not leave two of them in front of hold music.
    hold: registered && !consult && main?.state === S.TALKING && main.role === 'caller' && main.with === null,
    resume: registered && !consult && main?.state === S.HOLDING,
    mute: inHand !== undefined && isUp(inHand),
    keypad: registered && inHand?.state === S.TALKING,
    transfer: withCaller && !consult,
    consult: withCaller && !consult && main.with === null,
    complete: both,
    swap: both,
    cancelConsult: consult !== undefined,
    threeWay: both,
    selfTest: calls.length === 0 && registered,
  }
}

/** The call that the microphone and the keypad belong to. */
export function inFront(calls: readonly PhoneCall[]): PhoneCall | undefined {
  return calls.find((call) => call.state !== S.HOLDING && call.state !== S.TRANSFERRING_HELD) ?? calls[0]
}

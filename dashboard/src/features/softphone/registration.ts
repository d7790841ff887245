// Whether this phone can be rung, as a visible state machine; and when it tries again. Pure.

export const RegistrationState = {
  OFF: 'off',
  ASKING: 'asking',
  CONNECTING: 'connecting',
  REGISTERED: 'registered',
  /** The way to the phone system is broken; tried again by itself. */
  LOST: 'lost',
  /** The platform gave no credentials and said why: nobody sits here, another window is in a call. */
  REFUSED: 'refused',
  /** Another window has the phone now. */
  REPLACED: 'replaced',
} as const
export type RegistrationState = (typeof RegistrationState)[keyof typeof RegistrationState]

export const RegistrationEvent = {
  STARTED: 'started',
  CREDENTIALS: 'credentials',
  REFUSED: 'refused',
  REGISTERED: 'registered',
  LOST: 'lost',
  /** The phone system does not take the credentials any more. */
  REJECTED: 'rejected',
  RETRIED: 'retried',
  REPLACED: 'replaced',
  STOPPED: 'stopped',
} as const
export type RegistrationEvent = (typeof RegistrationEvent)[keyof typeof RegistrationEvent]

const S = RegistrationState
const E = RegistrationEvent

const ENDS = { [E.REPLACED]: S.REPLACED, [E.STOPPED]: S.OFF } as const

export const TRANSITIONS: Record<RegistrationState, Partial<Record<RegistrationEvent, RegistrationState>>> = {
  [S.OFF]: { [E.STARTED]: S.ASKING },
  [S.ASKING]: { [E.CREDENTIALS]: S.CONNECTING, [E.REFUSED]: S.REFUSED, [E.LOST]: S.LOST, ...ENDS },
  [S.CONNECTING]: { [E.REGISTERED]: S.REGISTERED, [E.LOST]: S.LOST, [E.REJECTED]: S.LOST, ...ENDS },
  [S.REGISTERED]: { [E.LOST]: S.LOST, [E.REJECTED]: S.LOST, ...ENDS },
  [S.LOST]: { [E.RETRIED]: S.ASKING, [E.CREDENTIALS]: S.CONNECTING, [E.REGISTERED]: S.REGISTERED, [E.REFUSED]: S.REFUSED, ...ENDS },
  [S.REFUSED]: { [E.STARTED]: S.ASKING, [E.RETRIED]: S.ASKING, ...ENDS },
  // Only a person brings the phone back here: two windows must not take it from each other for ever.
  [S.REPLACED]: { [E.STARTED]: S.ASKING, [E.STOPPED]: S.OFF },
}

export function advance(state: RegistrationState, event: RegistrationEvent): RegistrationState {
  return TRANSITIONS[state][event] ?? state
}

const FIRST_RETRY_MS = 500
const LAST_RETRY_MS = 15_000

/** Doubling, capped, spread by `random` (0..1) so that a floor of phones does not come back in one moment. */
export function retryAfterMs(attempt: number, random: number): number {
  return Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt) * (0.5 + random / 2)
}

const RENEW_BEFORE_MS = 120_000

/** How long from now credentials are renewed: well before they end, never at once again. */
export function renewAfterMs(expiresUs: number, nowMs: number): number {
  const left = expiresUs / 1000 - nowMs
  return Math.max(5_000, left - Math.min(RENEW_BEFORE_MS, left / 2))
}

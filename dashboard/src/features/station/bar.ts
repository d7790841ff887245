// What the state bar says and offers; pure, so that every state can be read in a table.
import type { Notice, StationMe } from '@/data/station_contract'
import type { SeatState } from '@/data/contract'

export const IN_CALL: ReadonlySet<SeatState> = new Set(['ringing', 'talking', 'holding', 'consulting'])

/** Why a button does nothing now; the name of a sentence in `station.refused`. */
export type Refusal = 'link_lost' | 'in_call' | 'ready_already' | 'registration' | 'no_extension' | 'not_in_wrap_up' | 'end_call_first' | 'busy'

export interface Offer {
  /** Null: it can be pressed. */
  ready: Refusal | null
  break: Refusal | null
  extend: Refusal | null
  signOut: Refusal | null
}

/** Booked by a supervisor in the place of a break. */
export const SIGN_OUT = 'sign_out'

/** What the button of breaks does now. */
export function breakWord(me: Pick<StationMe, 'state' | 'booked_break'>): 'break' | 'bookBreak' | 'cancelBooked' | 'endAndBreak' {
  if (me.booked_break === null) return IN_CALL.has(me.state) ? 'bookBreak' : 'break'
  return me.state === 'wrap_up' && me.booked_break !== SIGN_OUT ? 'endAndBreak' : 'cancelBooked'
}

export interface Reachable {
  /** The page hears from the platform, and the platform from the phone system. */
  link: boolean
  /** An act of this page is under way. */
  busy: boolean
}

export function offer(me: StationMe, at: Reachable): Offer {
  const inCall = IN_CALL.has(me.state)
  const always: Refusal | null = !at.link ? 'link_lost' : at.busy ? 'busy' : null
  const phoneGone = me.unwell !== null && me.unwell !== 'missed_rings'
  return {
    ready: always ?? (inCall ? 'in_call' : me.state === 'ready' ? 'ready_already' : phoneGone ? 'registration' : null),
    break: always,
    extend: always ?? (me.state !== 'wrap_up' ? 'not_in_wrap_up' : me.wrap_up_extensions_left <= 0 ? 'no_extension' : null),
    signOut: always ?? (inCall ? 'end_call_first' : null),
  }
}

export interface Countdown {
  leftUs: number
  /** 1 at the start of the limit, 0 at its end. */
  share: number
  nearEnd: boolean
}

const NEAR_END_US = 10_000_000
/** What happened longer ago says nothing about now. */
const NOTICE_STANDS_US = 120_000_000

/** The notice of a change of state and the change itself are told at almost the same time. */
const SAME_CHANGE_US = 3_000_000

/** The newest sentence that was not put away; what came before it was put away with it, and so is what the bar says
 *  itself: who put the agent into the state that began at `toldSinceUs`. */
export function noticeToShow(notices: readonly Notice[], putAway: number, clockUs: number, toldSinceUs: number | null = null): Notice | null {
  const putAwayUs = Math.max(putAway, toldSinceUs === null ? 0 : toldSinceUs + SAME_CHANGE_US)
  const newest = notices.reduce<Notice | null>((found, each) => (found === null || each.at_us >= found.at_us ? each : found), null)
  return newest !== null && newest.at_us > putAwayUs && clockUs - newest.at_us < NOTICE_STANDS_US ? newest : null
}

/** Missed rings are told while they keep the agent from calls: who chose a break since then is there. */
export function unwellToShow(me: Pick<StationMe, 'state' | 'unwell'>): StationMe['unwell'] {
  return me.unwell === 'missed_rings' && me.state !== 'not_ready' ? null : me.unwell
}

/** What is left of wrap-up; null when there is no limit to count to. */
export function countdown(me: Pick<StationMe, 'state' | 'since_us' | 'wrap_up_until_us'>, clockUs: number): Countdown | null {
  if (me.state !== 'wrap_up' || me.wrap_up_until_us === null) return null
  const leftUs = Math.max(0, me.wrap_up_until_us - clockUs)
  const whole = Math.max(1, me.wrap_up_until_us - me.since_us)
  return { leftUs, share: Math.min(1, leftUs / whole), nearEnd: leftUs <= NEAR_END_US }
}


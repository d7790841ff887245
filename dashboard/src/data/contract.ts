// The platform's words. What travels over HTTP is generated from the platform's own description (`npm run api`);
// what travels over the live socket is written here, as the topics define it. Times are microseconds, UTC.
import type { components } from './api'

type Schemas = components['schemas']

export type Microseconds = number

export type Installation = Schemas['InstallationShown']
export type Person = Schemas['PersonShown']
export type SessionAnswer = Schemas['SessionShown']
export type CallRow = Schemas['CallRow']
export type CallDetail = Schemas['CallDetail']
export type CallPage = Schemas['CallPage']
export type CallerFound = Schemas['CallerFound']
export type CallSort = Schemas['CallSort']
export type Leg = Schemas['LegShown']
export type KeyPress = Schemas['KeyShown']
export type TimelineEvent = Schemas['TimelineEntry']
export type Outcome = Schemas['Outcome']
export type Recorded = Schemas['Recorded']
export type Figure = Schemas['FigureOut']
export type CurvePoint = Schemas['PointOut']
export type FiguresAnswer = Schemas['FiguresOut']
export type FigureSeries = Schemas['SeriesOut']
export type QueueToday = Schemas['QueueTodayOut']['figures']
export type IntervalState = Schemas['Completeness']
export type Problem = Partial<Schemas['Problem']> & { title: string; status: number }

// All of them: an outcome that the platform learns later and this list lacks does not compile.
const EVERY_OUTCOME: Record<Outcome, true> = {
  answered: true, abandoned: true, timed_out: true, overflowed: true, refused: true, left_by_key: true, cut: true, closed: true, ivr_ended: true,
}
export const OUTCOMES = Object.keys(EVERY_OUTCOME) as Outcome[]

export const SEAT_STATES = [
  'ready', 'ringing', 'talking', 'holding', 'consulting', 'wrap_up', 'on_break', 'not_ready', 'signed_out',
] as const
export type SeatState = (typeof SEAT_STATES)[number]

export interface FloorLink {
  state: 'live' | 'connecting' | 'lost' | 'refused'
  epoch: number
  since_us: Microseconds
  asterisk: string
}

export interface FloorQueue {
  queue: string
  name_zh: string
  waiting: number
  longest_wait_since_us: Microseconds | null
  members_ready: number
}

export interface FloorSeat {
  seat: string
  agent: string | null
  work_number: string | null
  name: string | null
  state: SeatState
  since_us: Microseconds
  reason: string | null
  /** Of the call in hand. */
  queue: string | null
  /** Those whose calls may ring here; none while nobody is signed in. */
  queues: string[]
  call_id: string | null
  registered: boolean
}

export interface FloorTrunk {
  name: string
  state: 'reachable' | 'unreachable' | 'unknown'
  since_us: Microseconds
}

export interface FloorCall {
  call_id: string
  hotline: string
  caller_masked: string
  state: 'ivr' | 'waiting' | 'ringing' | 'talking' | 'survey' | 'voice_message'
  since_us: Microseconds
  arrived_us: Microseconds
  queue: string | null
  /** Since when it waits in `queue`; null when it is in none. */
  queued_us: Microseconds | null
  agent: string | null
  seat: string | null
  demo: boolean
}

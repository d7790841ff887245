// The platform's words as they travel. Times are microseconds since the epoch, UTC.

export type Microseconds = number

export interface Problem {
  type?: string
  title: string
  status: number
  detail?: string
  detail_en?: string
  code?: string
  errors?: unknown[]
}

export interface Installation {
  company_name: string
  licence_number: string
  hotlines: string[]
  demo: boolean
  version: string
}

export interface Person {
  id: string
  name: string
  display_name: string
  roles: string[]
  company_id: string
}

export const OUTCOMES = [
  'answered', 'abandoned', 'timed_out', 'overflowed', 'refused', 'left_by_key', 'cut', 'closed', 'ivr_ended',
] as const
export type Outcome = (typeof OUTCOMES)[number]

export type CallSort = 'arrived_desc' | 'arrived_asc' | 'wait_desc' | 'talk_desc'
export type Recorded = 'present' | 'missing' | 'none' | 'pending'

export interface CallRow {
  call_id: string
  hotline: string
  caller_masked: string
  trunk: string
  demo: boolean
  arrived_us: Microseconds
  human_requested_us: Microseconds | null
  answered_us: Microseconds | null
  ended_us: Microseconds | null
  ended_by: string | null
  outcome: Outcome | null
  short_abandon: boolean
  queue: string | null
  agent: string | null
  seat: string | null
  wait_us: Microseconds | null
  talk_us: Microseconds | null
  rings: number
  keys: KeyPress[]
  survey_score: number | null
  recorded: Recorded
  voice_message: boolean
  complete: boolean
}

export interface Leg {
  number: number
  agent: string | null
  seat: string | null
  queue: string | null
  started_us: Microseconds
  answered_us: Microseconds | null
  bridged_us: Microseconds | null
  unbridged_us: Microseconds | null
  ended_us: Microseconds | null
  result: string | null
  lost: boolean
  is_caller: boolean
}

export interface KeyPress {
  menu: string
  key: string
  at_us: Microseconds
}

export interface TimelineEvent {
  at_us: Microseconds
  kind: string
  text_zh: string
  text_en: string
  detail: Record<string, unknown>
}

export interface CallDetail extends CallRow {
  legs: Leg[]
  timeline: TimelineEvent[]
}

export interface CallPage {
  items: CallRow[]
  next_cursor: string | null
}

export type IntervalState = 'live' | 'recovered' | 'unknown'

export interface Figure {
  definition_id: string
  version: number | string
  name_zh: string
  name_en: string
  value: number | null
  numerator: number | null
  denominator: number | null
  target: number | null
  unit: 'ratio' | 'count' | 'us'
  formula_zh: string
  formula_en: string
  period: { from_us: Microseconds; to_us: Microseconds }
  scope: unknown
  rows: number
  as_of_us: Microseconds
  completeness: IntervalState
}

export interface CurvePoint {
  from_us: Microseconds
  offered: number
  answered: number
  abandoned: number
  completeness: IntervalState
}

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
  queue: string | null
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
  agent: string | null
  seat: string | null
  demo: boolean
}

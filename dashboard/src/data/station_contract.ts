// What the platform tells one agent about their own seat, as the live topic `station/<person>` says it.
import type { components } from './api'
import type { Microseconds, SeatState } from './contract'

export type PhoneKind = 'web' | 'desk'
export type Unwell = 'registration_lost' | 'microphone_dead' | 'tab_asleep' | 'missed_rings'
export type SupervisedAct = 'listen' | 'whisper' | 'barge' | 'take_over'

export interface StationMe {
  agent: string
  work_number: string
  name: string
  seat: string | null
  phone: PhoneKind | null
  state: SeatState
  since_us: Microseconds
  reason: string | null
  by: { kind: 'self' | 'supervisor' | 'system' | 'asterisk'; name: string | null }
  booked_break: string | null
  wrap_up_until_us: Microseconds | null
  wrap_up_extensions_left: number
  registered: boolean
  unwell: Unwell | null
  supervised: { act: SupervisedAct; name: string } | null
  link: 'live' | 'lost' | 'connecting'
}

export type StationCallState = 'ringing' | 'talking' | 'holding' | 'consulting' | 'wrap_up'

export interface MenuStep {
  menu: string
  key: string
  zh: string
  en: string
}

export interface StationCall {
  call_id: string
  state: StationCallState
  direction: 'in'
  queue: string | null
  queue_zh: string | null
  hotline: string
  caller_masked: string
  caller_token: string | null
  region_zh: string
  region_en: string
  carrier_zh: string
  carrier_en: string
  since_us: Microseconds
  arrived_us: Microseconds
  waited_us: Microseconds
  ivr_path: MenuStep[]
  transferred_from: { agent: string; name: string } | null
  demo: boolean
}

export interface CardCustomer {
  id: string
  name: string
  phone_masked: string
  vip: number | boolean | null
  marks: string[]
  tags: string[]
  version: number
}

export type ContactKind = 'call' | 'note' | 'survey' | 'follow_up'

export interface ContactEntry {
  at_us: Microseconds
  kind: ContactKind
  zh: string
  en: string
  outcome: string | null
  agent_name: string | null
  call_id: string | null
}

export interface StationCard {
  call_id: string
  caller_token: string | null
  customers: CardCustomer[]
  history: ContactEntry[]
  open_tickets: unknown[]
  took_us: Microseconds
}

export interface StationQueue {
  queue: string
  name_zh: string
  waiting: number
  longest_wait_since_us: Microseconds | null
  members_ready: number
}

export interface Colleague {
  seat: string
  agent: string
  work_number: string
  name: string
  state: SeatState
  since_us: Microseconds
}

export interface StationToday {
  answered: number
  missed: number
  transferred: number
  talk_us: Microseconds
  hold_us: Microseconds
  wrap_up_us: Microseconds
  signed_in_us: Microseconds
  calls: TodayCall[]
}

export interface TodayCall {
  call_id: string
  at_us: Microseconds
  caller_masked: string
  queue_zh: string | null
  result: 'answered' | 'missed' | 'rejected'
  talk_us: Microseconds | null
}

export interface Notice {
  id: string
  at_us: Microseconds
  zh: string
  en: string
  level: 'info' | 'warn'
}

/** What an agent's page has to know before its topic says the rest. */
export type OwnSeat = components['schemas']['StationShown']
export type BreakReason = components['schemas']['BreakReasonShown']

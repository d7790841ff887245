import type { components } from './api'
import type { CallDetail, CallerFound, CallPage, CallSort, Microseconds, Outcome, Recorded } from './contract'
import { request } from './http'

/** What a figure counts. */
export type CallPart = components['schemas']['CallPart']

// All of them: a part that the platform learns later and this list lacks does not compile.
const EVERY_PART: Record<CallPart, true> = {
  arrived: true, system_in_time: true, closed: true, ivr_ended: true, ivr_abandoned: true, offered: true, answered: true, in_time: true, late: true, abandoned: true,
  short_abandoned: true, long_abandoned: true, timed_out: true, overflowed: true, refused: true, left_by_key: true, cut: true, waiting: true, transferred: true,
  transferred_in: true, invited: true, scored: true, satisfied: true, rings: true, taken: true, missed: true, rejected: true, talked: true,
  first_contacts_24h: true, first_contacts_72h: true, first_contacts_7d: true, resolved_24h: true, resolved_72h: true, resolved_7d: true,
}
export const CALL_PARTS = Object.keys(EVERY_PART) as CallPart[]

export interface CallQuery {
  from_us?: Microseconds
  to_us?: Microseconds
  outcome?: Outcome
  company?: string
  queue?: string
  agent?: string[]
  hotline?: string
  /** A token of findCaller, never a number. */
  caller?: string
  recorded?: Recorded
  hour?: number
  /** 1 is Monday. */
  weekday?: number
  /** Keys with > between them, "-" before any. */
  ivr_path?: string
  /** The calls that a figure counts, in the period in which it counts them. */
  part?: CallPart
  sort?: CallSort
  cursor?: string
  limit?: number
}

export function listCalls(query: CallQuery, signal?: AbortSignal): Promise<CallPage> {
  return request<CallPage>('/calls', { query: { ...query }, ...(signal ? { signal } : {}) })
}

/** The token that stands for a whole number; the number goes in the body, never in an address. */
export function findCaller(number: string): Promise<CallerFound> {
  return request<CallerFound>('/callers', { method: 'POST', body: { number } })
}

export interface NamedAgent {
  agent: string
  work_number: string
  name: string
}

/** Everybody, signed in at a seat or not. */
export const readAgents = () => request<{ agents: NamedAgent[] }>('/agents').then(({ agents }) => agents)

export function readCall(callId: string, signal?: AbortSignal): Promise<CallDetail> {
  return request<CallDetail>(`/calls/${encodeURIComponent(callId)}`, signal ? { signal } : {})
}

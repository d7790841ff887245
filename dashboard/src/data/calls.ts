import type { CallDetail, CallerFound, CallPage, CallSort, Microseconds, Outcome, Recorded } from './contract'
import { request } from './http'

export interface CallQuery {
  from_us?: Microseconds
  to_us?: Microseconds
  outcome?: Outcome
  queue?: string
  agent?: string
  hotline?: string
  /** A token of findCaller, never a number. */
  caller?: string
  recorded?: Recorded
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

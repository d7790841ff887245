import type { CallDetail, CallPage, CallSort, Microseconds, Outcome, Recorded } from './contract'
import { request } from './http'

export interface CallQuery {
  from_us?: Microseconds
  to_us?: Microseconds
  outcome?: Outcome
  queue?: string
  agent?: string
  hotline?: string
  caller?: string
  recorded?: Recorded
  sort?: CallSort
  cursor?: string
  limit?: number
}

export function listCalls(query: CallQuery, signal?: AbortSignal): Promise<CallPage> {
  return request<CallPage>('/calls', { query: { ...query }, ...(signal ? { signal } : {}) })
}

export function readCall(callId: string, signal?: AbortSignal): Promise<CallDetail> {
  return request<CallDetail>(`/calls/${encodeURIComponent(callId)}`, signal ? { signal } : {})
}

import type { components } from './api'
import { request, requestFile } from './http'

type Schemas = components['schemas']

export type LostCaller = Schemas['LostCaller']
export type LostCallers = Schemas['LostCallers']
export type LostCounts = Schemas['LostCounts']
export type LostState = Schemas['LostState']
export type Handling = Schemas['HandlingShown']
export type HandlingSent = Schemas['HandlingSent']
export type CallerKnown = Schemas['CallerKnown']

export interface LostQuery {
  from_us: number
  to_us: number
  queue?: string
  state?: LostState
  cursor?: string
  limit?: number
}

const abort = (signal?: AbortSignal) => (signal ? { signal } : {})

export const listLostCalls = (query: LostQuery, signal?: AbortSignal) => request<LostCallers>('/lost-calls', { query: { ...query }, ...abort(signal) })

export const countLostCalls = ({ from_us, to_us, queue }: LostQuery, signal?: AbortSignal) =>
  request<LostCounts>('/lost-calls/counts', { query: { from_us, to_us, queue }, ...abort(signal) })

export const handleLostCall = (callId: string, body: HandlingSent) => request<Handling>(`/lost-calls/${encodeURIComponent(callId)}/handling`, { method: 'PUT', body })

/** What the filters show, as a CSV file with masked numbers. */
export const exportLostCalls = ({ from_us, to_us, queue, state }: LostQuery) =>
  requestFile('/lost-calls/export', { method: 'POST', body: { from_us, to_us, queue: queue ?? null, state: state ?? null } })

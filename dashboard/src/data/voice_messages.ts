import type { components } from './api'
import { request, requestFile } from './http'
import type { Handling, HandlingSent } from './lost_calls'

type Schemas = components['schemas']

export type VoiceMessage = Schemas['VoiceMessage']
export type VoiceMessages = Schemas['VoiceMessages']
export type MessageState = Schemas['MessageState']
export type OpenMessages = Schemas['OpenMessages']

export interface MessageQuery {
  from_us: number
  to_us: number
  queue?: string
  state?: MessageState
  cursor?: string
  limit?: number
}

export const listVoiceMessages = (query: MessageQuery, signal?: AbortSignal) =>
  request<VoiceMessages>('/voice-messages', { query: { ...query }, ...(signal ? { signal } : {}) })

export const readOpenMessages = (signal?: AbortSignal) => request<OpenMessages>('/voice-messages/waiting', signal ? { signal } : {})

/** The sound; every playing stands in the audit trail, so it is asked for when somebody wants to hear it. */
export const playVoiceMessage = (callId: string): Promise<Blob> => requestFile(`/voice-messages/${encodeURIComponent(callId)}/plays`, { method: 'POST' })

export const handleVoiceMessage = (callId: string, body: HandlingSent) =>
  request<Handling>(`/voice-messages/${encodeURIComponent(callId)}/handling`, { method: 'PUT', body })

import type { Microseconds } from './contract'
import { request } from './http'

/** What a browser's phone needs to register; short-lived, and only for the tab that asked. */
export interface PhoneCredentials {
  endpoint: string
  sip_uri: string
  password: string
  expires_us: Microseconds
  wss_url: string
  realm: string
}

export interface PhoneHealth {
  tab: string
  registered: boolean
  microphone: 'ok' | 'dead' | 'unknown'
  hidden: boolean
  in_call: boolean
}

export interface PhoneHealthAnswer {
  /** Another page has the phone. */
  replaced: boolean
  /** Null when there is no credential any more. */
  expires_us: Microseconds | null
}

export interface CallQuality {
  loss: number
  jitter_ms: number
  rtt_ms: number
  mos: number
  worst_mos: number
  seconds: number
}

export function takePhone(tab: string): Promise<PhoneCredentials> {
  return request('/agents/me/phone', { method: 'POST', body: { tab } })
}

export function leavePhone(): Promise<void> {
  return request('/agents/me/phone', { method: 'DELETE' })
}

export function sayHealth(health: PhoneHealth): Promise<PhoneHealthAnswer | undefined> {
  return request('/agents/me/phone/health', { method: 'POST', body: health })
}

export function keepQuality(callId: string, quality: CallQuality): Promise<void> {
  return request(`/calls/${encodeURIComponent(callId)}/quality`, { method: 'POST', body: quality })
}

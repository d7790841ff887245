import type { components } from './api'
import { request } from './http'

type Schemas = components['schemas']

/** What a browser's phone needs to register; short-lived, and only for the tab that asked. */
export type PhoneCredentials = Schemas['PhoneIssued']
export type PhoneHealth = Schemas['PhoneReport']
/** `replaced`: another page has the phone; `expires_us` null: there is no credential any more. */
export type PhoneHealthAnswer = Schemas['PhoneReportAnswer']

export type CallQuality = Schemas['QualityMeasured']

export function takePhone(tab: string): Promise<PhoneCredentials> {
  return request('/agents/me/phone', { method: 'POST', body: { tab } })
}

export function leavePhone(): Promise<void> {
  return request('/agents/me/phone', { method: 'DELETE' })
}

export function sayHealth(health: PhoneHealth): Promise<PhoneHealthAnswer> {
  return request('/agents/me/phone/health', { method: 'POST', body: health })
}

export function keepQuality(callId: string, quality: CallQuality): Promise<void> {
  return request(`/calls/${encodeURIComponent(callId)}/quality`, { method: 'POST', body: quality })
}

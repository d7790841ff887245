import type { components } from './api'
import type { Microseconds } from './contract'
import { request } from './http'
import type { ContactEntry } from './station_contract'

/** What was promised to a customer, and by when. */
export type FollowUp = components['schemas']['FollowUpShown']

const at = (customerId: string) => `/customers/${encodeURIComponent(customerId)}`

export const readHistory = (customerId: string, signal?: AbortSignal) =>
  request<{ items: ContactEntry[] }>(`${at(customerId)}/history`, signal ? { signal } : {}).then(({ items }) => items)
export const addFollowUp = (customerId: string, due_us: Microseconds, text: string) =>
  request<FollowUp>(`${at(customerId)}/follow-ups`, { method: 'POST', body: { due_us, text } })
export const readFollowUps = () => request<{ items: FollowUp[] }>('/follow-ups', { query: { mine: 'true' } }).then(({ items }) => items)
export const finishFollowUp = (id: string) => request<FollowUp>(`/follow-ups/${encodeURIComponent(id)}/done`, { method: 'POST' })

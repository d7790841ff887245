// What belongs to a customer besides its card: time line, follow-ups, duplicates.
import type { components } from './api'
import type { Microseconds } from './contract'
import { request } from './http'
import type { ContactEntry } from './station_contract'

type Schemas = components['schemas']

export type CustomerRow = Schemas['CustomerRow']
export type CustomersFound = Schemas['CustomersFound']

export interface FollowUp {
  id: string
  text: string
  due_us: Microseconds
  done_us: Microseconds | null
  overdue: boolean
  customer_id: string
  customer_name: string
  person: { id: string; name: string }
}
export interface Merge {
  id: string
  kept: string
  dropped: string
  at_us: Microseconds
  undone_us: Microseconds | null
}

export const searchCustomers = (sought: { q: string; cursor?: string | null; limit?: number }, signal?: AbortSignal) =>
  request<CustomersFound>('/customers/search', { method: 'POST', body: sought, ...(signal ? { signal } : {}) })
export const readHistory = (id: string, beforeUs?: Microseconds) =>
  request<{ items: ContactEntry[]; before_us: Microseconds | null }>(`/customers/${id}/history`, { query: { before_us: beforeUs } })
export const writeNote = (id: string, text: string) => request<ContactEntry>(`/customers/${id}/notes`, { method: 'POST', body: { text } })
export const addFollowUp = (id: string, text: string, dueUs: Microseconds) =>
  request<FollowUp>(`/customers/${id}/follow-ups`, { method: 'POST', body: { text, due_us: dueUs } })
export const readFollowUps = (query: { mine?: string; due?: string } = {}) => request<{ items: FollowUp[] }>('/follow-ups', { query }).then(({ items }) => items)
export const finishFollowUp = (id: string) => request<FollowUp>(`/follow-ups/${id}/done`, { method: 'POST' })
export const mergeCustomers = (keep: string, drop: string) => request<Merge>('/customers/merge', { method: 'POST', body: { keep, drop } })
export const undoMerge = (id: string) => request<Merge>(`/customers/merges/${id}/undo`, { method: 'POST' })
export interface Duplicate {
  by: string
  customers: CustomerRow[]
}
export const readDuplicates = () => request<{ items: Duplicate[]; next_cursor: string | null }>('/customers/duplicates')

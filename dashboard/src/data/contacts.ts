import { request } from './http'

export interface ContactCategory {
  code: string
  zh: string
  en: string
  call_type: string
  call_type_zh: string
  queues: string[]
  notes_required: boolean
}

export interface CategoryPlan {
  categories: ContactCategory[]
  /** Queues whose calls have to get a category. */
  required_queues: string[]
}

/** What an agent wrote down about one call; version 0: nothing yet. */
export interface Contact {
  call_id: string
  version: number
  category: string | null
  customer_id: string | null
  notes: string
  updated_us: number | null
  updated_by: string | null
}

export type ContactWritten = Pick<Contact, 'category' | 'customer_id' | 'notes' | 'version'>

const at = (callId: string) => `/calls/${encodeURIComponent(callId)}/contact`

export const readContact = (callId: string, signal?: AbortSignal) => request<Contact>(at(callId), signal ? { signal } : {})
export const writeContact = (callId: string, contact: ContactWritten) => request<Contact>(at(callId), { method: 'PUT', body: contact })
export const readCategories = () => request<CategoryPlan>('/contact-categories')

import type { components } from './api'
import { request } from './http'

type Schemas = components['schemas']

export type ContactCategory = Schemas['CategoryShown']
export type CategoryPlan = Pick<Schemas['CategoryPlanShown'], 'categories' | 'required_queues'>
/** What an agent wrote down about one call; version 0: nothing yet. */
export type Contact = Schemas['ContactShown']
export type ContactWritten = Required<Schemas['ContactSent']>

const at = (callId: string) => `/calls/${encodeURIComponent(callId)}/contact`

export const readContact = (callId: string, signal?: AbortSignal) => request<Contact>(at(callId), signal ? { signal } : {})
export const writeContact = (callId: string, contact: ContactWritten) => request<Contact>(at(callId), { method: 'PUT', body: contact })
export const readCategories = () => request<CategoryPlan>('/contact-categories')

import { request } from './http'

export type Sensitivity = 'plain' | 'personal' | 'sensitive'
export type FieldKind = 'text' | 'long_text' | 'number' | 'date' | 'choice' | 'list'

/** One thing that is known of customers: what it is for, and how it may be shown. */
export interface CustomerField {
  code: string
  zh: string
  en: string
  purpose_zh: string
  purpose_en: string
  sensitivity: Sensitivity
  kind: FieldKind
  choices: string[]
  active: boolean
}

export type CustomerValue = string | string[]

export interface Customer {
  id: string
  version: number
  vip: number
  source: string
  owner_name: string | null
  /** Field code → what may be seen of it; a field that holds nothing is not in it. */
  values: Record<string, CustomerValue>
}

const at = (id: string) => `/customers/${encodeURIComponent(id)}`

export const readCustomer = (id: string, signal?: AbortSignal) => request<Customer>(at(id), signal ? { signal } : {})
export const readCustomerFields = () => request<CustomerField[]>('/customer-fields')
/** `call_id` ties the caller's number to the customer without the page ever holding it. */
export const createCustomer = (values: Record<string, CustomerValue>, callId: string | null) =>
  request<Customer>('/customers', { method: 'POST', body: { values, call_id: callId } })
export const changeCustomer = (id: string, version: number, values: Record<string, CustomerValue>) =>
  request<Customer>(at(id), { method: 'PATCH', body: { version, values } })
/** Asked for with a reason, written down, and shown for a short while only. */
export const revealField = (id: string, field: string, index: number, reason: string) =>
  request<{ value: CustomerValue }>(`${at(id)}/reveal`, { method: 'POST', body: { field, reason } }).then(({ value }) =>
    Array.isArray(value) ? (value[index] ?? '') : value,
  )

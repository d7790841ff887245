import type { components } from './api'
import { request } from './http'

type Schemas = components['schemas']

/** What is known of one customer, masked. */
export type Customer = Schemas['CustomerShown']
/** One thing that is known of customers: what it is for, and how it may be shown. */
export type CustomerField = Schemas['FieldShown']
/** A field of the company as it is sent. */
export type CustomerFieldForm = Schemas['FieldSent']
export type Revealed = Schemas['Revealed']
export type CustomerNew = Partial<Schemas['CustomerNew']>
export type CustomerPatch = Partial<Schemas['CustomerPatch']>

const at = (id: string) => `/customers/${encodeURIComponent(id)}`

export const readCustomer = (id: string, signal?: AbortSignal) => request<Customer>(at(id), signal ? { signal } : {})
export const readCustomerFields = () => request<Schemas['FieldsShown']>('/customer-fields')
/** `version`: the list that was seen; one that was changed meanwhile is not overwritten. */
export const writeCustomerFields = (items: Schemas['FieldSent'][], version: string) =>
  request<Schemas['FieldsShown']>('/customer-fields', { method: 'PUT', body: { items, version } })
export const createCustomer = (customer: CustomerNew) => request<Customer>('/customers', { method: 'POST', body: customer })
export const changeCustomer = (id: string, patch: CustomerPatch) => request<Customer>(at(id), { method: 'PATCH', body: patch })
/** Asked for with a reason, written down, and to be hidden again when its time is over. */
export const revealField = (id: string, field: string, reason: string) =>
  request<Revealed>(`${at(id)}/reveal`, { method: 'POST', body: { field, reason } })

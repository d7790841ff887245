// What people ask about their own data. What is typed goes in the body only: addresses end up in logs.
import type { components } from './api'
import { request, requestFile } from './http'

type Schemas = components['schemas']

/** Who asks, by one of their numbers or the id of a customer, and why. */
export type PersonSought = Schemas['PersonSought']
export type PersonFound = Schemas['PersonFound']
export type PersonalRecord = Schemas['PersonalRecord']
export type Freeze = Schemas['FreezeShown']
export type CopyFormat = Schemas['ExportFormat']

const post = (body: unknown) => ({ method: 'POST', body }) as const

export const findPerson = (sought: PersonSought) => request<PersonFound>('/personal-data/find', post(sought))
export const takeCopy = (asked: Schemas['ExportAsked']) => requestFile('/personal-data/export', post(asked))
export const freezeCustomer = (asked: Schemas['FreezeAsked']) => request<Freeze>('/personal-data/freeze', post(asked))
export const unfreezeCustomer = (asked: Schemas['UnfreezeAsked']) => request<Freeze>('/personal-data/unfreeze', post(asked))

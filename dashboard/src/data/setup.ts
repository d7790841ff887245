// What administrators and supervisors decide about contacts, breaks and words.
// `version` is the list that was seen: one that was changed meanwhile is not overwritten.
import type { components } from './api'
import { request } from './http'

type Schemas = components['schemas']

export type CategoryPlan = Schemas['CategoryPlanShown']
export type CategoryPlanForm = Schemas['CategoryPlanForm']
export type Script = Schemas['ScriptShown']
export type ScriptRow = Schemas['ScriptRow']
export type ScriptNew = Schemas['ScriptNew']
export type Hit = Schemas['HitShown']
export type Phrases = Schemas['PhrasesShown']
export type BreakReason = Schemas['ReasonShown']

export const readPlan = () => request<CategoryPlan>('/contact-categories')
export const writePlan = (plan: CategoryPlanForm) => request<CategoryPlan>('/contact-categories', { method: 'PUT', body: plan })

export const listScripts = (q: string, archived: boolean) =>
  request<{ items: ScriptRow[] }>('/scripts', { query: { q, archived: String(archived), limit: 200 } }).then(({ items }) => items)
export const readScript = (id: string) => request<Script>(`/scripts/${id}`)
export const addScript = (script: ScriptNew) => request<Script>('/scripts', { method: 'POST', body: script })
export const changeScript = (id: string, script: Schemas['ScriptChanged']) => request<Script>(`/scripts/${id}`, { method: 'PUT', body: script })
export const checkWords = (text: string, signal?: AbortSignal) =>
  request<{ hits: Hit[] }>('/scripts/check', { method: 'POST', body: { text }, ...(signal ? { signal } : {}) }).then(({ hits }) => hits)

export const readPhrases = () => request<Phrases>('/forbidden-phrases')
export const writePhrases = (phrases: Schemas['PhraseForm'][], version: string) => request<Phrases>('/forbidden-phrases', { method: 'PUT', body: { phrases, version } })

export const readBreakReasons = () => request<Schemas['ReasonsShown']>('/break-reasons')
export const writeBreakReasons = (reasons: BreakReason[], version: string) =>
  request<Schemas['ReasonsShown']>('/break-reasons', { method: 'PUT', body: { reasons, version } })

import type { components } from './api'
import { request } from './http'
import type { Days } from '@/format/days'

type Schemas = components['schemas']

export type Integrity = Schemas['IntegrityOut']
export type IntegrityDay = Integrity['days'][number]
export type IntegrityBand = IntegrityDay['bands'][number]
export type IntegrityMark = Integrity['marks'][number]
export type Lengths = Schemas['LengthsOut']
export type ClockSeen = Integrity['clock']
export type Reconciliation = Schemas['ReconciliationOut']
export type WholeReconciliation = Schemas['ReconciliationWholeOut']
export type Difference = WholeReconciliation['listed'][number]

const abort = (signal?: AbortSignal) => (signal ? { signal } : {})

export const readIntegrity = ({ first, last }: Days, signal?: AbortSignal) => request<Integrity>('/integrity', { query: { first, last }, ...abort(signal) })

export const listReconciliations = ({ first, last }: Days, signal?: AbortSignal) =>
  request<Schemas['ReconciliationsOut']>('/reconciliations', { query: { first, last }, ...abort(signal) }).then(({ items }) => items)

export const readReconciliation = (id: string, signal?: AbortSignal) => request<WholeReconciliation>(`/reconciliations/${encodeURIComponent(id)}`, abort(signal))

/** Begins; the list says how far it is. */
export const reconcile = ({ first, last }: Days) => request<Reconciliation>('/reconciliations', { method: 'POST', body: { first, last } })

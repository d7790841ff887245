// Reports of published figures: tables, the heat of a week, agents' hours. Days are Shanghai days, both ends included.
import type { components } from './api'
import { request } from './http'

type Schemas = components['schemas']

export type RowKind = Schemas['RowKind']
// All of them, in the order of the choice.
const EVERY_KIND: Record<RowKind, true> = {
  queue: true, agent: true, team: true, company: true, number: true, hour: true, weekday: true, day: true, week: true, month: true, year: true, ivr_path: true,
}
export const ROW_KINDS = Object.keys(EVERY_KIND) as RowKind[]
export type ReportUnit = Schemas['Unit']
export type ReportSubject = Schemas['Subject']
/** What a figure means: of one id and version for ever the same. */
export type ReportDefinition = Schemas['DefinitionOut']
/** One number of a report; its definition, period and as-of stand with the report. */
export type ReportCell = Schemas['CellOut']
export type ReportPeriod = Schemas['PeriodOut']
/** Filters of the list of calls that choose a row's calls. */
export type CallLink = Partial<Schemas['CallLinkOut']>

/** Why an interval is not live, where the platform says more than the state. */
interface Reason {
  reason_zh?: string | null
  reason_en?: string | null
}

export type ReportRow = Schemas['RowOut'] & Reason
export type Report = Omit<Schemas['TableOut'], 'rows'> & Reason & { rows: ReportRow[] }
export type HeatReport = Omit<Schemas['HeatOut'], 'by'> & Reason
export type TimeReport = Schemas['TimesheetOut'] & Reason
export type TimeRow = Schemas['TimesheetRowOut']
export type TimeTotal = Schemas['AgentTimesOut']

export type ContactReport = Omit<Schemas['ContactsOut'], 'by'> & Reason
export type ContactRow = Schemas['ContactsRowOut']

/** What a report is asked with; also what is exported and saved. */
export type ReportQuery = Record<string, string>

export const readReport = (query: ReportQuery, signal?: AbortSignal) => request<Report>('/reports/table', { query, ...(signal ? { signal } : {}) })
export const readHeat = (query: ReportQuery, signal?: AbortSignal) => request<HeatReport>('/reports/heat', { query, ...(signal ? { signal } : {}) })
export const readTimes = (query: ReportQuery, signal?: AbortSignal) => request<TimeReport>('/reports/timesheet', { query, ...(signal ? { signal } : {}) })
export const readContacts = (query: ReportQuery, signal?: AbortSignal) => request<ContactReport>('/reports/contacts', { query, ...(signal ? { signal } : {}) })
export const readDefinitions = () => request<{ definitions: ReportDefinition[] }>('/figures/definitions').then(({ definitions }) => definitions)

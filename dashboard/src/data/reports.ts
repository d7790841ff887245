// Reports of published figures: tables, the heat of a week, agents' hours. Days are Shanghai days, both ends included.
import type { IntervalState, Microseconds } from './contract'
import { request } from './http'

export const ROW_KINDS = ['queue', 'agent', 'team', 'company', 'number', 'hour', 'weekday', 'day', 'week', 'month', 'year', 'ivr_path'] as const
export type RowKind = (typeof ROW_KINDS)[number]
export type ReportUnit = 'count' | 'ratio' | 'us'
export type ReportSubject = 'call' | 'queue' | 'agent'

/** What a figure means: of one id and version for ever the same. */
export interface ReportDefinition {
  id: string
  version: number
  name_zh: string
  name_en: string
  unit: ReportUnit
  formula_zh: string
  formula_en: string
  clock_zh: string
  clock_en: string
  boundary_zh: string
  boundary_en: string
  counted_zh: string
  counted_en: string
  target: number | null
  subjects: ReportSubject[]
}

/** One number of a report; its definition, period and as-of stand with the report. */
export interface ReportCell {
  value: number | null
  numerator: number
  denominator: number | null
  rows: number
}

export interface ReportPeriod {
  from_us: Microseconds
  to_us: Microseconds
}

/** Filters of the list of calls that choose a row's calls. */
export interface CallLink {
  from_us?: Microseconds | null
  to_us?: Microseconds | null
  company?: string | null
  queue?: string | null
  agent?: string[] | null
  hotline?: string | null
  hour?: number | null
  weekday?: number | null
}

interface Made {
  first: string
  last: string
  period: ReportPeriod
  scope: string
  as_of_us: Microseconds
  completeness: IntervalState
  reason_zh?: string | null
  reason_en?: string | null
  demo: boolean
}

export interface ReportRow {
  key: string
  label: string
  label_en: string | null
  period: ReportPeriod | null
  completeness: IntervalState
  reason_zh?: string | null
  reason_en?: string | null
  link: CallLink | null
  figures: ReportCell[]
  previous: ReportCell[] | null
}

export interface Report extends Made {
  by: RowKind
  previous: { first: string; last: string; period: ReportPeriod } | null
  columns: ReportDefinition[]
  rows: ReportRow[]
  total: { figures: ReportCell[]; previous: ReportCell[] | null }
}

export interface HeatReport extends Made {
  column: ReportDefinition
  /** Seven days, Monday first, of 24 hours. */
  cells: ReportCell[][]
  total: ReportCell
  link: CallLink | null
}

export interface TimeRow {
  agent: string
  label: string
  work_number: string
  team: string | null
  /** Null: of the whole period. */
  day: string | null
  first_in_us: Microseconds | null
  last_out_us: Microseconds | null
  signed_in_us: number
  ready_us: number
  talk_us: number
  hold_us: number
  wrap_up_us: number
  break_us: number
  breaks: { reason: string; zh: string; en: string; us: number }[]
  not_ready_us: number
  paid_us: number
  handled: number
  rings: number
  missed: number
  figures: ReportCell[]
  link: CallLink | null
}

export type TimeTotal = Omit<TimeRow, 'agent' | 'label' | 'work_number' | 'team' | 'day' | 'first_in_us' | 'last_out_us' | 'link'>

export interface TimeReport extends Made {
  columns: ReportDefinition[]
  rows: TimeRow[]
  totals: TimeRow[]
  total: TimeTotal
}

/** What a report is asked with; also what is exported and saved. */
export type ReportQuery = Record<string, string>

export const readReport = (query: ReportQuery, signal?: AbortSignal) => request<Report>('/reports/table', { query, ...(signal ? { signal } : {}) })
export const readHeat = (query: ReportQuery, signal?: AbortSignal) => request<HeatReport>('/reports/heat', { query, ...(signal ? { signal } : {}) })
export const readTimes = (query: ReportQuery, signal?: AbortSignal) => request<TimeReport>('/reports/timesheet', { query, ...(signal ? { signal } : {}) })
export const readDefinitions = () => request<{ definitions: ReportDefinition[] }>('/figures/definitions').then(({ definitions }) => definitions)

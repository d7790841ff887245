import type { Microseconds } from './contract'
import { request } from './http'
import type { ReportQuery } from './reports'

export type ReportPage = 'table' | 'heat' | 'timesheet' | 'contacts'
export const FORMATS = ['xlsx', 'csv', 'pdf'] as const
export type ReportFormat = (typeof FORMATS)[number]

export interface ReportExport {
  id: string
  what: ReportPage
  format: ReportFormat
  state: 'queued' | 'running' | 'done' | 'failed' | 'removed'
  done: number
  total: number
  file: string | null
  created_us: Microseconds
  by: string
  mine: boolean
  failure_zh: string | null
  failure_en: string | null
}

export const goesOn = ({ state }: ReportExport) => state === 'queued' || state === 'running'

interface Asked {
  what: ReportPage
  format: ReportFormat
  query: ReportQuery
  language: 'zh' | 'en'
}

export const readReportExports = () => request<{ items: ReportExport[] }>('/reports/exports').then(({ items }) => items)
export const askReportExport = (asked: Asked) => request<{ id: string }>('/reports/exports', { method: 'POST', body: asked })
export const dropReportExport = (id: string) => request<null>(`/reports/exports/${encodeURIComponent(id)}`, { method: 'DELETE' })
export const reportFileAddress = (id: string) => `/api/reports/exports/${encodeURIComponent(id)}/file`

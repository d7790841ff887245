import type { Microseconds } from './contract'
import { request } from './http'
import type { ReportPage } from './report_exports'
import type { ReportQuery } from './reports'

/** What of a view is sent. */
export interface ViewForm {
  name: string
  what: ReportPage
  query: ReportQuery
  shared: boolean
}

export interface SavedView extends ViewForm {
  id: string
  mine: boolean
  by: string
  changed_us: Microseconds
}

const at = (id: string) => `/reports/views/${encodeURIComponent(id)}`

export const readViews = () => request<{ items: SavedView[] }>('/reports/views').then(({ items }) => items)
export const keepView = (view: ViewForm) => request<SavedView>('/reports/views', { method: 'POST', body: view })
export const changeView = (id: string, view: ViewForm) => request<SavedView>(at(id), { method: 'PUT', body: view })
export const dropView = (id: string) => request<null>(at(id), { method: 'DELETE' })

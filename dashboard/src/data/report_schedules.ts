import type { Microseconds } from './contract'
import { request } from './http'

export const RHYTHMS = ['day', 'week', 'month'] as const
export type Rhythm = (typeof RHYTHMS)[number]
/** Seen from the day on which the mail goes out. */
export const TOLD_PERIODS = ['yesterday', 'last_7_days', 'last_week', 'last_month'] as const
export type ToldPeriod = (typeof TOLD_PERIODS)[number]

/** What of a schedule is sent. */
export interface ScheduleForm {
  view: string
  rhythm: Rhythm
  /** Monday is 1. */
  weekday: number | null
  /** Where the month is shorter, its last day. */
  month_day: number | null
  at: string
  period: ToldPeriod
  recipients: string[]
  active: boolean
}

export interface LastMails {
  due_us: Microseconds
  sent: number
  waiting: number
  failed: number
  failure: string | null
  code: number | null
  /** Masked. */
  to: string | null
}

export interface Schedule extends ScheduleForm {
  id: string
  view_name: string
  next_us: Microseconds | null
  last: LastMails | null
}

export interface Schedules {
  /** Without a mail server schedules are kept, and nothing is sent. */
  mail_ready: boolean
  items: Schedule[]
}

const at = (id: string) => `/reports/schedules/${encodeURIComponent(id)}`

export const readSchedules = () => request<Schedules>('/reports/schedules')
export const addSchedule = (form: ScheduleForm) => request<Schedule>('/reports/schedules', { method: 'POST', body: form })
export const changeSchedule = (id: string, form: ScheduleForm) => request<Schedule>(at(id), { method: 'PUT', body: form })
export const dropSchedule = (id: string) => request<null>(at(id), { method: 'DELETE' })

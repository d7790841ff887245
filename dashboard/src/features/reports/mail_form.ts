// What a mail schedule is made of on the page, before it is sent.
import type { Schedule, ScheduleForm } from '@/data/report_schedules'

/** In half hours; a schedule made elsewhere may hold any minute. */
export const TIMES: readonly string[] = Array.from({ length: 48 }, (_, half) => `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 ? '30' : '00'}`)

const ADDRESS = /^[^\s@,;<>"]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/

export const freshForm = (view: string): ScheduleForm => ({ view, rhythm: 'day', weekday: 1, month_day: 1, at: '08:30', period: 'yesterday', recipients: [], active: true })

export const formOf = ({ view, rhythm, weekday, month_day, at, period, recipients, active }: Schedule): ScheduleForm => ({
  view, rhythm, weekday: weekday ?? 1, month_day: month_day ?? 1, at, period, recipients: [...recipients], active,
})

/** Addresses typed with commas, semicolons, spaces or lines between, of either writing. */
export const addressesIn = (text: string): string[] => [...new Set(text.split(/[\s,;\uff0c\uff1b\u3001]+/).filter(Boolean))]

export const wrongAddresses = (addresses: readonly string[]): string[] => addresses.filter((each) => !ADDRESS.test(each))

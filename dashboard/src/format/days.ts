// Calendar days as they are written in Shanghai: 2026-11-21. Only such text travels; a day has no time zone of its own.
import { date, DAY_US, parseInstant } from './time.ts'

export const PERIODS = ['today', 'yesterday', 'this_week', 'last_week', 'this_month', 'last_month', 'custom'] as const
export type Period = (typeof PERIODS)[number]

export interface Days {
  first: string
  last: string
}

export function isDay(text: string): boolean {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? parseInstant(text) : null
  // 2026-02-30 is read as a day of March.
  return at !== null && date(at) === text
}

const usOf = (day: string) => parseInstant(day) ?? 0

export function dayAfter(day: string, days = 1): string {
  return date(usOf(day) + days * DAY_US)
}

/** 1 is Monday. The epoch began on a Thursday, in Shanghai too. */
export function weekdayOf(day: string): number {
  return ((Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000) + 3) % 7) + 1
}

export function daysIn({ first, last }: Days): number {
  return Math.round((usOf(last) - usOf(first)) / DAY_US) + 1
}

export function daysOf(period: Exclude<Period, 'custom'>, today: string): Days {
  const monday = dayAfter(today, 1 - weekdayOf(today))
  const firstOfMonth = `${today.slice(0, 7)}-01`
  const lastOfMonthBefore = dayAfter(firstOfMonth, -1)
  switch (period) {
    case 'today': return { first: today, last: today }
    case 'yesterday': return { first: dayAfter(today, -1), last: dayAfter(today, -1) }
    // A week or month that still goes on ends today: what has not come yet is no zero.
    case 'this_week': return { first: monday, last: today }
    case 'last_week': return { first: dayAfter(monday, -7), last: dayAfter(monday, -1) }
    case 'this_month': return { first: firstOfMonth, last: today }
    case 'last_month': return { first: `${lastOfMonthBefore.slice(0, 7)}-01`, last: lastOfMonthBefore }
  }
}

import type { PersonSought } from '@/data/personal_data'
import { parseInstant, startOfDay } from '@/format/time'

/** A name alone finds nobody here: it is looked up among the customers first. */
export type Way = 'phone' | 'identity_number' | 'name' | 'customer_id'
export type Key = Exclude<Way, 'name'>

export const FEWEST_OF_REASON = 2
const SHAPES: Record<Way, RegExp> = {
  phone: /^(?=(?:.*\d){3})[0-9+() .-]{3,40}$/, identity_number: /^[0-9A-Za-z() -]{1,40}$/, name: /^.{1,80}$/u, customer_id: /^[0-9A-HJKMNP-TV-Z]{26}$/,
}

/** Full-width digits of an input method count as digits. */
export function written(way: Way, typed: string): string {
  const text = typed.normalize('NFKC').trim()
  return way === 'customer_id' ? text.toUpperCase() : text
}
export const isWellFormed = (way: Way, typed: string) => SHAPES[way].test(written(way, typed))
export const isReason = (text: string) => text.trim().length >= FEWEST_OF_REASON

export const soughtBy = (key: Key, typed: string, reason: string): PersonSought => ({ [key]: written(key, typed), reason: reason.trim() })

/** By what was searched, and so much of it as may stay on the screen. */
export function toldOf(sought: PersonSought): { key: Key; end: string } {
  if (sought.phone) return { key: 'phone', end: sought.phone.replaceAll(/\D/g, '').slice(-4) }
  if (sought.identity_number) return { key: 'identity_number', end: sought.identity_number.slice(-1) }
  return { key: 'customer_id', end: '' }
}

/** A term ends with its day; null when no day is set, undefined when the day is over or is none. */
export function termOf(day: string, nowUs: number): number | null | undefined {
  if (!day) return null
  const end = parseInstant(`${day} 23:59:59`)
  return end !== null && end >= startOfDay(nowUs) ? end : undefined
}

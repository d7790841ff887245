import type { ShiftForm } from '@/data/shifts'

const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/

const minutesOf = (text: string): number | null => {
  const match = TIME.exec(text)
  return match ? Number(match[1]) * 60 + Number(match[2]) : null
}

/** An end that is not after the beginning is on the next day. */
export const overnight = ({ from, to }: Pick<ShiftForm, 'from' | 'to'>) => (minutesOf(to) ?? 0) <= (minutesOf(from) ?? 0)

/** Minutes of a shift; null while a time is not written out. */
export function shiftMinutes({ from, to }: Pick<ShiftForm, 'from' | 'to'>): number | null {
  const [begin, end] = [minutesOf(from), minutesOf(to)]
  if (begin === null || end === null) return null
  return end > begin ? end - begin : end + 24 * 60 - begin
}

/** 8:30 */
export function hoursText(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}

// All times of the product are shown in Asia/Shanghai, which has had no clock changes since 1991.

const SHANGHAI_AHEAD_US = 8 * 3_600_000_000
const DAY_US = 86_400_000_000

const pad = (n: number, width = 2) => String(n).padStart(width, '0')

function parts(us: number) {
  const shifted = new Date(Math.floor((us + SHANGHAI_AHEAD_US) / 1000))
  return {
    date: `${shifted.getUTCFullYear()}-${pad(shifted.getUTCMonth() + 1)}-${pad(shifted.getUTCDate())}`,
    hours: shifted.getUTCHours(),
    minutes: shifted.getUTCMinutes(),
    seconds: shifted.getUTCSeconds(),
  }
}

export function date(us: number): string {
  return parts(us).date
}

export function clock(us: number): string {
  const p = parts(us)
  return `${pad(p.hours)}:${pad(p.minutes)}:${pad(p.seconds)}`
}

export function hourMinute(us: number): string {
  const p = parts(us)
  return `${pad(p.hours)}:${pad(p.minutes)}`
}

export function dateTime(us: number): string {
  return `${date(us)} ${clock(us)}`
}

/** With milliseconds, for the timeline of one call. */
export function preciseClock(us: number): string {
  return `${clock(us)}.${pad(Math.floor((((us % 1_000_000) + 1_000_000) % 1_000_000) / 1000), 3)}`
}

export function startOfDay(us: number): number {
  return Math.floor((us + SHANGHAI_AHEAD_US) / DAY_US) * DAY_US - SHANGHAI_AHEAD_US
}

/** "2026-11-21" or "2026-11-21 14:05:09" as written in Shanghai; null when it is neither. */
export function parseInstant(text: string): number | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text)
  if (!match) return null
  const [year, month, day, hours, minutes, seconds] = match.slice(1).map((piece) => Number(piece ?? 0))
  const ms = Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1, hours, minutes, seconds)
  return Number.isNaN(ms) ? null : ms * 1000 - SHANGHAI_AHEAD_US
}

export { DAY_US }

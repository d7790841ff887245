// What the address of a list by day says: so that a page can be sent to a colleague.
import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import { isDay } from '@/format/days'
import { DAY_US, date, parseInstant, startOfDay } from '@/format/time'

export const DAYS = ['today', 'yesterday', 'week', 'month', 'custom'] as const
export type Days = (typeof DAYS)[number]
const BACK: Record<Exclude<Days, 'custom'>, [number, number]> = { today: [0, 1], yesterday: [1, 0], week: [6, 1], month: [29, 1] }

export interface DayScope<State extends string> {
  days: Days
  /** Days as written in Shanghai, both included; only with days of one's own. */
  first: string
  last: string
  queue: string
  state: State | ''
  cursor: string
}

export function dayScopeOf<State extends string>(query: LocationQuery, states: readonly State[], plain: { days: Days; state: State | '' }): DayScope<State> {
  const word = (key: string) => (typeof query[key] === 'string' ? query[key] : '')
  const own = isDay(word('first')) && isDay(word('last')) && word('first') <= word('last')
  return {
    days: own ? 'custom' : (DAYS.find((each) => each === word('days') && each !== 'custom') ?? plain.days),
    first: own ? word('first') : '',
    last: own ? word('last') : '',
    queue: word('queue'),
    state: word('state') === 'all' ? '' : (states.find((each) => each === word('state')) ?? plain.state),
    cursor: word('cursor'),
  }
}

export function dayQueryOf<State extends string>(scope: DayScope<State>, plain: { days: Days; state: State | '' }): LocationQueryRaw {
  return {
    ...(scope.days === 'custom' ? { first: scope.first, last: scope.last } : scope.days === plain.days ? {} : { days: scope.days }),
    ...(scope.queue ? { queue: scope.queue } : {}),
    ...(scope.state === plain.state ? {} : { state: scope.state || 'all' }),
    ...(scope.cursor ? { cursor: scope.cursor } : {}),
  }
}

/** [from, to) in microseconds. */
export function dayRange(scope: Pick<DayScope<string>, 'days' | 'first' | 'last'>, nowUs: number): { from_us: number; to_us: number } {
  const today = startOfDay(nowUs)
  if (scope.days === 'custom') {
    const from = parseInstant(scope.first) ?? today
    return { from_us: from, to_us: Math.max(from, parseInstant(scope.last) ?? today) + DAY_US }
  }
  const [first, last] = BACK[scope.days]
  return { from_us: today - first * DAY_US, to_us: today + last * DAY_US }
}

export function daysText({ from_us, to_us }: { from_us: number; to_us: number }): string {
  const [first, last] = [date(from_us), date(to_us - 1)]
  return first === last ? first : `${first} — ${last}`
}

// What the list shows, as it stands in the address of the page: the address can be sent to a colleague.
// The caller's number is never part of it, only the token that stands for it: addresses end up in histories, chats and logs.
import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import { CALL_PARTS, type CallPart, type CallQuery } from '@/data/calls'
import { OUTCOMES, type CallSort, type Outcome, type Recorded } from '@/data/contract'
import { DAY_US, dateTime, parseInstant, startOfDay } from '@/format/time'

export const PERIODS = ['today', 'yesterday', 'week', 'custom'] as const
export type Period = (typeof PERIODS)[number]
export const SORTS: readonly CallSort[] = ['arrived_desc', 'arrived_asc', 'wait_desc', 'talk_desc']
export const RECORDED: readonly Recorded[] = ['present', 'missing', 'pending', 'none']
export const PAGE_SIZES = [50, 100, 200]

export interface CallScope {
  period: Period
  /** Shanghai time as text; only with a custom period. */
  from: string
  to: string
  outcome: Outcome | ''
  company: string
  queue: string
  /** Several with commas between them: a team. */
  agent: string
  hotline: string
  /** The token that stands for a number. */
  caller: string
  recorded: Recorded | ''
  /** What a figure of a report counted; the period is then that of its clock. */
  part: CallPart | ''
  /** 0 to 23, 1 (Monday) to 7. */
  hour: string
  weekday: string
  /** Keys with > between them, "-" before any. */
  ivr_path: string
  /** How many the figure counted that was opened, when it was opened. */
  of: string
  sort: CallSort
  cursor: string
  limit: number
}

export const PLAIN: CallScope = {
  period: 'today', from: '', to: '', outcome: '', company: '', queue: '', agent: '', hotline: '', caller: '', recorded: '', part: '',
  hour: '', weekday: '', ivr_path: '', of: '', sort: 'arrived_desc', cursor: '', limit: 50,
}

const FILTERS = ['outcome', 'company', 'queue', 'agent', 'hotline', 'caller', 'recorded', 'part', 'hour', 'weekday', 'ivr_path'] as const
const TOKEN = /^[0-9a-f]{32}$/
const IVR_PATH = /^[A-Za-z0-9*#_>-]{1,80}$/
const COUNT = /^\d{1,9}$/
const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour))
const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7']

function one<T extends string>(value: string, allowed: readonly T[]): T | '' {
  return allowed.find((word) => word === value) ?? ''
}

export function scopeOf(query: LocationQuery): CallScope {
  const word = (key: string) => {
    const value = query[key]
    return typeof value === 'string' ? value : ''
  }
  const from = parseInstant(word('from')) === null ? '' : word('from')
  const to = parseInstant(word('to')) === null ? '' : word('to')
  const limit = Number(word('limit'))
  return {
    period: from && to ? 'custom' : one(word('period'), ['today', 'yesterday', 'week'] as const) || PLAIN.period,
    from: from && to ? from : '',
    to: from && to ? to : '',
    outcome: one(word('outcome'), OUTCOMES),
    company: word('company'),
    queue: word('queue'),
    agent: word('agent'),
    hotline: word('hotline'),
    caller: TOKEN.test(word('caller')) ? word('caller') : '',
    recorded: one(word('recorded'), RECORDED),
    part: one(word('part'), CALL_PARTS),
    hour: one(word('hour'), HOURS),
    weekday: one(word('weekday'), WEEKDAYS),
    ivr_path: IVR_PATH.test(word('ivr_path')) ? word('ivr_path') : '',
    of: COUNT.test(word('of')) ? word('of') : '',
    sort: one(word('sort'), SORTS) || PLAIN.sort,
    cursor: word('cursor'),
    limit: PAGE_SIZES.includes(limit) ? limit : PLAIN.limit,
  }
}

export function queryOf(scope: CallScope): LocationQueryRaw {
  const query: LocationQueryRaw = {}
  for (const [key, value] of Object.entries(scope)) {
    if (key === 'period' && value === 'custom') continue
    if (value !== PLAIN[key as keyof CallScope]) query[key] = String(value)
  }
  return query
}

export function isFiltered(scope: CallScope): boolean {
  return FILTERS.some((key) => scope[key] !== '')
}

export function withoutFilters(scope: CallScope): CallScope {
  return { ...scope, ...Object.fromEntries(FILTERS.map((key) => [key, ''])), of: '', cursor: '' }
}

/** [from, to) in microseconds. */
export function range(scope: CallScope, nowUs: number): { from_us: number; to_us: number } {
  const today = startOfDay(nowUs)
  if (scope.period === 'custom') return { from_us: parseInstant(scope.from) ?? today, to_us: parseInstant(scope.to) ?? today + DAY_US }
  if (scope.period === 'yesterday') return { from_us: today - DAY_US, to_us: today }
  if (scope.period === 'week') return { from_us: today - 6 * DAY_US, to_us: today + DAY_US }
  return { from_us: today, to_us: today + DAY_US }
}

export function periodText(us: number): string {
  return dateTime(us)
}

export function callQuery(scope: CallScope, nowUs: number): CallQuery {
  const query: CallQuery = { ...range(scope, nowUs), sort: scope.sort, limit: scope.limit }
  if (scope.outcome) query.outcome = scope.outcome
  if (scope.recorded) query.recorded = scope.recorded
  if (scope.part) query.part = scope.part
  if (scope.hour) query.hour = Number(scope.hour)
  if (scope.weekday) query.weekday = Number(scope.weekday)
  if (scope.agent) query.agent = scope.agent.split(',')
  for (const key of ['company', 'queue', 'hotline', 'caller', 'ivr_path', 'cursor'] as const) if (scope[key]) query[key] = scope[key]
  return query
}

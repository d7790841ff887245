// Which report stands on the page, as the address says it: it can be sent to a colleague, saved, and exported.
import type { LocationQuery } from 'vue-router'
import { ROW_KINDS, type ReportQuery, type RowKind } from '@/data/reports'
import { daysOf, isDay, PERIODS, type Days, type Period } from '@/format/days'

export const TABS = ['table', 'heat', 'contacts', 'timesheet', 'shifts'] as const
export type Tab = (typeof TABS)[number]

export interface ReportScope {
  tab: Tab
  period: Period
  /** Only of a period of one's own. */
  first: string
  last: string
  rows: RowKind
  /** None: the usual ones of that kind of row. */
  figures: string[]
  /** Of the heat map. */
  figure: string
  compare: boolean
  queue: string
  agent: string
  team: string
  number: string
  /** The id of a figure, with a minus in front for the greatest first; empty: as the platform lists them. */
  sort: string
  /** Agents' hours by day, or added up. */
  detail: 'total' | 'day'
}

export const PLAIN: ReportScope = {
  tab: 'table', period: 'today', first: '', last: '', rows: 'queue', figures: [], figure: 'offered', compare: false, queue: '', agent: '', team: '', number: '',
  sort: '', detail: 'total',
}

const WORD = /^[\w.:+-]{1,80}$/
const one = <T extends string>(value: string, allowed: readonly T[], usual: T): T => allowed.find((each) => each === value) ?? usual

export function scopeOf(query: LocationQuery): ReportScope {
  const text = (key: string) => {
    const value = query[key]
    return typeof value === 'string' ? value : ''
  }
  const word = (key: string) => (WORD.test(text(key)) ? text(key) : '')
  const [first, last] = [text('first'), text('last')]
  const own = isDay(first) && isDay(last) && first <= last
  return {
    tab: one(text('tab'), TABS, PLAIN.tab),
    period: own ? 'custom' : one(text('period'), PERIODS.filter((each) => each !== 'custom'), PLAIN.period),
    first: own ? first : '',
    last: own ? last : '',
    rows: one(text('rows'), ROW_KINDS, PLAIN.rows),
    figures: text('figures').split(',').filter((id) => WORD.test(id)),
    figure: word('figure') || PLAIN.figure,
    compare: text('compare') === 'previous',
    queue: word('queue'),
    agent: word('agent'),
    team: text('team').slice(0, 80),
    number: word('number'),
    sort: word('sort'),
    detail: one(text('detail'), ['total', 'day'] as const, PLAIN.detail),
  }
}

export function queryOf(scope: ReportScope): ReportQuery {
  const query: ReportQuery = {}
  for (const key of ['tab', 'period', 'first', 'last', 'rows', 'figure', 'queue', 'agent', 'team', 'number', 'sort', 'detail'] as const) {
    if (scope[key] !== PLAIN[key] && !(key === 'period' && scope.period === 'custom')) query[key] = scope[key]
  }
  if (scope.figures.length) query['figures'] = scope.figures.join(',')
  if (scope.compare) query['compare'] = 'previous'
  return query
}

export function daysOfScope(scope: ReportScope, today: string): Days {
  return scope.period === 'custom' ? { first: scope.first, last: scope.last } : daysOf(scope.period, today)
}

/** What each report can be narrowed to. */
export const FILTERS: Record<Tab, readonly ('queue' | 'agent' | 'team' | 'number')[]> = {
  table: ['queue', 'agent', 'team', 'number'], heat: ['queue', 'agent', 'team', 'number'], contacts: ['queue', 'number'], timesheet: ['agent', 'team'], shifts: ['agent', 'team'],
}

/** What the platform is asked, and what an export or the copy on paper is made of. */
export function askedOf(scope: ReportScope, today: string): ReportQuery {
  const asked: ReportQuery = { ...daysOfScope(scope, today) }
  for (const key of FILTERS[scope.tab]) if (scope[key]) asked[key] = scope[key]
  if (scope.tab === 'table') {
    asked['rows'] = scope.rows
    if (scope.figures.length) asked['figures'] = scope.figures.join(',')
    if (scope.compare) asked['compare'] = 'previous'
  }
  if (scope.tab === 'heat') asked['figure'] = scope.figure
  return asked
}

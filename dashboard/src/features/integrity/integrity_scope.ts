// Which days and which of them, as the address says it: it can be sent to a colleague.
import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import { dayAfter, daysIn, daysOf, isDay, type Days } from '@/format/days'

export const TABS = ['intervals', 'reconciliations'] as const
export const SPANS = ['week', 'days31', 'this_month', 'last_month', 'custom'] as const
export type Span = (typeof SPANS)[number]
/** More than that no answer holds. */
export const MOST_DAYS = 92

export interface IntegrityScope {
  tab: (typeof TABS)[number]
  span: Span
  /** Only of a span of one's own. */
  first: string
  last: string
  /** The one day whose marks are listed. */
  day: string
  /** The reconciliation that is laid open. */
  run: string
}

export const PLAIN: IntegrityScope = { tab: 'intervals', span: 'days31', first: '', last: '', day: '', run: '' }

export function scopeOf(query: LocationQuery): IntegrityScope {
  const word = (key: string) => (typeof query[key] === 'string' ? query[key] : '')
  const own = isDay(word('first')) && isDay(word('last')) && word('first') <= word('last') && daysIn({ first: word('first'), last: word('last') }) <= MOST_DAYS
  return {
    tab: TABS.find((each) => each === word('tab')) ?? PLAIN.tab,
    span: own ? 'custom' : (SPANS.find((each) => each === word('span') && each !== 'custom') ?? PLAIN.span),
    first: own ? word('first') : '',
    last: own ? word('last') : '',
    day: isDay(word('day')) ? word('day') : '',
    run: /^[0-9A-Z]{26}$/.test(word('run')) ? word('run') : '',
  }
}

export function queryOf(scope: IntegrityScope): LocationQueryRaw {
  const query: LocationQueryRaw = {}
  for (const key of ['tab', 'span', 'first', 'last', 'day', 'run'] as const) {
    if (scope[key] !== PLAIN[key] && !(key === 'span' && scope.span === 'custom')) query[key] = scope[key]
  }
  return query
}

export function daysOfScope(scope: IntegrityScope, today: string): Days {
  if (scope.span === 'custom') return { first: scope.first, last: scope.last }
  if (scope.span === 'week') return { first: dayAfter(today, -6), last: today }
  if (scope.span === 'days31') return { first: dayAfter(today, -30), last: today }
  return daysOf(scope.span, today)
}

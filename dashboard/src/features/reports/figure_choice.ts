import type { ReportDefinition, ReportSubject } from '@/data/reports'
import type { ReportScope } from './report_scope'

/** Kept by the day: no hour and no pressed key says them. */
const OF_DAYS = /^(fcr_|recording_completeness$)/

/** What the rows of a report count: calls, calls of queues, or agents' parts in calls. */
export function subjectOf({ tab, rows, queue, agent, team }: Pick<ReportScope, 'tab' | 'rows' | 'queue' | 'agent' | 'team'>): ReportSubject {
  if (tab === 'table' && (rows === 'agent' || rows === 'team')) return 'agent'
  if (agent || team) return 'agent'
  return (tab === 'table' && rows === 'queue') || queue ? 'queue' : 'call'
}

export function fitting(definitions: readonly ReportDefinition[], scope: Parameters<typeof subjectOf>[0]): ReportDefinition[] {
  const subject = subjectOf(scope)
  const byDay = scope.tab === 'table' && scope.rows !== 'hour' && scope.rows !== 'ivr_path'
  return definitions.filter(({ id, subjects }) => subjects.includes(subject) && (byDay || !OF_DAYS.test(id)))
}

/** Of the chosen ones those that fit the rows; none left: the usual ones. */
export function stillFitting(chosen: readonly string[], definitions: readonly ReportDefinition[], scope: Parameters<typeof subjectOf>[0]): string[] {
  if (!definitions.length) return [...chosen]
  const known = new Set(fitting(definitions, scope).map(({ id }) => id))
  return chosen.filter((id) => known.has(id))
}

import type { ReportDefinition, ReportSubject } from '@/data/reports'
import type { ReportScope } from './report_scope'

/** What the rows of a report count: calls, calls of queues, or agents' parts in calls. */
export function subjectOf({ tab, rows, queue, agent, team }: Pick<ReportScope, 'tab' | 'rows' | 'queue' | 'agent' | 'team'>): ReportSubject {
  if (tab === 'table' && (rows === 'agent' || rows === 'team')) return 'agent'
  if (agent || team) return 'agent'
  return (tab === 'table' && rows === 'queue') || queue ? 'queue' : 'call'
}

export function fitting(definitions: readonly ReportDefinition[], scope: Parameters<typeof subjectOf>[0]): ReportDefinition[] {
  const subject = subjectOf(scope)
  return definitions.filter(({ subjects }) => subjects.includes(subject))
}

/** Of the chosen ones those that fit the rows; none left: the usual ones. */
export function stillFitting(chosen: readonly string[], definitions: readonly ReportDefinition[], scope: Parameters<typeof subjectOf>[0]): string[] {
  if (!definitions.length) return [...chosen]
  const known = new Set(fitting(definitions, scope).map(({ id }) => id))
  return chosen.filter((id) => known.has(id))
}

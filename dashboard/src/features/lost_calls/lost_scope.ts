import type { LostCounts, LostState } from '@/data/lost_calls'
import { dayQueryOf, dayScopeOf, type DayScope } from '@/features/handling/day_scope'
import type { LocationQuery } from 'vue-router'

export const LOST_STATES: readonly LostState[] = ['open', 'called_again', 'handled']
const PLAIN = { days: 'today', state: '' } as const

export type LostScope = DayScope<LostState>
export const lostScopeOf = (query: LocationQuery): LostScope => dayScopeOf(query, LOST_STATES, PLAIN)
export const lostQueryOf = (scope: LostScope) => dayQueryOf(scope, PLAIN)

export function countOf(counts: LostCounts | null, state: LostState | ''): string {
  if (counts === null) return ''
  const all = counts.open + counts.called_again + counts.handled
  return String(state === '' ? all : counts[state])
}

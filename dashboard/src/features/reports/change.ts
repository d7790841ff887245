// What a number became since the period before: direction as a mark, amount in its own unit.
import type { ReportCell, ReportUnit } from '@/data/reports'
import { measured } from '@/format/duration'
import { NOTHING, whole } from '@/format/figure'

export type Direction = 'up' | 'down' | 'same'
export type Sense = 'better' | 'worse' | 'neither'

export interface Change {
  direction: Direction
  sense: Sense
  /** +12、−2.1 百分点: without the mark. */
  amount: string
  /** Of a count or a time, in percent of the period before; null where that was nothing. */
  share: string | null
}

export const MARK: Record<Direction, string> = { up: '▲', down: '▼', same: '＝' }

const MORE_IS_BETTER = /^(answer_rate|service_level|satisfaction|survey_participation|recording_completeness|fcr_|system_answer_15s)/
const LESS_IS_BETTER = /^(abandon|short_abandon|long_abandon|timed_out|refused|cut|missed|rejected|asa$|wait_|system_answer_time)/

function senseOf(figure: string, direction: Direction): Sense {
  if (direction === 'same') return 'neither'
  if (MORE_IS_BETTER.test(figure)) return direction === 'up' ? 'better' : 'worse'
  if (LESS_IS_BETTER.test(figure)) return direction === 'down' ? 'better' : 'worse'
  return 'neither'
}

const signOf = (by: number) => (by > 0 ? '+' : '−')

/** Null where either period has nothing to divide by: there is nothing to compare. */
export function changeOf(now: ReportCell, before: ReportCell | null | undefined, unit: ReportUnit, figure: string, points: string): Change | null {
  if (!before || now.value === null || before.value === null) return null
  // What is shown is compared: two that read the same did not change.
  const step = unit === 'ratio' ? 0.001 : unit === 'us' ? 100_000 : 1
  const by = Math.round((now.value - before.value) / step) * step
  const direction: Direction = by === 0 ? 'same' : by > 0 ? 'up' : 'down'
  const sense = senseOf(figure, direction)
  if (unit === 'ratio') return { direction, sense, amount: by === 0 ? '0.0' : `${signOf(by)}${(Math.abs(by) * 100).toFixed(1)} ${points}`, share: null }
  const amount = by === 0 ? (unit === 'us' ? '0.0 s' : '0') : `${signOf(by)}${unit === 'us' ? measured(Math.abs(by)) : whole(Math.abs(by))}`
  const share = before.value === 0 || by === 0 ? null : `${signOf(by)}${((Math.abs(by) / before.value) * 100).toFixed(1)}%`
  return { direction, sense, amount, share }
}

export const nothingBefore = NOTHING

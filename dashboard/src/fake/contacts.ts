import type { ContactReport, ReportCell } from '../data/reports.ts'
import { dayAfter, daysIn, type Days } from '../format/days.ts'
import { parseInstant } from '../format/time.ts'
import { chance } from './chance.ts'
import { DEFINITIONS } from './definitions.ts'
import { seedOf } from './report_parts.ts'

const HOUR_US = 3_600_000_000
const WINDOWS = { '24h': 24, '72h': 72, '7d': 168 }
const usOf = (day: string) => parseInstant(day) ?? 0

function cell(numerator: number, denominator: number): ReportCell {
  return { value: denominator ? numerator / denominator : null, numerator, denominator, rows: denominator }
}

export function contactsOf(days: Days, scene: string, nowUs: number): ContactReport {
  const rows = Array.from({ length: daysIn(days) }, (_, index) => dayAfter(days.first, index)).map((key): ContactReport['rows'][number] => {
    const random = chance(seedOf(`contacts${key}`))
    const period = { from_us: usOf(key), to_us: usOf(dayAfter(key)) }
    const answered = scene === 'empty' ? 0 : Math.round(700 + random() * 250)
    const told = Object.entries(WINDOWS).map(([window, hours], index) => {
      const mature = period.to_us <= nowUs - hours * HOUR_US
      const first = Math.round(answered * (0.9 - 0.05 * index))
      return { window, mature, cell: mature ? cell(Math.round(first * (0.88 - 0.04 * index + random() * 0.03)), first) : cell(0, 0) }
    })
    return {
      key, period, completeness: scene === 'gap' && key === days.first ? 'unknown' : 'live', link: period, figures: told.map((each) => each.cell),
      mature: Object.fromEntries(told.map(({ window, mature }) => [window, mature])),
    } as ContactReport['rows'][number]
  })
  const sum = (at: number, part: 'numerator' | 'denominator') => rows.reduce((all, row) => all + (row.figures[at]?.[part] ?? 0), 0)
  return {
    ...days, period: { from_us: usOf(days.first), to_us: usOf(dayAfter(days.last)) }, scope: 'demo01', as_of_us: nowUs, demo: true, completeness: scene === 'gap' ? 'unknown' : 'live',
    reason_zh: null, reason_en: null, columns: DEFINITIONS.filter(({ id }) => id.startsWith('fcr_')), rows, total: { figures: [0, 1, 2].map((at) => cell(sum(at, 'numerator'), sum(at, 'denominator'))), previous: null },
  }
}

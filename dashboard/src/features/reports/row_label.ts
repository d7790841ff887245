import { useI18n } from 'vue-i18n'
import type { ReportRow, RowKind } from '@/data/reports'
import { date } from '@/format/time'

/** What a row is called: people and companies by the platform, queues as on every page, times of the day and the week here. */
export function useRowLabel(queueName: (queue: string | null) => string): (row: Pick<ReportRow, 'key' | 'label' | 'label_en' | 'period'>, by: RowKind) => string {
  const { t, locale } = useI18n()
  const two = (n: number) => String(n).padStart(2, '0')
  return (row, by) => {
    if (by === 'hour') return t('reports.hour', { from: two(Number(row.key)), to: two(Number(row.key) + 1) })
    if (by === 'weekday') return t(`reports.weekdays.${row.key}`)
    // The first and last week of a range may be cut: what the row counted is said, not the whole week.
    if (by === 'week' && row.period) return t('reports.weekOf', { first: date(row.period.from_us), last: date(row.period.to_us - 1) })
    if (by === 'queue' && row.key !== '') return queueName(row.key)
    if (by === 'team' && row.key === '') return t('reports.noTeam')
    return (locale.value === 'en' ? row.label_en : null) ?? row.label ?? row.key
  }
}

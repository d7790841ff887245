import { useI18n } from 'vue-i18n'
import type { ReportRow, RowKind } from '@/data/reports'
import { dayAfter } from '@/format/days'

/** What a row is called: names come from the platform, times of the day and the week are ours. */
export function useRowLabel(): (row: Pick<ReportRow, 'key' | 'label' | 'label_en'>, by: RowKind) => string {
  const { t, locale } = useI18n()
  const two = (n: number) => String(n).padStart(2, '0')
  return (row, by) => {
    if (by === 'hour') return t('reports.hour', { from: two(Number(row.key)), to: two(Number(row.key) + 1) })
    if (by === 'weekday') return t(`reports.weekdays.${row.key}`)
    if (by === 'week') return t('reports.weekOf', { first: row.key, last: dayAfter(row.key, 6) })
    if (by === 'team' && row.key === '') return t('reports.noTeam')
    if (by === 'ivr_path' && row.key === '') return t('reports.noKey')
    return (locale.value === 'en' ? row.label_en : null) ?? row.label ?? row.key
  }
}

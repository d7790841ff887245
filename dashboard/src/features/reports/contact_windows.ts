// Windows in which the same caller does not come again, and from when on a day can say so.
import type { ContactReport } from '@/data/reports'
import { dayAfter } from '@/format/days'

export const WINDOWS = ['24h', '72h', '7d'] as const
export type ContactWindow = (typeof WINDOWS)[number]

const DAYS: Record<ContactWindow, number> = { '24h': 1, '72h': 3, '7d': 7 }

/** The day on which the window of a day's last call has passed. */
export const matureFrom = (day: string, window: ContactWindow) => dayAfter(day, DAYS[window] + 1)

/** Where the days of a report end that are mature; null when none is. */
export function matureUntilUs(report: Pick<ContactReport, 'rows'>, window: ContactWindow): number | null {
  return report.rows.filter(({ mature }) => mature[window]).at(-1)?.period.to_us ?? null
}

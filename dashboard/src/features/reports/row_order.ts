import type { Report, ReportRow } from '@/data/reports'

/** The next order when a header is pressed: greatest first, then smallest, then as the platform lists. */
export function nextSort(sort: string, figure: string): string {
  return sort === `-${figure}` ? figure : sort === figure ? '' : `-${figure}`
}

/** Rows by a figure; what has no value comes last either way. */
export function ordered({ rows, columns }: Pick<Report, 'rows' | 'columns'>, sort: string): readonly ReportRow[] {
  const descending = sort.startsWith('-')
  const at = columns.findIndex(({ id }) => id === (descending ? sort.slice(1) : sort))
  if (at < 0) return rows
  const valueOf = (row: ReportRow) => row.figures[at]?.value ?? null
  return [...rows].sort((a, b) => {
    const [x, y] = [valueOf(a), valueOf(b)]
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1
    return descending ? y - x : x - y
  })
}

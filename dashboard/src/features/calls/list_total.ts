// How many there are behind a list that is read page by page. The platform does not count a list: over years that would take longer than reading it.

interface Pages {
  rows: number
  /** Pages that were turned over. */
  behind: number
  limit: number
  first: boolean
  last: boolean
}

/** Known on the last page, when every page before it was read here. */
export function totalOf({ rows, behind, limit, first, last }: Pages): number | null {
  if (!last || (behind === 0 && !first)) return null
  return behind * limit + rows
}

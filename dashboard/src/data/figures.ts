import type { CurvePoint, Figure, FigureSeries, FiguresAnswer, Microseconds } from './contract'
import { request } from './http'

/** What published figures are narrowed to; null where they are not. */
export interface FigureScope {
  queue: string | null
  hotline: string | null
}

interface Period {
  from_us: Microseconds
  to_us: Microseconds
}

const queryOf = (period: Period, { queue, hotline }: FigureScope) => ({ ...period, queue: queue ?? undefined, hotline: hotline ?? undefined })

/** Bounds on whole quarters of an hour. */
export async function readFigures(period: Period, scope: FigureScope, signal?: AbortSignal): Promise<Figure[]> {
  const answer = await request<FiguresAnswer>('/figures', { query: queryOf(period, scope), ...(signal ? { signal } : {}) })
  return answer.figures
}

export async function readCurve(period: Period, scope: FigureScope, signal?: AbortSignal): Promise<CurvePoint[]> {
  const { intervals } = await request<FigureSeries>('/figures/series', { query: queryOf(period, scope), ...(signal ? { signal } : {}) })
  return intervals.map(({ period: { from_us }, completeness, values }) => ({
    from_us, completeness, offered: values['offered'] ?? 0, answered: values['answered'] ?? 0, abandoned: values['abandoned'] ?? 0,
  }))
}

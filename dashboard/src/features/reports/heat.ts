import type { ReportCell } from '@/data/reports'

/** One hue from pale to deep, told apart by lightness alone: readable with any eyes, and on a grey printer. */
export const SHADES = ['#eef5f6', '#d3e6e9', '#add0d6', '#7fb3bd', '#39808e', '#1e6272', '#0b4350']
/** From here on the ground is dark and the number on it light. */
export const LIGHT_FROM = 4

/** Which shade each value gets, even steps between the least and the greatest; null stays without. */
export function shadesOf(cells: readonly (readonly ReportCell[])[]): (value: number | null) => number | null {
  const values = cells.flat().flatMap(({ value }) => (value === null ? [] : [value]))
  const [least, greatest] = [Math.min(...values), Math.max(...values)]
  return (value) => {
    if (value === null) return null
    if (greatest === least) return value === 0 ? 0 : SHADES.length >> 1
    return Math.min(SHADES.length - 1, Math.floor(((value - least) / (greatest - least)) * SHADES.length))
  }
}

/** Hours from the first to the last in which anything was counted: the empty night needs no columns. */
export function busyHours(cells: readonly (readonly ReportCell[])[]): number[] {
  const busy = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => cells.some((day) => (day[hour]?.rows ?? 0) > 0 || (day[hour]?.numerator ?? 0) > 0))
  const [first, last] = [busy[0] ?? 9, busy.at(-1) ?? 17]
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

import type { CurvePoint } from '@/data/contract'
import { hourMinute } from '@/format/time'

export interface CurveWords {
  answered: string
  abandoned: string
  other: string
  offered: string
  incomplete: string
}

/** Eight hours fit a wall; earlier quarters are a report's matter. */
const SHOWN_QUARTERS = 32
const INK = '#b6c6cc'
const COLOURS = { answered: '#4fa3c7', abandoned: '#ffb04d', other: '#8c9aa1' }

export function neither(point: CurvePoint): number {
  return Math.max(0, point.offered - point.answered - point.abandoned)
}

export function curveOption(points: readonly CurvePoint[], font: { px: number; family: string }, words: CurveWords): Record<string, unknown> {
  const shown = points.slice(-SHOWN_QUARTERS)
  const fontPx = font.px
  const text = { color: INK, fontSize: fontPx }
  const quarters = shown.map((point) => hourMinute(point.from_us))
  const stacked = (name: string, colour: string, data: number[]) => ({
    name, type: 'bar', stack: 'calls', color: colour, data, barCategoryGap: '22%', animation: false,
  })
  return {
    textStyle: { fontFamily: font.family },
    grid: { left: fontPx * 2.4, right: fontPx * 0.4, top: fontPx * 2.1, bottom: fontPx * 1.9 },
    legend: {
      top: 0, left: 0, itemWidth: fontPx, itemHeight: fontPx * 0.8, itemGap: fontPx * 1.2, textStyle: text,
      data: [words.answered, words.abandoned, words.other], selectedMode: false,
    },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, confine: true },
    // The marks of incomplete intervals have an axis of their own, so that they do not squeeze the bars.
    xAxis: [
      {
        type: 'category', data: quarters, axisTick: { show: false }, axisLabel: { ...text, hideOverlap: true, margin: fontPx * 0.5 },
        axisLine: { lineStyle: { color: '#3a4d55' } },
      },
      { type: 'category', data: quarters, show: false },
    ],
    yAxis: [
      { type: 'value', min: 0, minInterval: 1, splitNumber: 3, axisLabel: { ...text, margin: fontPx * 0.5 }, splitLine: { lineStyle: { color: '#22333b' } } },
      { type: 'value', min: 0, max: 1, show: false },
    ],
    series: [
      stacked(words.answered, COLOURS.answered, shown.map((point) => point.answered)),
      stacked(words.abandoned, COLOURS.abandoned, shown.map((point) => point.abandoned)),
      stacked(words.other, COLOURS.other, shown.map(neither)),
      {
        name: words.incomplete, type: 'bar', xAxisIndex: 1, yAxisIndex: 1, barCategoryGap: '0%', silent: true, animation: false, z: 1,
        tooltip: { show: false },
        data: shown.map((point) => (point.completeness === 'live' ? null : 1)),
        itemStyle: {
          color: 'rgba(182,198,204,0.10)',
          decal: { symbol: 'rect', color: 'rgba(182,198,204,0.45)', dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4 },
        },
      },
    ],
  }
}

import type { Figure } from '@/data/contract'
import { measured } from './duration'

export const NOTHING = '—'

export interface Shown {
  number: string
  unit: string
}

/** 0.98249 → 98.2 %; cut towards zero, so that 84.96 % never reads as the 85 % target. */
export function percent(ratio: number): string {
  return (Math.floor(ratio * 1000 + 1e-9) / 10).toFixed(1)
}

export function whole(count: number): string {
  return Math.round(count).toLocaleString('en-US')
}

export function shown(figure: Pick<Figure, 'value' | 'unit'> | null | undefined): Shown {
  if (!figure || figure.value === null) return { number: NOTHING, unit: '' }
  if (figure.unit === 'ratio') return { number: percent(figure.value), unit: '%' }
  if (figure.unit === 'count') return { number: whole(figure.value), unit: '' }
  const text = measured(figure.value)
  return text.endsWith(' s') ? { number: text.slice(0, -2), unit: 's' } : { number: text, unit: '' }
}

/** A numerator or denominator in its own words: times for durations, counts for everything else. */
export function part(figure: Pick<Figure, 'unit'>, value: number | null, which: 'numerator' | 'denominator'): string {
  if (value === null) return NOTHING
  return figure.unit === 'us' && which === 'numerator' ? measured(value) : whole(value)
}

export type Verdict = 'met' | 'at_risk' | 'not_met' | 'cannot_tell'

export function verdict(value: number | null | undefined, target: number, margin = 0.05): Verdict {
  if (value === null || value === undefined) return 'cannot_tell'
  if (value >= target) return 'met'
  return value >= target - margin ? 'at_risk' : 'not_met'
}

export const VERDICT_MARK: Record<Verdict, string> = { met: '✓', at_risk: '!', not_met: '✕', cannot_tell: '?' }

export function figureNamed(figures: readonly Figure[], definitionId: string): Figure | null {
  return figures.find((figure) => figure.definition_id === definitionId) ?? null
}

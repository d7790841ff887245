// Invented, but of a piece: every number of a row follows from the same parts, and they add up.
import type { ReportCell, ReportDefinition } from '../data/reports.ts'
import { chance } from './chance.ts'

const S = 1_000_000

export interface Parts {
  offered: number
  answered: number
  in_time: number
  abandoned: number
  short: number
  waits_us: number
  talk_us: number
  hold_us: number
  wrap_up_us: number
  ready_us: number
  break_us: number
  not_ready_us: number
  missed: number
  scored: number
  satisfied: number
  invited: number
  paid_us: number
  /** Busy and ready of those who have a shift. */
  shift_us: number
}

export const NO_PARTS: Parts = {
  offered: 0, answered: 0, in_time: 0, abandoned: 0, short: 0, waits_us: 0, talk_us: 0, hold_us: 0, wrap_up_us: 0, ready_us: 0, break_us: 0, not_ready_us: 0, missed: 0, scored: 0,
  satisfied: 0, invited: 0, paid_us: 0, shift_us: 0,
}

export function seedOf(text: string): number {
  let seed = 7
  for (const character of text) seed = (Math.imul(seed, 31) + (character.codePointAt(0) ?? 0)) >>> 0
  return seed
}

/** Of about that many calls; the same for the same words. */
export function partsOf(words: string, calls: number): Parts {
  const random = chance(seedOf(words))
  const offered = Math.round(calls * (0.7 + random() * 0.6))
  const share = (of: number, least: number, more: number) => Math.min(of, Math.round(of * (least + random() * more)))
  const answered = share(offered, 0.86, 0.12)
  const abandoned = share(offered - answered, 0.6, 0.3)
  const talk_us = Math.round(answered * (90 + random() * 150)) * S
  const wrap_up_us = Math.round(answered * (12 + random() * 18)) * S
  const invited = share(answered, 0.7, 0.2)
  const scored = share(invited, 0.3, 0.3)
  return {
    offered, answered, in_time: share(answered, 0.8, 0.17), abandoned, short: share(abandoned, 0.1, 0.3), waits_us: Math.round(answered * (5 + random() * 9) * 10) * (S / 10), talk_us,
    hold_us: Math.round(talk_us * 0.05), wrap_up_us, ready_us: Math.round((talk_us + wrap_up_us) * (0.3 + random() * 0.5)), break_us: Math.round(talk_us * 0.2), not_ready_us: random() < 0.4 ? 240 * S : 0,
    missed: Math.round(answered * random() * 0.05), scored, satisfied: share(scored, 0.8, 0.18), invited, paid_us: 0, shift_us: 0,
  }
}

export function sumOf(all: readonly Parts[]): Parts {
  const sum = { ...NO_PARTS }
  for (const each of all) for (const key of Object.keys(sum) as (keyof Parts)[]) sum[key] += each[key]
  return sum
}

export const signedIn = (p: Parts) => p.talk_us + p.hold_us + p.wrap_up_us + p.ready_us + p.break_us + p.not_ready_us

const busy = (p: Parts) => p.talk_us + p.hold_us + p.wrap_up_us
const MADE: Record<string, (p: Parts) => [number, number | null]> = {
  offered: (p) => [p.offered, null], answered: (p) => [p.answered, null], abandoned: (p) => [p.abandoned, null], short_abandoned: (p) => [p.short, null], long_abandoned: (p) => [p.abandoned - p.short, null],
  answer_rate: (p) => [p.answered, p.offered], service_level_15s: (p) => [p.in_time, p.offered], abandon_rate: (p) => [p.abandoned, p.offered], asa: (p) => [p.waits_us, p.answered],
  wait_p90: (p) => [p.answered ? Math.round((p.waits_us / p.answered) * 2.4) : 0, p.answered], taken: (p) => [p.answered, null], missed: (p) => [p.missed, null], talk_us: (p) => [p.talk_us, null],
  aht_agent: (p) => [busy(p), p.answered], occupancy: (p) => [busy(p), busy(p) + p.ready_us], work_rate: (p) => [busy(p), signedIn(p)], utilisation: (p) => [p.paid_us ? p.shift_us : 0, p.paid_us],
  satisfaction: (p) => [p.satisfied, p.scored], survey_participation: (p) => [p.scored, p.invited],
}

export function cellOf(definition: ReportDefinition, parts: Parts): ReportCell {
  const [numerator, denominator] = MADE[definition.id]?.(parts) ?? [0, 0]
  const quantile = definition.id === 'wait_p90'
  const value = denominator === null || quantile ? (quantile && !denominator ? null : numerator) : denominator === 0 ? null : numerator / denominator
  return { value, numerator, denominator, rows: parts.offered }
}

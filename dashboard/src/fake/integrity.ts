import type { Figure } from '../data/contract.ts'
import type { Integrity, IntegrityBand, IntegrityMark, Lengths, Reconciliation, WholeReconciliation } from '../data/integrity.ts'
import { dayAfter } from '../format/days.ts'
import { date, DAY_US, parseInstant } from '../format/time.ts'

type Answer = (status: number, body: unknown) => void
type Refuse = (status: number, code: string, detail: string, detail_en: string) => void

const HOUR_US = 3_600_000_000
const MINUTE_US = 60_000_000
const RUN_MS = 6_000
const nowUs = () => Date.now() * 1000
const usOf = (day: string) => parseInstant(day) ?? 0

let begun: { run: WholeReconciliation; sinceMs: number }[] = []

export function beginReconciliationsAnew(): void {
  begun = []
}

function marksUntil(now: number): IntegrityMark[] {
  const today = usOf(date(now))
  const mark = (daysAgo: number, hour: number, minutes: number, reason: string, seen: number | null, recorded: number, held = true): IntegrityMark => {
    const from_us = today - daysAgo * DAY_US + hour * HOUR_US
    const recovered = reason === 'link_lost' || reason === 'not_current'
    return {
      from_us, to_us: from_us + Math.round(minutes * MINUTE_US), state: recovered ? 'recovered' : 'unknown', reason, seen_calls: recovered ? null : seen, recorded_calls: recovered ? null : recorded,
      link_held: held && !recovered,
    }
  }
  return [
    mark(1, 14.5, 0.8, 'asterisk_restart', 7, 5, false), mark(1, 14.51, 0.9, 'link_lost', null, 0), mark(3, 22, 410, 'not_current', null, 0), mark(5, 10.25, 6, 'log_disk_full', 31, 18), mark(9, 9.4, 5, 'clock_set_back', 12, 12),
    mark(9, 9.3, 6, 'open_when_clock_set_back', 4, 4), mark(14, 3, 45, 'clock_off', null, 2), mark(17, 16.2, 0, 'not_written', 1, 0),
  ].filter(({ to_us }) => to_us < now)
}

function figure(id: string, zh: string, en: string, unit: Figure['unit'], numerator: number, denominator: number | null, period: Figure['period']): Figure {
  return {
    definition_id: id, version: 1, name_zh: zh, name_en: en, unit, numerator, denominator, value: denominator === null ? numerator : denominator ? numerator / denominator : null, target: null, formula_zh: '1 − 不可用时长 ÷ 受监测时长',
    formula_en: '1 − downtime ÷ watched time', period, scope: 'demo01', rows: 6, as_of_us: nowUs(), completeness: 'unknown', demo: true,
  }
}

function lengthsOf(marks: readonly IntegrityMark[], from: number, to: number, since: number, now: number): Lengths {
  const within = (state: string) => marks.filter((mark) => mark.state === state).reduce((sum, mark) => sum + Math.max(0, Math.min(mark.to_us, to) - Math.max(mark.from_us, from)), 0)
  const [recovered_us, unknown_us] = [within('recovered'), within('unknown')]
  const [before_us, ahead_us] = [Math.max(0, Math.min(since, to) - from), Math.max(0, to - Math.max(now, from))]
  return { recovered_us, unknown_us, before_us, ahead_us, live_us: Math.max(0, to - from - before_us - ahead_us - recovered_us - unknown_us) }
}

function bandsOf(marks: readonly IntegrityMark[], from: number, to: number): IntegrityBand[] {
  const bands = marks.map((mark) => ({ from_us: Math.max(mark.from_us, from), to_us: Math.min(mark.to_us, to), state: mark.state, reasons: [mark.reason] }))
  return (['recovered', 'unknown'] as const).flatMap((state) => bands.filter((band) => band.state === state))
}

export function integrityOfDays(first: string, last: string, scene: string, now: number): Integrity {
  const since = usOf(date(now)) - 26 * DAY_US + 9 * HOUR_US
  const period = { from_us: usOf(first), to_us: usOf(last) + DAY_US }
  const marks = scene === 'empty' ? [] : marksUntil(now).filter((mark) => mark.from_us < period.to_us && mark.to_us >= period.from_us).sort((a, b) => b.from_us - a.from_us)
  const days: Integrity['days'] = []
  for (let day = first; day <= last; day = dayAfter(day)) {
    const [from_us, to_us] = [usOf(day), usOf(day) + DAY_US]
    const own = marks.filter((mark) => mark.from_us < to_us && mark.to_us >= from_us)
    const unwatched = to_us <= since
    const completeness = unwatched || own.some(({ state }) => state === 'unknown') ? 'unknown' : own.length ? 'recovered' : 'live'
    days.push({ day, period: { from_us, to_us }, completeness, lengths: lengthsOf(own, from_us, to_us, since, now), reasons: unwatched ? ['not_watched'] : [...new Set(own.map(({ reason }) => reason))], bands: bandsOf(own, from_us, to_us) })
  }
  const watched = Math.max(0, Math.min(now, period.to_us) - Math.max(since, period.from_us))
  const down = marks.length ? 54_000_000 : 0
  return {
    first, last, period, as_of_us: now, demo: true, completeness: marks.some(({ state }) => state === 'unknown') ? 'unknown' : 'live', since_us: since,
    lengths: lengthsOf(marks, period.from_us, period.to_us, since, now), days, marks, left_out: 0,
    service: {
      figures: [
        figure('availability', '系统可用率', 'Availability', 'ratio', watched - down, watched, period), figure('outages', '中断次数', 'Outages', 'count', down ? 1 : 0, null, period),
        figure('outages_30m', '超时中断次数', 'Outages over 30 min', 'count', 0, null, period), figure('longest_outage_us', '最长中断时长', 'Longest outage', 'us', down, null, period), figure('unwatched_us', '未监测时长', 'Not watched', 'us', period.to_us - period.from_us - watched, null, period),
      ],
      outages: marks.filter(({ reason }) => reason === 'asterisk_restart').map(({ from_us }) => ({ from_us, to_us: from_us + down })),
    },
    clock: scene === 'empty'
      ? { state: 'not_set', servers: [], limit_us: 1_000_000, measured_us: null, server: null, offset_us: null, asked: 0, answered: 0, largest_us: null }
      : { state: 'ok', servers: ['ntp.aliyun.com'], limit_us: 1_000_000, measured_us: now - 4 * MINUTE_US, server: 'ntp.aliyun.com', offset_us: -3_214, asked: 2496, answered: 2481, largest_us: 1_204_118 },
  }
}

const id = (number: number) => `01J${String(number).padStart(23, '0')}`

function runOf(number: number, day: string, startedUs: number, by: Reconciliation['asked_by'], found: WholeReconciliation['listed'], counts: Reconciliation['counts']): WholeReconciliation {
  const calls = 860 + ((number * 37) % 90)
  return {
    id: id(number), from_us: usOf(day), to_us: usOf(day) + DAY_US, started_us: startedUs, ended_us: startedUs + 14_000_000, asked_by: by, by_name: by === 'person' ? '演示班长' : null, state: 'done',
    compared: { cel: calls * 14, queue_log: calls * 5, calls, recordings: calls - 120, seen: calls - 3 }, counts, listed: found,
  }
}

function nightly(now: number, callIds: readonly string[]): WholeReconciliation[] {
  const today = date(now)
  return Array.from({ length: 25 }, (_, back) => {
    const day = dayAfter(today, -1 - back)
    const at_us = usOf(day) + 14.5 * HOUR_US
    const call = callIds[0] ?? 'zz1-1795302130.0'
    if (back === 0)
      return runOf(40, day, usOf(dayAfter(day)) + 3 * HOUR_US, 'night', [
        { kind: 'call_differs', subject: call, at_us, done: 'built_again', call_id: call },
        { kind: 'call_seen_not_recorded', subject: 'zz1-1795302131.4', at_us: at_us + 2_000_000, done: 'marked', call_id: null }, { kind: 'call_seen_not_recorded', subject: 'zz1-1795302139.9', at_us: at_us + 9_000_000, done: 'marked', call_id: null },
        { kind: 'recording_gone', subject: call, at_us, done: 'registered', call_id: call },
      ], [{ kind: 'call_differs', count: 1, done: 'built_again' }, { kind: 'call_seen_not_recorded', count: 2, done: 'marked' }, { kind: 'recording_gone', count: 1, done: 'registered' }])
    return runOf(40 - back, day, usOf(dayAfter(day)) + 3 * HOUR_US, back === 6 ? 'command' : 'night', [], [])
  })
}

function shown({ run, sinceMs }: { run: WholeReconciliation; sinceMs: number }): WholeReconciliation {
  const share = Math.min(1, (Date.now() - sinceMs) / RUN_MS)
  if (share === 1) return { ...run, ended_us: run.started_us + RUN_MS * 1000 }
  const compared = Object.fromEntries(Object.entries(run.compared).map(([what, count]) => [what, Math.round((count ?? 0) * share)]))
  return { ...run, state: 'running', ended_us: null, compared }
}

export function answerIntegrity(method: string, url: URL, body: unknown, scene: string, answer: Answer, refuse: Refuse): void {
  const [, what, wanted] = url.pathname.slice('/api'.length).split('/')
  const now = nowUs()
  const runs = () => [...begun.map(shown), ...(scene === 'empty' ? [] : nightly(now, []))]
  const [first, last] = [url.searchParams.get('first') ?? date(now), url.searchParams.get('last') ?? date(now)]
  if (what === 'integrity') answer(200, integrityOfDays(first, last, scene, now))
  else if (method === 'POST') {
    if (runs().some(({ state }) => state === 'running')) return refuse(409, 'AlreadyReconciling', '核对正在进行，请稍候。', 'A reconciliation is running; please wait.')
    const run = runOf(41 + begun.length, (body as { first: string }).first, now, 'person', [], [])
    begun.unshift({ run, sinceMs: Date.now() })
    answer(202, shown({ run, sinceMs: Date.now() }))
  } else if (wanted) {
    const found = runs().find((run) => run.id === wanted)
    if (found) answer(200, found)
    else refuse(404, 'NoSuchReconciliation', '没有这次核对。', 'There is no such reconciliation.')
  } else answer(200, { items: runs().filter((run) => run.from_us < usOf(last) + DAY_US && run.to_us > usOf(first)) })
}

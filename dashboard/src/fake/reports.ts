import type { HeatReport, Report, ReportDefinition, ReportPeriod, ReportRow, ReportSubject, RowKind, TimeReport, TimeRow, TimeTotal } from '../data/reports.ts'
import { dayAfter, daysIn, weekdayOf, type Days } from '../format/days.ts'
import { parseInstant } from '../format/time.ts'
import { chance } from './chance.ts'
import { AGENTS, CROWD, QUEUES } from './company.ts'
import { DEFINITIONS, USUAL } from './definitions.ts'
import { cellOf, NO_PARTS, partsOf, seedOf, signedIn, sumOf, type Parts } from './report_parts.ts'

type Key = Pick<ReportRow, 'key' | 'label' | 'label_en' | 'link' | 'period'> & { calls: number }
const CALLS_A_DAY = 900
const LONG_TEAM = '内蒙古自治区呼伦贝尔市客户联络一组（夜班）'
const TEAMS = ['客服一组', '客服二组', LONG_TEAM]
const HOUR_WEIGHT = [0, 0, 0, 0, 0, 0, 0, 0.2, 0.7, 1.5, 1.9, 1.6, 0.9, 1.1, 1.7, 1.8, 1.5, 1.1, 0.5, 0.3, 0, 0, 0, 0]

const usOf = (day: string) => parseInstant(day) ?? 0
const periodOf = ({ first, last }: Days): ReportPeriod => ({ from_us: usOf(first), to_us: usOf(dayAfter(last)) })
const daysList = (days: Days) => Array.from({ length: daysIn(days) }, (_, index) => dayAfter(days.first, index))
const crew = (scene: string) => (scene === 'crowd' || scene === 'long' ? CROWD : AGENTS)

function keysOf(by: RowKind, days: Days, scene: string): Key[] {
  const whole = periodOf(days)
  const calls = CALLS_A_DAY * daysIn(days)
  const row = (key: string, label: string, share: number, link: ReportRow['link'], label_en: string | null = null): Key => ({ key, label, label_en, link, period: null, calls: calls * share })
  const dates = daysList(days)
  const spans = (of: (day: string) => string) => [...new Set(dates.map(of))].map((key) => {
    const own = dates.filter((day) => of(day) === key)
    const period = periodOf({ first: own[0] ?? days.first, last: own.at(-1) ?? days.last })
    return { ...row(key, key, own.length / dates.length, period), period }
  })
  switch (by) {
    case 'queue': return QUEUES.map(({ queue, name_zh }, index) => row(queue, name_zh, [0.45, 0.3, 0.2, 0.05][index] ?? 0.1, { ...whole, queue }))
    case 'agent': return crew(scene).map(({ agent, name, work_number }) => row(agent, `${name} ${work_number}`, 1 / crew(scene).length, { ...whole, agent: [agent] }))
    case 'team': return [...TEAMS, ''].map((team, index) => row(team, team, [0.4, 0.3, 0.25, 0.05][index] ?? 0, { ...whole, agent: AGENTS.slice(index * 4, index * 4 + 4).map(({ agent }) => agent) }))
    case 'company': return [row('demo01', '示例通信服务有限公司', 1, { ...whole, company: 'demo01' })]
    case 'number': return ['4000000001', '4000000002'].map((hotline, index) => row(hotline, hotline, index ? 0.2 : 0.8, { ...whole, hotline }))
    case 'hour': return HOUR_WEIGHT.flatMap((weight, hour) => (weight ? [row(String(hour), String(hour), weight / 15, { ...whole, hour })] : []))
    case 'weekday': return Array.from({ length: 7 }, (_, index) => row(String(index + 1), '', index < 5 ? 0.17 : 0.075, { ...whole, weekday: index + 1 }))
    case 'day': return spans((day) => day)
    case 'week': return spans((day) => dayAfter(day, 1 - weekdayOf(day)))
    case 'month': return spans((day) => day.slice(0, 7))
    case 'year': return spans((day) => day.slice(0, 4))
    case 'ivr_path': return [['1', '主菜单 1 业务咨询'], ['2', '主菜单 2 售后服务'], ['3>1', '主菜单 3 投诉建议 › 1 升级投诉'], ['', '']].map(([key, label], index) => row(key ?? '', label ?? '', [0.45, 0.3, 0.2, 0.05][index] ?? 0, { ...whole, ivr_path: key || '-' }))
  }
}

function subjectOf(query: URLSearchParams): ReportSubject {
  const by = query.get('rows')
  if (by === 'agent' || by === 'team' || query.get('agent') || query.get('team')) return 'agent'
  return by === 'queue' || query.get('queue') ? 'queue' : 'call'
}

function chosen(query: URLSearchParams): ReportDefinition[] {
  const ids = query.get('figures')?.split(',') ?? USUAL[subjectOf(query)]
  return ids.flatMap((id) => DEFINITIONS.find((each) => each.id === id) ?? [])
}

const made = (days: Days, scene: string, nowUs: number) => ({
  ...days, period: periodOf(days), scope: 'demo01', as_of_us: nowUs, demo: true, completeness: scene === 'gap' ? ('unknown' as const) : ('live' as const),
  reason_zh: scene === 'gap' ? '2026-11-21 10:00 至 10:45 磁盘已满，电话系统未能写下流水；期间经链路看到 37 通来电。' : null, reason_en: null,
})

export function tableOf(query: URLSearchParams, days: Days, scene: string, nowUs: number): Report {
  const by = (query.get('rows') ?? 'queue') as RowKind
  const columns = chosen(query)
  const keys = scene === 'empty' ? [] : keysOf(by, days, scene)
  const length = daysIn(days)
  const before = query.get('compare') === 'previous' ? { first: dayAfter(days.first, -length), last: dayAfter(days.first, -1) } : null
  // The last of many rows had no calls: there is nothing to divide by.
  const of = (key: Key, at: Days, index: number): Parts => (keys.length > 3 && index === keys.length - 1 && by !== 'day' ? NO_PARTS : partsOf(`${by}${key.key}${at.first}${at.last}`, key.calls))
  const parts = keys.map((key, index) => of(key, days, index))
  const earlier = before ? keys.map((key, index) => of(key, before, index)) : null
  const cells = (from: Parts) => columns.map((column) => cellOf(column, from))
  return {
    ...made(days, scene, nowUs), by, previous: before ? { ...before, period: periodOf(before) } : null, columns,
    rows: keys.map((key, index) => ({
      key: key.key, label: key.label, label_en: key.label_en, link: key.link, period: key.period, completeness: scene === 'gap' && index < 2 ? (index ? 'recovered' : 'unknown') : 'live',
      figures: cells(parts[index] ?? NO_PARTS), previous: earlier ? cells(earlier[index] ?? NO_PARTS) : null,
    })),
    total: { figures: cells(sumOf(parts)), previous: earlier ? cells(sumOf(earlier)) : null },
  }
}

export function heatOf(query: URLSearchParams, days: Days, scene: string, nowUs: number): HeatReport {
  const column = DEFINITIONS.find(({ id }) => id === query.get('figure')) ?? (DEFINITIONS[0] as ReportDefinition)
  const all = Array.from({ length: 7 }, (_, day) => HOUR_WEIGHT.map((weight, hour) => (scene === 'empty' ? NO_PARTS : partsOf(`heat${day}${hour}${days.first}`, (CALLS_A_DAY / 15) * weight * (day < 5 ? 1 : 0.4)))))
  return { ...made(days, scene, nowUs), column, cells: all.map((row) => row.map((parts) => cellOf(column, parts))), total: cellOf(column, sumOf(all.flat())), link: periodOf(days) }
}

const TIME_COLUMNS = ['occupancy', 'work_rate', 'utilisation', 'aht_agent'].flatMap((id) => DEFINITIONS.find((each) => each.id === id) ?? [])

function totalOf(parts: Parts): TimeTotal {
  const { talk_us, hold_us, wrap_up_us, ready_us, break_us, not_ready_us, paid_us } = parts
  const meal = Math.round(break_us * 0.7)
  return {
    signed_in_us: signedIn(parts), ready_us, talk_us, hold_us, wrap_up_us, break_us, not_ready_us, paid_us, handled: parts.answered, rings: parts.answered + parts.missed, missed: parts.missed,
    breaks: break_us ? [{ reason: 'meal', zh: '就餐', en: 'Meal', us: meal }, { reason: 'rest', zh: '小休', en: 'Short break', us: break_us - meal }] : [],
    figures: TIME_COLUMNS.map((column) => cellOf(column, parts)),
  }
}

export function timesOf(days: Days, scene: string, nowUs: number): TimeReport {
  const people = scene === 'empty' ? [] : crew(scene)
  const rowOf = (person: (typeof people)[number], at: Days, day: string | null, parts: Parts): TimeRow => {
    const random = chance(seedOf(person.agent + at.last))
    const from = usOf(at.first) + 9 * 3_600_000_000 - Math.round(random() * 600) * 1_000_000
    const index = people.indexOf(person)
    return {
      agent: person.agent, label: `${person.name} ${person.work_number}`, work_number: person.work_number, team: index % 5 === 4 ? null : (TEAMS[index % 3] ?? null), day, period: periodOf(at), completeness: 'live', first_in_us: day === null ? null : from,
      last_out_us: index === 2 || day === null ? null : usOf(at.last) + 18 * 3_600_000_000 + Math.round(random() * 900) * 1_000_000, ...totalOf(parts), link: { ...periodOf(at), agent: [person.agent] },
    }
  }
  const daily = people.map((person, index) => daysList(days).map((day) => {
    const parts = partsOf(`time${person.agent}${day}`, 75)
    // Half of the room is on the shift table.
    return { day, parts: index % 2 ? parts : { ...parts, paid_us: Math.max(8 * 3_600_000_000, signedIn(parts)), shift_us: signedIn(parts) - parts.break_us - parts.not_ready_us } }
  }))
  return {
    ...made(days, scene, nowUs), columns: TIME_COLUMNS,
    rows: people.flatMap((person, index) => (daily[index] ?? []).map(({ day, parts }) => rowOf(person, { first: day, last: day }, day, parts))),
    totals: people.map((person, index) => rowOf(person, days, null, sumOf((daily[index] ?? []).map(({ parts }) => parts)))),
    total: totalOf(sumOf(daily.flat().map(({ parts }) => parts))),
  }
}

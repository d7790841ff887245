import { describe, expect, it } from 'vitest'
import { CALL_PARTS } from '@/data/calls'
import type { ReportCell, ReportDefinition, TimeRow } from '@/data/reports'
import { DEFINITIONS } from '@/fake/definitions'
import { cellOf, partsOf as invented, sumOf } from '@/fake/report_parts'
import { tableOf } from '@/fake/reports'
import { dayAfter, daysIn, daysOf, isDay, weekdayOf } from '@/format/days'
import { callQuery, scopeOf as callScopeOf } from '@/features/calls/scope'
import { changeOf } from '@/features/reports/change'
import { callsBehind, partOf } from '@/features/reports/drill_down'
import { fitting, stillFitting, subjectOf } from '@/features/reports/figure_choice'
import { busyHours, LIGHT_FROM, SHADES, shadesOf } from '@/features/reports/heat'
import { paperRule } from '@/features/reports/paper'
import { askedOf, PLAIN, queryOf, scopeOf } from '@/features/reports/report_scope'
import { nextSort, ordered } from '@/features/reports/row_order'
import { hoursText, overnight, shiftMinutes } from '@/features/reports/shift_hours'
import { partsOf } from '@/features/reports/time_parts'

const cell = (value: number | null): ReportCell => ({ value, numerator: value ?? 0, denominator: 1, rows: 1 })
const SUNDAY = '2026-11-22'

describe('the days of a period', () => {
  it('end today while the week or month goes on', () => {
    expect(daysOf('this_week', SUNDAY)).toEqual({ first: '2026-11-16', last: SUNDAY })
    expect(daysOf('this_month', SUNDAY)).toEqual({ first: '2026-11-01', last: SUNDAY })
  })
  it('are whole when it is over', () => {
    expect(daysOf('last_week', SUNDAY)).toEqual({ first: '2026-11-09', last: '2026-11-15' })
    expect(daysOf('last_month', '2026-01-31')).toEqual({ first: '2025-12-01', last: '2025-12-31' })
    expect(daysOf('last_month', '2028-03-31')).toEqual({ first: '2028-02-01', last: '2028-02-29' })
    expect(daysOf('yesterday', '2027-01-01')).toEqual({ first: '2026-12-31', last: '2026-12-31' })
  })
  it('begin a week on Monday', () => expect([weekdayOf('2026-11-16'), weekdayOf(SUNDAY)]).toEqual([1, 7]))
  it('are counted with both ends', () => expect(daysIn({ first: '2026-11-16', last: SUNDAY })).toBe(7))
  it('are days of the calendar only', () => expect(['2026-02-29', '2028-02-29', '2026-13-01', 'today', '2026-1-1'].map(isDay)).toEqual([false, true, false, false, false]))
  it('go over the end of a year', () => expect(dayAfter('2026-12-31')).toBe('2027-01-01'))
})

describe('the address of a report', () => {
  const scope = { ...PLAIN, period: 'custom' as const, first: '2026-11-01', last: '2026-11-20', rows: 'agent' as const, figures: ['taken', 'occupancy'], compare: true, team: '客服一组', sort: '-taken' }
  it('comes back as it was', () => expect(scopeOf(queryOf(scope))).toEqual(scope))
  it('is empty when nothing is chosen', () => expect(queryOf(PLAIN)).toEqual({}))
  it('takes no word it does not know', () => expect(scopeOf({ rows: 'moon', period: 'ever', first: '2026-02-31', last: '2026-03-01', figures: 'a b,<x>', queue: '../x', tab: 'x' })).toEqual(PLAIN))
  it('asks for days, never for a named period', () => expect(askedOf({ ...PLAIN, period: 'yesterday' }, SUNDAY)).toEqual({ first: '2026-11-21', last: '2026-11-21', rows: 'queue' }))
  it('asks a timesheet for people only', () => expect(askedOf({ ...scope, tab: 'timesheet', queue: 'demo01-consult' }, SUNDAY)).toEqual({ first: '2026-11-01', last: '2026-11-20', team: '客服一组' }))
})

describe('the figures that may be chosen', () => {
  it('are those of what the rows count', () => {
    expect(subjectOf({ ...PLAIN, rows: 'hour' })).toBe('call')
    expect(subjectOf({ ...PLAIN, rows: 'hour', queue: 'q' })).toBe('queue')
    expect(subjectOf({ ...PLAIN, rows: 'day', team: 't' })).toBe('agent')
    expect(subjectOf({ ...PLAIN, tab: 'heat', rows: 'agent' })).toBe('call')
    expect(fitting(DEFINITIONS, { ...PLAIN, rows: 'agent' }).map(({ id }) => id)).not.toContain('offered')
  })
  it('stay chosen only while they fit', () => expect(stillFitting(['offered', 'talk_us'], DEFINITIONS, { ...PLAIN, rows: 'agent' })).toEqual(['talk_us']))
  it('stay while it is not known what fits', () => expect(stillFitting(['offered'], [], PLAIN)).toEqual(['offered']))
})

describe('the calls behind a number', () => {
  it('are chosen by a part that the list knows', () => {
    for (const { id, unit } of DEFINITIONS) {
      const part = partOf(id)
      if (part) expect(CALL_PARTS).toContain(part)
      else expect(['ratio', 'us'], id).toContain(unit)
    }
  })
  it('are those of the row, in its period', () => {
    const link = { from_us: Date.UTC(2026, 10, 20, 16) * 1000, to_us: Date.UTC(2026, 10, 21, 16) * 1000, queue: 'demo01-consult' }
    const query = callsBehind(link, 'service_level_15s', { weekday: 6, hour: 0 })
    expect(query).toEqual({ part: 'in_time', from: '2026-11-21 00:00:00', to: '2026-11-22 00:00:00', queue: 'demo01-consult', weekday: '6', hour: '0' })
    const asked = callQuery(callScopeOf(query as Record<string, string>), 0)
    expect(asked).toMatchObject({ part: 'in_time', from_us: link.from_us, to_us: link.to_us, queue: 'demo01-consult', weekday: 6, hour: 0 })
  })
  it('are those of the keys pressed, or of none', () => {
    const query = callsBehind({ from_us: 1, to_us: 2, ivr_path: '1>2' }, 'offered')
    expect(query).toMatchObject({ part: 'offered', ivr_path: '1>2' })
    expect(callQuery(callScopeOf({ ivr_path: '-' }), 0).ivr_path).toBe('-')
  })
  it('are of every agent of a team', () => expect(callQuery(callScopeOf({ agent: 'A1,A2' }), 0).agent).toEqual(['A1', 'A2']))
  it('are none for time, and none where no filter can say it', () => {
    expect(callsBehind({}, 'occupancy')).toBeNull()
    expect(callsBehind(null, 'offered')).toBeNull()
  })
})

describe('the change since the period before', () => {
  it('is in points for a rate, and says whether that is better', () =>
    expect(changeOf(cell(0.851), cell(0.83), 'ratio', 'service_level_15s', '百分点')).toEqual({ direction: 'up', sense: 'better', amount: '+2.1 百分点', share: null }))
  it('is worse when callers wait longer', () => expect(changeOf(cell(9_000_000), cell(6_000_000), 'us', 'asa', '')).toEqual({ direction: 'up', sense: 'worse', amount: '+3.0 s', share: '+50.0%' }))
  it('is neither for mere volume', () => expect(changeOf(cell(90), cell(100), 'count', 'offered', '')).toEqual({ direction: 'down', sense: 'neither', amount: '−10', share: '−10.0%' }))
  it('is none where both read the same', () => expect(changeOf(cell(0.90001), cell(0.9), 'ratio', 'answer_rate', 'x')?.direction).toBe('same'))
  it('has no percentage of nothing', () => expect(changeOf(cell(4), cell(0), 'count', 'offered', '')?.share).toBeNull())
  it('is not said where there is nothing to divide by', () => {
    expect(changeOf(cell(null), cell(1), 'ratio', 'answer_rate', '')).toBeNull()
    expect(changeOf(cell(1), null, 'ratio', 'answer_rate', '')).toBeNull()
  })
})

describe('the order of rows', () => {
  const report = tableOf(new URLSearchParams({ rows: 'queue', figures: 'offered,answer_rate' }), { first: SUNDAY, last: SUNDAY }, '', 0)
  it('is the greatest first, then the smallest, then the platform’s own', () => expect([nextSort('', 'a'), nextSort('-a', 'a'), nextSort('a', 'a'), nextSort('a', 'b')]).toEqual(['-a', 'a', '', '-b']))
  it('puts what has no value last, either way', () => {
    for (const sort of ['answer_rate', '-answer_rate']) expect(ordered(report, sort).at(-1)?.figures[1]?.value).toBeNull()
    expect(ordered(report, '-offered')[0]?.figures[0]?.value).toBe(Math.max(...report.rows.map((row) => row.figures[0]?.value ?? 0)))
  })
  it('is as it came for a figure that is not there', () => expect(ordered(report, '-asa')).toEqual(report.rows))
})

describe('the shades of the heat map', () => {
  const luminance = (hex: string) => {
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as [number, number, number]
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  it('leave every number readable', () => {
    for (const [index, shade] of SHADES.entries()) {
      const [light, dark] = [luminance(index >= LIGHT_FROM ? '#ffffff' : shade), luminance(index >= LIGHT_FROM ? shade : '#17242a')]
      expect((light + 0.05) / (dark + 0.05), shade).toBeGreaterThanOrEqual(4.5)
    }
  })
  it('grow darker with every step', () => expect([...SHADES].sort((a, b) => luminance(b) - luminance(a))).toEqual(SHADES))
  it('run from the least to the greatest; nothing to divide by has none', () => {
    const shade = shadesOf([[cell(0), cell(50), cell(100), cell(null)]])
    expect([0, 50, 100, null].map(shade)).toEqual([0, 3, SHADES.length - 1, null])
  })
  it('bear that all are alike', () => expect(shadesOf([[cell(0), cell(0)]])(0)).toBe(0))
  it('show the hours in which somebody called', () => {
    const day = Array.from({ length: 24 }, (_, hour) => ({ ...cell(hour), rows: hour === 8 || hour === 11 ? 1 : 0, numerator: 0 }))
    expect(busyHours([day])).toEqual([8, 9, 10, 11])
  })
})

describe('how the time signed in was spent', () => {
  const row = (more: Partial<TimeRow>): TimeRow => ({ signed_in_us: 0, talk_us: 0, hold_us: 0, wrap_up_us: 0, ready_us: 0, break_us: 0, not_ready_us: 0, ...more }) as TimeRow
  it('has a rest that no state names', () =>
    expect(partsOf(row({ signed_in_us: 100, talk_us: 40, ready_us: 50 }))).toEqual([
      { state: 'talk', us: 40, percent: 40 }, { state: 'ready', us: 50, percent: 50 }, { state: 'other', us: 10, percent: 10 },
    ]))
  it('never runs over its bar', () => expect(partsOf(row({ signed_in_us: 50, talk_us: 100 })).reduce((sum, { percent }) => sum + percent, 0)).toBe(100))
  it('is nothing for who was not there', () => expect(partsOf(row({}))).toEqual([]))
})

describe('a shift', () => {
  it('may end on the next day', () => {
    expect(shiftMinutes({ from: '21:30', to: '06:00' })).toBe(510)
    expect(overnight({ from: '21:30', to: '06:00' })).toBe(true)
    expect(overnight({ from: '09:00', to: '18:00' })).toBe(false)
  })
  it('has no length before it has both times', () => expect([{ from: '', to: '18:00' }, { from: '9:00', to: '24:00' }].map(shiftMinutes)).toEqual([null, null]))
  it('is said in hours and minutes', () => expect(hoursText(510)).toBe('8:30'))
})

it('what stands at the edge of the sheet cannot end its rule', () => {
  const rule = paperRule({ topLeft: '甲"; } body { x: "', topRight: 'b\\', bottomLeft: 'c\nd', page: '第', of: '共', pages: '页' })
  expect(rule).toContain('"甲\\"; } body { x: \\""')
  expect(rule).toContain('"b\\\\"')
  expect(rule).toContain('"c d"')
})

it('the invented numbers add up', () => {
  const of = (id: string) => DEFINITIONS.find((each) => each.id === id) as ReportDefinition
  const [a, b] = [invented('a', 100), invented('b', 50)]
  expect(cellOf(of('offered'), sumOf([a, b])).value).toBe(a.offered + b.offered)
  expect(cellOf(of('answer_rate'), sumOf([])).value).toBeNull()
})

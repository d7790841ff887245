import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { i18n } from '@/app/i18n'
import type { CallDetail, Leg } from '@/data/contract'
import { dayOfCalls } from '@/fake/calls'
import CallSummary from '@/features/calls/CallSummary.vue'
import { keysText } from '@/features/calls/keys'
import { lanes, ticks } from '@/features/calls/lanes'
import { totalOf } from '@/features/calls/list_total'
import { callQuery, PLAIN, queryOf, scopeOf } from '@/features/calls/scope'

const NOON = Date.UTC(2026, 10, 21, 4) * 1000

describe('the scope of the list', () => {
  it('comes back from its own address', () => {
    const scope = { ...PLAIN, period: 'custom' as const, from: '2026-11-01 00:00:00', to: '2026-11-02 00:00:00', outcome: 'abandoned' as const, queue: 'demo01-consult', limit: 100 }
    expect(scopeOf(queryOf(scope) as Record<string, string>)).toEqual(scope)
  })
  it('is an empty address when nothing is chosen', () => expect(queryOf(PLAIN)).toEqual({}))
  it('takes no word it does not know', () =>
    expect(scopeOf({ outcome: 'won', sort: 'name', limit: '7', period: 'ever', from: 'x' })).toEqual(PLAIN))
  it('never carries a caller number', () => expect(JSON.stringify(queryOf(scopeOf({ caller: '13900001234' })))).not.toContain('139'))
  it('carries the token that stands for one', () => {
    const caller = '0123456789abcdef'.repeat(2)
    expect(queryOf(scopeOf({ caller }))).toEqual({ caller })
    expect(callQuery(scopeOf({ caller }), NOON).caller).toBe(caller)
  })
  it('asks for a Shanghai day', () => {
    const { from_us, to_us } = callQuery(PLAIN, NOON)
    expect(from_us).toBe(Date.UTC(2026, 10, 20, 16) * 1000)
    expect(to_us).toBe(Date.UTC(2026, 10, 21, 16) * 1000)
  })
})

describe('how many there are in all', () => {
  const page = { rows: 43, behind: 0, limit: 50, first: true, last: true }
  it('is known on the last page, when the others were read here', () =>
    expect([page, { ...page, behind: 6, first: false }, { ...page, last: false }, { ...page, first: false }].map(totalOf)).toEqual([43, 343, null, null]))
  it('comes along with the figure that was opened, and is asked of nobody', () => {
    expect([scopeOf({ of: '343' }).of, scopeOf({ of: 'many' }).of]).toEqual(['343', ''])
    expect(callQuery(scopeOf({ of: '343' }), NOON)).toEqual(callQuery(PLAIN, NOON))
  })
})

describe('the recording of a call', () => {
  const [made] = dayOfCalls(NOON, NOON + 3_600_000_000, 3)
  const said = (given: Partial<CallDetail>) =>
    mount(CallSummary, { props: { call: { ...(made as CallDetail), ...given }, queueName: () => '', agentName: () => '' }, global: { plugins: [i18n] } }).text()
  it('is not called needless while the call goes on', () => {
    expect(said({ recorded: 'none', ended_us: null })).toContain('通话结束后确认')
    expect(said({ recorded: 'none', ended_us: NOON })).toContain('无需录音')
  })
  it('is not looked for in vain', () => expect(said({ recorded: 'present' })).toContain('网页不提供播放'))
})

describe('the lanes of a call', () => {
  const answered = dayOfCalls(NOON, NOON + 3_600_000_000, 3).find((call) => call.outcome === 'answered') as CallDetail

  it('cover the call from arrival to end without holes', () => {
    const { lanes: drawn } = lanes(answered, 0)
    const caller = drawn[0]
    expect(caller?.stretches.map(({ kind }) => kind).slice(0, 3)).toEqual(['ivr', 'wait', 'talk'])
    expect(caller?.stretches[0]?.fromUs).toBe(answered.arrived_us)
    expect(caller?.stretches.at(-1)?.toUs).toBe(answered.ended_us)
    for (const [index, stretch] of (caller?.stretches ?? []).entries()) if (index) expect(stretch.fromUs).toBe(caller?.stretches[index - 1]?.toUs)
  })
  it('have one lane per ring', () => expect(lanes(answered, 0).lanes).toHaveLength(1 + answered.rings))
  it('reach to now while the call is open', () => {
    const open = { ...answered, ended_us: null, talk_us: null, outcome: null, legs: [] }
    expect(lanes(open, answered.arrived_us + 99_000_000).toUs).toBe(answered.arrived_us + 99_000_000)
  })
  it('let a talk that goes on reach to now', () => {
    const open = { ...answered, ended_us: null, talk_us: 0, outcome: null, legs: [] }
    const drawn = lanes(open, (open.answered_us as number) + 30_000_000).lanes[0]?.stretches.at(-1)
    expect(drawn).toMatchObject({ kind: 'talk', toUs: (open.answered_us as number) + 30_000_000 })
  })
  it('show a hold over the talk, the colleague who was asked, and the wait between two talks', () => {
    const at = (seconds: number) => answered.arrived_us + seconds * 1_000_000
    const first = { ...(answered.legs.at(-1) as Leg), started_us: at(10), answered_us: at(12), bridged_us: at(12), unbridged_us: at(30), ended_us: at(30) }
    const asked = { ...first, number: 3, role: 'transfer_target' as const, started_us: at(21), answered_us: at(22), bridged_us: at(33), unbridged_us: at(50), ended_us: at(50) }
    const consult = { ...first, number: 2, role: 'consult' as const, started_us: at(20), bridged_us: null, unbridged_us: null }
    const call = { ...answered, human_requested_us: at(9), answered_us: at(12), ended_us: at(60), legs: [first, consult, asked], holds: [{ from_us: at(19), to_us: at(30) }] }
    const kinds = lanes(call, 0).lanes.map((lane) => lane.stretches.map((stretch) => stretch.kind))
    expect(kinds).toEqual([
      ['ivr', 'wait', 'wait', 'talk', 'talk', 'hold', 'after'],
      ['ring', 'talk', 'hold'],
      ['consult'],
      ['ring', 'consult', 'talk'],
    ])
  })
  it('have few ticks, however long the call', () => {
    for (const seconds of [1, 59, 600, 7_200]) expect(ticks(0, seconds * 1_000_000).length).toBeLessThanOrEqual(8)
  })
})

describe('keys', () => {
  it('are shown in order, a wrong one unnamed', () =>
    expect(keysText(['1', 'star', 'wrong'].map((key) => ({ menu: 'main', key, at_us: 0 })))).toBe('1 * ✕'))
  it('are — when nothing was pressed', () => expect(keysText([])).toBe('—'))
})

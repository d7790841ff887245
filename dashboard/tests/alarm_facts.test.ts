import { describe, expect, it } from 'vitest'
import type { Figure, FloorCall, FloorQueue, QueueToday } from '@/data/contract'
import { factsOf } from '@/features/wall/alarm_facts'
import { choiceOf } from '@/features/wall/wall_choice'

const ours = '4001'
const theirs = '4002'
const queue = (name: string): FloorQueue => ({ queue: name, name_zh: name, waiting: 2, longest_wait_since_us: 10, members_ready: 0 })
const call = (call_id: string, hotline: string, name: string, queued_us: number, state: FloorCall['state'] = 'waiting'): FloorCall => ({
  call_id, hotline, caller_masked: '', state, since_us: 1, arrived_us: 1, queue: name, queued_us, agent: null, seat: null, demo: false,
})
const rate: Figure = {
  definition_id: 'service_level_15s', version: 1, name_zh: '', name_en: '', unit: 'ratio', value: 0.5, numerator: 20, denominator: 40, target: 0.85, formula_zh: '', formula_en: '',
  period: { from_us: 0, to_us: 1 }, scope: 'c', rows: 40, as_of_us: 1, completeness: 'live', demo: false,
}
const own: QueueToday = { service_level_15s: { value: 0.6, numerator: 6, denominator: 10 } }

const LEFT = { voice_messages: { open: 2, overdue: 1, oldest_us: 5, hours: 4 }, recordings: { missing: 3, since_us: 7 } }

const factsAt = (query: Record<string, string>) => {
  const queues = [queue('c-a'), queue('c-b')]
  const floor = { link: null, queues, seats: [], trunks: [], calls: [call('1', theirs, 'c-a', 10), call('2', ours, 'c-a', 30, 'ringing'), call('3', theirs, 'c-b', 10), call('4', theirs, 'c-b', 12, 'ringing')] }
  const choice = choiceOf(query, { queues: ['c-a', 'c-b'], hotlines: [ours, theirs], companies: ['c'] })
  return factsOf({ stale: false, reason: null, ageSeconds: 0 }, { heardAtMs: 1, clockAheadMs: 0 }, floor, { figures: { value: [rate] }, queues: { value: new Map([['c-a', own]]) } } as never, choice, LEFT)
}
const waits = (query: Record<string, string>) => factsAt(query).queues.map(({ queue: name, waiting, longest_wait_since_us: since, ringing }) => [name, waiting, since, ringing])
const rates = (query: Record<string, string>) => factsAt(query).rates.map(({ subject, value }) => [subject, value])

describe('the facts of the alarms', () => {
  it('are those of everything', () => expect(waits({})).toEqual([['c-a', 2, 10, 1], ['c-b', 2, 10, 1]]))
  it('of a queue are its own', () => expect(waits({ queue: 'b' })).toEqual([['c-b', 2, 10, 1]]))
  it('of a hotline are those of its callers alone', () => expect(waits({ hotline: ours })).toEqual([['c-a', 1, 30, 1], ['c-b', 0, null, 0]]))
  it('of two hotlines in turn are those of both', () => expect(waits({ hotline: `${ours},${theirs}` })).toEqual([['c-a', 2, 10, 1], ['c-b', 2, 10, 1]]))
  it('count a caller once whom two views show', () => expect(waits({ hotline: ours, rotate: '20s' })).toEqual([['c-a', 1, 30, 1], ['c-b', 0, null, 0]]))
  it('hold the rate of what is shown, and none for one hotline', () => {
    const queries: Record<string, string>[] = [{}, { queue: 'a' }, { hotline: ours }, { queue: 'a', hotline: ours }]
    expect(queries.map(rates)).toEqual([[[null, 0.5]], [['c-a', 0.6]], [], []])
  })
  it('hold what is left of the company where the company is shown, and not in a part of it', () => {
    expect(factsAt({})).toMatchObject({ recordings: LEFT.recordings, messages: LEFT.voice_messages })
    expect(factsAt({ queue: 'a' })).toMatchObject({ recordings: null, messages: null })
  })
})

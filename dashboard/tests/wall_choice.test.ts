import { describe, expect, it } from 'vitest'
import type { FloorCall, FloorQueue, FloorSeat } from '@/data/contract'
import { callsBehind, callsOfQuarter } from '@/features/wall/behind'
import { queuesOf, seatsOf } from '@/features/wall/view_of_floor'
import { choiceOf, composed, presentView, queryOfComposed, type Choosable } from '@/features/wall/wall_choice'

const known: Choosable = { queues: ['c1-consult', 'c1-aftersales', 'c2-consult'], hotlines: ['4001', '4002'], companies: ['c1'] }
const S = 1_000_000

describe('the choice of a wall', () => {
  const whole = { queue: null, hotline: null }
  it.each([
    ['nothing', {}, { views: [whole], rotateSeconds: null, company: null, order: 'seat', strange: [] }],
    ['a queue by its whole name or its own', { queue: 'c1-aftersales' }, { views: [{ queue: 'c1-aftersales', hotline: null }] }],
    ['the bare name', { queue: 'aftersales' }, { views: [{ queue: 'c1-aftersales', hotline: null }] }],
    ['several: they take turns', { queue: 'aftersales,c1-consult' }, { views: [{ queue: 'c1-aftersales', hotline: null }, { queue: 'c1-consult', hotline: null }], rotateSeconds: 20 }],
    ['a hotline and a queue', { queue: 'aftersales', hotline: '4002' }, { views: [{ queue: 'c1-aftersales', hotline: '4002' }], rotateSeconds: null }],
    ['turning through everything', { rotate: '30s', company: 'c1' }, { views: [whole, { queue: 'c1-consult', hotline: null }, { queue: 'c1-aftersales', hotline: null }], rotateSeconds: 30 }],
    ['turning needs more than one view', { rotate: '30', queue: 'aftersales' }, { rotateSeconds: null }],
    ['urgent seats first', { sort: 'urgent' }, { order: 'urgent' }],
    ['a queue that is not there', { queue: 'abc' }, { views: [whole], strange: [{ key: 'queue', value: 'abc' }] }],
    ['another company', { company: 'c2' }, { company: null, strange: [{ key: 'company', value: 'c2' }] }],
    ["another company's queue", { company: 'c1', queue: 'c2-consult' }, { views: [whole], strange: [{ key: 'queue', value: 'c2-consult' }] }],
    ['a pace that cannot be', { rotate: '1s' }, { rotateSeconds: null, strange: [{ key: 'rotate', value: '1s' }] }],
    ['words that mean nothing', { rotate: 'fast', hotline: '9', sort: 'x' }, { strange: [{ key: 'hotline', value: '9' }, { key: 'rotate', value: 'fast' }, { key: 'sort', value: 'x' }] }],
  ])('of %s', (_name, query, expected) => expect(choiceOf(query, known)).toMatchObject(expected))

  it('turns by the clock, the same on every wall', () => {
    const choice = choiceOf({ rotate: '20s', queue: 'c1-consult,aftersales' }, known)
    expect(presentView(choice, 40 * S)).toMatchObject({ place: 1, of: 2, over: 0 })
    expect(presentView(choice, 75 * S)).toMatchObject({ place: 2, of: 2, over: 0.75, view: { queue: 'c1-aftersales' } })
  })

  it.each<Record<string, string>>([{ queue: 'c1-consult' }, { queue: 'c1-consult,c1-aftersales', rotate: '30s' }, { rotate: '20s' }, { hotline: '4001', sort: 'urgent', company: 'c1' }])(
    'survives the panel: %j', (query) => expect(queryOfComposed(composed(choiceOf(query, known), query))).toEqual(query))
})

describe('what a view shows', () => {
  const queue = (name: string): FloorQueue => ({ queue: name, name_zh: name, waiting: 5, longest_wait_since_us: 3, members_ready: 2 })
  const call = (hotline: string, queued_us: number | null): FloorCall => ({
    call_id: `${hotline}${queued_us}`, hotline, caller_masked: '', state: 'waiting', since_us: 0, arrived_us: 0, queue: 'c1-consult', queued_us, agent: null, seat: null, demo: true,
  })
  const seat = (name: string, state: FloorSeat['state'], queues: string[], since_us = 0): FloorSeat => ({
    seat: name, agent: 'A', work_number: null, name: null, state, since_us, reason: null, queue: null, queues, call_id: null, registered: true,
  })

  it('counts the callers of its hotline', () => {
    const calls = [call('4001', 7), call('4001', 9), call('4002', 1), call('4001', null)]
    const [found] = queuesOf([{ queue: 'c1-consult', hotline: '4001' }], null, [queue('c1-consult'), queue('c1-aftersales')], calls)
    expect(found).toMatchObject({ queue: 'c1-consult', waiting: 2, longest_wait_since_us: 7, members_ready: 2 })
  })
  it('keeps to its company', () => expect(queuesOf([{ queue: null, hotline: null }], 'c1', known.queues.map(queue), [])).toHaveLength(2))
  it('has the seats of its queue, urgent first when asked', () => {
    const seats = [seat('1001', 'ready', ['c1-consult']), seat('1002', 'ringing', ['c1-consult'], 5), seat('1003', 'ringing', ['c1-consult'], 2), seat('1004', 'talking', ['c1-aftersales'])]
    const names = (order: 'seat' | 'urgent') => seatsOf({ queue: 'c1-consult', hotline: null }, order, seats).map((one) => one.seat)
    expect(names('seat')).toEqual(['1001', '1002', '1003'])
    expect(names('urgent')).toEqual(['1003', '1002', '1001'])
  })
  it('opens the calls behind its numbers', () => {
    expect(callsBehind('abandoned', { queue: 'c1-consult', hotline: '4001' })).toEqual({ path: '/calls', query: { queue: 'c1-consult', hotline: '4001', outcome: 'abandoned' } })
    expect(callsOfQuarter(1_763_690_400 * S, 900 * S, { queue: null, hotline: null })).toEqual({ path: '/calls', query: { from: '2025-11-21 10:00:00', to: '2025-11-21 10:15:00' } })
  })
})

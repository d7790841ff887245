import { describe, expect, it } from 'vitest'
import type { FloorCall, FloorSeat, SeatState } from '@/data/contract'
import { queryOfView, shownSeats, viewOf, waitingCalls } from '@/features/floor/floor_view'
import { actRefusal, forceRefusal, type Powers } from '@/features/floor/supervising'

const seat = (state: SeatState, more: Partial<FloorSeat> = {}): FloorSeat => ({
  seat: '1001', agent: 'A00001', work_number: '8001', name: '演示坐席01', state, since_us: 0, reason: null, queue: null, queues: [], call_id: null, registered: true, ...more,
})
const powers = (more: Partial<Powers> = {}): Powers => ({ supervisor: true, linked: true, busy: false, phone: { on: true, registered: true }, ownAgent: null, ...more })

describe('listening and its like', () => {
  it.each(['talking', 'holding', 'consulting'] as const)('are possible while the agent is %s', (state) => expect(actRefusal(seat(state), powers())).toBeNull())
  it.each(['ready', 'ringing', 'wrap_up', 'on_break', 'not_ready'] as const)('are not while %s', (state) => expect(actRefusal(seat(state), powers())).toBe('not_in_call'))
  it('say that the own phone is off, or lost', () => {
    expect(actRefusal(seat('talking'), powers({ phone: { on: false, registered: false } }))).toBe('own_phone_off')
    expect(actRefusal(seat('talking'), powers({ phone: { on: true, registered: false } }))).toBe('own_phone_lost')
  })
  it('name the reason that a person can do least about first', () => {
    expect(actRefusal(seat('ready'), powers({ supervisor: false, linked: false }))).toBe('not_supervisor')
    expect(actRefusal(seat('ready'), powers({ linked: false }))).toBe('link_lost')
  })
  it('are not for an empty seat or one\'s own', () => {
    expect(actRefusal(seat('signed_out', { agent: null }), powers())).toBe('nobody')
    expect(actRefusal(seat('talking'), powers({ ownAgent: 'A00001' }))).toBe('own_seat')
  })
})

describe('forcing a state', () => {
  it('needs no phone', () => expect(forceRefusal(seat('on_break'), 'ready', powers({ phone: { on: false, registered: false } }))).toBeNull())
  it('books a break or the way out during a call; ready is for afterwards', () => {
    expect(forceRefusal(seat('talking'), 'break', powers())).toBeNull()
    expect(forceRefusal(seat('talking'), 'ready', powers())).toBe('in_call')
    expect(forceRefusal(seat('ringing'), 'signed_out', powers())).toBeNull()
  })
  it('does not do what is already so', () => {
    expect(forceRefusal(seat('ready'), 'ready', powers())).toBe('ready_already')
    expect(forceRefusal(seat('on_break'), 'break', powers())).toBe('on_break_already')
  })
})

describe('the floor\'s view', () => {
  const plain = viewOf({})
  const call = (id: string, more: Partial<FloorCall> = {}): FloorCall => ({
    call_id: id, hotline: '', caller_masked: '', state: 'waiting', since_us: 0, arrived_us: 0, queue: 'q1', queued_us: null, agent: null, seat: null, demo: true, ...more,
  })
  const seats = [seat('ready', { seat: '1010', since_us: 5 }), seat('talking', { seat: '1002', since_us: 9, call_id: 'c1', agent: 'A2' }), seat('signed_out', { seat: '1003', since_us: 1, agent: null })]
  const order = (view: Partial<typeof plain>, team: Set<string> | null = null) => shownSeats(seats, [call('c1', { queue: 'q2' })], { ...plain, ...view }, team).map((one) => one.seat)

  it('stands by seat number', () => expect(order({})).toEqual(['1002', '1003', '1010']))
  it('puts the longest time in a state first, empty seats last', () => expect(order({ sort: 'time' })).toEqual(['1010', '1002', '1003']))
  it('puts together what is in one state', () => expect(order({ sort: 'state' })).toEqual(['1010', '1002', '1003']))
  it('is narrowed by state, by the queue of the call, by team', () => {
    expect(order({ state: 'talking' })).toEqual(['1002'])
    expect(order({ queue: 'q2' })).toEqual(['1002'])
    expect(order({}, new Set(['A2']))).toEqual(['1002'])
  })
  it('is kept in the address, and nothing strange is taken from there', () => {
    const view = { ...plain, sort: 'time' as const, state: 'ready' as const, seat: '1003' }
    expect(viewOf(queryOfView(view))).toEqual(view)
    expect(queryOfView(plain)).toEqual({})
    expect(viewOf({ sort: 'x', state: ['ready'], seat: null })).toEqual(plain)
  })
  it('lists who waits, the longest first', () =>
    expect(waitingCalls([call('a', { since_us: 9 }), call('b', { since_us: 2 }), call('c', { state: 'talking' })]).map(({ call_id }) => call_id)).toEqual(['b', 'a']))
})

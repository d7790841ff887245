import { describe, expect, it } from 'vitest'
import type { FloorLink, FloorSeat } from '@/data/contract'
import { countStates, gridColumns, shownState } from '@/features/floor/seat_state'
import { isLate, longestWaitSince } from '@/features/floor/waiting'
import { ageOf, freshness } from '@/live/freshness'

const link: FloorLink = { state: 'live', epoch: 1, since_us: 0, asterisk: '22' }
const seat = (state: FloorSeat['state'], registered = true): FloorSeat => ({
  seat: '1001', agent: null, work_number: null, name: null, state, since_us: 0, reason: null, queue: null, queues: [], call_id: null, registered,
})

describe('a wall', () => {
  it('is fresh while it hears from the platform and the platform from Asterisk', () =>
    expect(freshness('open', 1_000, 4_000, link, true)).toEqual({ stale: false, reason: null, ageSeconds: 3 }))
  it('is stale after ten silent seconds', () => expect(freshness('open', 0, 10_000, link, true).reason).toBe('no_contact'))
  it('is stale at once when the connection is gone', () => expect(freshness('lost', 0, 1_000, link, true).reason).toBe('no_contact'))
  it('is stale when the platform lost Asterisk', () => expect(freshness('open', 0, 1_000, { ...link, state: 'lost' }, true).reason).toBe('link_lost'))
  it('is as old as the loss of the link, however lately the platform spoke', () => {
    const lost = { ...link, state: 'lost' as const, since_us: 5_000_000 }
    expect(ageOf(freshness('open', 39_000, 40_000, lost, true), lost, 40_000_000)).toBe(35)
    expect(ageOf(freshness('open', 39_000, 40_000, link, true), link, 40_000_000)).toBe(1)
  })
  it('does not trust a floor without a link state', () => expect(freshness('open', 0, 1_000, null, true).reason).toBe('no_link_state'))
  it('says so when it was refused', () => expect(freshness('refused', 0, 0, link, true).reason).toBe('refused'))
})

describe('seats', () => {
  it('without a registered phone cannot take a call', () => {
    expect(shownState(seat('ready', false))).toBe('lost_registration')
    expect(shownState(seat('signed_out', false))).toBe('signed_out')
  })
  it('are counted by state, everyday states kept at zero', () => {
    const counts = Object.fromEntries(countStates([seat('ready'), seat('ready'), seat('holding')]).map(({ state, count }) => [state, count]))
    expect(counts).toMatchObject({ ready: 2, holding: 1, talking: 0, signed_out: 0 })
    expect(counts).not.toHaveProperty('consulting')
  })
  it.each([[12, 4], [1, 1], [0, 1], [10, 5], [20, 5], [24, 6], [48, 8], [60, 10]])('%s tiles stand in %s columns', (count, columns) => expect(gridColumns(count)).toBe(columns))
})

describe('waiting', () => {
  it('is late after 15 s, not at 15 s', () => {
    expect(isLate(0, 15_000_000)).toBe(false)
    expect(isLate(0, 15_000_001)).toBe(true)
    expect(isLate(null, 99_000_000)).toBe(false)
  })
  it('is measured from the longest', () =>
    expect(longestWaitSince([{ longest_wait_since_us: null }, { longest_wait_since_us: 5 }, { longest_wait_since_us: 3 }])).toBe(3))
})

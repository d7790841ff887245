import { describe, expect, it } from 'vitest'
import type { LocationQuery } from 'vue-router'
import { namesNoDays } from '@/app/address_days'

describe('days of an address', () => {
  it.each<LocationQuery>([
    { first: '2026-13-01', last: '2026-11-21' }, { first: 'yesterday' }, { day: '2026-02-30' },
    { first: '2026-11-22', last: '2026-11-21' }, { from: 'soon' },
  ])('%o cannot be shown', (query) => expect(namesNoDays(query)).toBe(true))
  it.each<LocationQuery>([
    {}, { first: '2026-11-21', last: '2026-11-21' }, { from: '2026-11-21 09:00', to: '2026-11-21 10:00' }, { first: '', day: '', days: 'week' },
  ])('%o can', (query) => expect(namesNoDays(query)).toBe(false))
})

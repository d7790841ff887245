import { describe, expect, it } from 'vitest'
import { measured, offset, shortTimer, timer } from '@/format/duration'
import { part, percent, shown, verdict } from '@/format/figure'
import { dateTime, parseInstant, preciseClock, startOfDay } from '@/format/time'

const S = 1_000_000

describe('durations', () => {
  it.each([[0, '00:00:00'], [249 * S, '00:04:09'], [249 * S + 999_999, '00:04:09'], [100 * 3600 * S, '100:00:00'], [null, '—'], [-5, '00:00:00']])(
    'timer %s is %s', (us, text) => expect(timer(us)).toBe(text))
  it.each([[12_449_000, '12.4 s'], [59_990_000, '59.9 s'], [60 * S, '00:01:00'], [0, '0.0 s'], [null, '—']])(
    'measured %s is %s', (us, text) => expect(measured(us)).toBe(text))
  it('shortTimer leaves the hours out while there are none', () => {
    expect(shortTimer(249 * S)).toBe('04:09')
    expect(shortTimer(3_661 * S)).toBe('01:01:01')
  })
  it('offset keeps milliseconds', () => {
    expect(offset(52_431)).toBe('+0.052 s')
    expect(offset(62_345_678)).toBe('+00:01:02.345')
  })
})

describe('figures', () => {
  it('never rounds a rate up to its target', () => expect(percent(0.84996)).toBe('84.9'))
  it('keeps exact tenths exact', () => expect(percent(0.289)).toBe('28.9'))
  it('has no value where there is nothing to divide by', () => expect(shown({ value: null, unit: 'ratio' })).toEqual({ number: '—', unit: '' }))
  it('shows a missing figure as —', () => expect(shown(null).number).toBe('—'))
  it('shows ratios, counts and times with their units', () => {
    expect(shown({ value: 1, unit: 'ratio' })).toEqual({ number: '100.0', unit: '%' })
    expect(shown({ value: 12_345, unit: 'count' })).toEqual({ number: '12,345', unit: '' })
    expect(shown({ value: 9_040_000, unit: 'us' })).toEqual({ number: '9.0', unit: 's' })
    expect(shown({ value: 75_000_000, unit: 'us' })).toEqual({ number: '00:01:15', unit: '' })
  })
  it('divides time by a count', () => {
    expect(part({ unit: 'us' }, 90 * S, 'numerator')).toBe('00:01:30')
    expect(part({ unit: 'us' }, 90, 'denominator')).toBe('90')
  })
  it.each([[0.85, 'met'], [0.8499, 'at_risk'], [0.8, 'at_risk'], [0.7999, 'not_met'], [null, 'cannot_tell']])(
    'judges %s as %s', (value, word) => expect(verdict(value, 0.85)).toBe(word))
})

describe('times', () => {
  const us = Date.UTC(2026, 10, 21, 6, 5, 9, 42) * 1000
  it('are written in Shanghai', () => expect(dateTime(us)).toBe('2026-11-21 14:05:09'))
  it('keep milliseconds in a timeline', () => expect(preciseClock(us + 999)).toBe('14:05:09.042'))
  it('know the Shanghai day, before and after UTC midnight', () => {
    expect(dateTime(startOfDay(us))).toBe('2026-11-21 00:00:00')
    expect(dateTime(startOfDay(Date.UTC(2026, 10, 21, 16, 0, 0) * 1000))).toBe('2026-11-22 00:00:00')
  })
  it('are read back from text', () => {
    expect(parseInstant('2026-11-21 14:05:09')).toBe(Date.UTC(2026, 10, 21, 6, 5, 9) * 1000)
    expect(parseInstant('2026-11-21')).toBe(Date.UTC(2026, 10, 20, 16) * 1000)
    expect(parseInstant('yesterday')).toBeNull()
  })
})

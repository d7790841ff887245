import { describe, expect, it } from 'vitest'
import { apply, EMPTY, type Delta } from '@/live/topic'

const snapshot = { op: 'snapshot', topic: 'floor', seq: 7, at_us: 1, entries: { a: 1, b: 2 } } as const
const delta = (seq: number, set: Record<string, unknown> = {}, drop: string[] = []): Delta => ({ op: 'delta', topic: 'floor', seq, at_us: 2, set, drop })

describe('a topic', () => {
  it('takes a snapshot whole', () => {
    const { view, gap } = apply({ seq: 99, at_us: 0, entries: new Map([['old', 0]]) }, snapshot)
    expect(gap).toBe(false)
    expect([...view.entries]).toEqual([['a', 1], ['b', 2]])
    expect(view.seq).toBe(7)
  })

  it('sets and drops keys with the next delta', () => {
    const { view, gap } = apply(apply(EMPTY, snapshot).view, delta(8, { c: 3 }, ['a']))
    expect(gap).toBe(false)
    expect([...view.entries]).toEqual([['b', 2], ['c', 3]])
  })

  it('does not change the view that was handed out', () => {
    const before = apply(EMPTY, snapshot).view
    apply(before, delta(8, { a: 9 }))
    expect(before.entries.get('a')).toBe(1)
  })

  it('sees a missing delta and keeps the last view that was true', () => {
    const before = apply(EMPTY, snapshot).view
    expect(apply(before, delta(9, { a: 9 }))).toEqual({ view: before, gap: true })
  })

  it('sees a delta before any snapshot', () => {
    expect(apply(EMPTY, delta(1)).gap).toBe(true)
  })

  it('passes over a delta older than the snapshot', () => {
    const before = apply(EMPTY, snapshot).view
    expect(apply(before, delta(7, { a: 9 }))).toEqual({ view: before, gap: false })
  })
})

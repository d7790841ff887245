import { describe, expect, it } from 'vitest'
import { en } from '@/app/locale/en'
import { zhCN } from '@/app/locale/zh-CN'
import { newlyRaised, RATE_MARGIN, shownAlarms, watch, type AlarmFacts, type AlarmQueue, type Watched } from '@/features/wall/alarms'

const S = 1_000_000
const START = 1_763_654_400 * S
const CALM: AlarmFacts = { stale: null, heard_us: START, queues: [], trunks: [], staffed: true, rates: [], recordings: null, messages: null }
const queue = (more: Partial<AlarmQueue> = {}): AlarmQueue => ({ queue: 'c-a', waiting: 0, longest_wait_since_us: null, members_ready: 1, ringing: 0, ...more })
const trunk = (name: string, state: 'reachable' | 'unreachable', since_us = START) => ({ name, state, since_us })
const rate = (value: number, of = 100) => [{ subject: null, value, target: 0.85, of }]
const waits = (since: number, more: Partial<AlarmQueue> = {}): AlarmFacts => ({ ...CALM, queues: [queue({ waiting: 1, longest_wait_since_us: since, ...more })] })

/** What is shown at each of the given seconds, the facts of every second in between being looked at too. */
function shownAt(factsAt: (second: number) => AlarmFacts, seconds: readonly number[]): Record<number, string[]> {
  const found: Record<number, string[]> = {}
  let watched: Watched[] = []
  for (let second = 0; second <= Math.max(...seconds); second += 1) {
    const now = START + second * S
    watched = watch(watched, factsAt(second), now)
    if (seconds.includes(second)) found[second] = shownAlarms(watched, now).map(({ id, level }) => `${level} ${id}`)
  }
  return found
}

const rows: [string, (second: number) => AlarmFacts, Record<number, string[]>][] = [
  ['a wait is an alarm after 15 s, not at 15 s, and for 3 s more', (s) => (s < 20 ? waits(START) : CALM), { 15: [], 16: ['now waiting/c-a'], 19: ['now waiting/c-a'], 20: ['now waiting/c-a'], 21: ['now waiting/c-a'], 22: [] }],
  ['the next caller close behind does not make it flicker', (s) => waits(s < 20 ? START : START + 6 * S), { 19: ['now waiting/c-a'], 20: ['now waiting/c-a'], 21: ['now waiting/c-a'], 22: ['now waiting/c-a'] }],
  ['nobody ready for who waits: after 5 s, gone after 5 s', (s) => (s < 10 ? waits(START, { members_ready: 0 }) : waits(START + 9 * S)), { 4: [], 5: ['now no_ready_waiting/c-a'], 13: ['now no_ready_waiting/c-a'], 14: [] }],
  ['who rings at a seat already is served', () => waits(START, { members_ready: 0, ringing: 1 }), { 10: [] }],
  ['waiting too long says it all: no second alarm of the same queue', () => waits(START, { members_ready: 0 }), { 10: ['now no_ready_waiting/c-a'], 17: ['now waiting/c-a'] }],
  ['an open queue without a ready seat is worth knowing after a minute', () => ({ ...CALM, queues: [queue({ members_ready: 0 }), queue({ queue: 'c-b' })] }), { 59: [], 60: ['soon no_ready/c-a'] }],
  ['one word for all queues', () => ({ ...CALM, queues: [queue({ members_ready: 0 }), queue({ queue: 'c-b', members_ready: 0 })] }), { 60: ['soon no_ready_anywhere'] }],
  ['at night a quiet queue is a closed one', () => ({ ...CALM, staffed: false, queues: [queue({ members_ready: 0 })] }), { 90: [] }],
  ['a ready seat for a moment clears nothing', (s) => ({ ...CALM, queues: [queue({ members_ready: s === 62 ? 1 : 0 }), queue({ queue: 'c-b' })] }), { 61: ['soon no_ready/c-a'], 62: ['soon no_ready/c-a'], 63: ['soon no_ready/c-a'] }],
  ['a trunk down for 5 s, back for 10 s', (s) => ({ ...CALM, trunks: [trunk('main', s < 8 ? 'unreachable' : 'reachable'), trunk('backup', 'reachable')] }), { 4: [], 5: ['soon trunk/main'], 16: ['soon trunk/main'], 17: [] }],
  ['a trunk that comes and goes stays one alarm', (s) => ({ ...CALM, trunks: [trunk('main', s < 6 || s % 4 === 0 ? 'unreachable' : 'reachable'), trunk('backup', 'reachable')] }), { 6: ['soon trunk/main'], 11: ['soon trunk/main'], 23: ['soon trunk/main'] }],
  ['the last trunk needs a person', () => ({ ...CALM, trunks: [trunk('main', 'unreachable')] }), { 5: ['now trunk/main'] }],
  ['a recording that is not there, until it turns up', (s) => ({ ...CALM, recordings: { missing: s < 9 ? 1 : 0, since_us: START } }), { 0: ['soon recording'], 12: ['soon recording'], 13: [] }],
  ['a message nobody dealt with stands behind what began before it', () => ({ ...CALM, trunks: [trunk('main', 'unreachable', START - 9 * S), trunk('backup', 'reachable')], messages: { overdue: 1, hours: 4, oldest_us: START - 90_000 * S } }), { 6: ['soon trunk/main', 'soon messages'] }],
  ['messages in time are no alarm', () => ({ ...CALM, messages: { overdue: 0, hours: 4, oldest_us: START } }), { 60: [] }],
  ['the rate below its target for 30 s', () => ({ ...CALM, rates: rate(0.8499) }), { 29: [], 30: ['soon rate'] }],
  ['at its target it is met', () => ({ ...CALM, rates: rate(0.85) }), { 60: [] }],
  ['to be well again it must be above the target by a margin', (s) => ({ ...CALM, rates: rate(s < 40 ? 0.84 : s < 80 ? 0.85 + RATE_MARGIN / 2 : 0.85 + RATE_MARGIN) }), { 39: ['soon rate'], 79: ['soon rate'], 108: ['soon rate'], 109: [] }],
  ['few calls make no rate', () => ({ ...CALM, rates: rate(0.2, 19) }), { 60: [] }],
  ['the link: at once, alone, and for 2 s after', (s) => ({ ...waits(START - 20 * S), stale: s < 6 ? 'no_contact' : null }), { 0: ['now link'], 5: ['now link'], 6: ['now waiting/c-a', 'now link'], 7: ['now waiting/c-a'] }],
  ['what was raised before the link broke is neither shown nor forgotten', (s) => ({ ...(s < 3 || s >= 9 ? waits(START - 20 * S) : CALM), stale: s >= 3 && s < 9 ? 'link_lost' : null }), { 2: ['now waiting/c-a'], 5: ['now link'], 12: ['now waiting/c-a'] }],
]

describe('alarms', () => {
  it.each(rows)('%s', (_name, facts, expected) => expect(shownAt(facts, Object.keys(expected).map(Number))).toEqual(expected))

  it('stand worst first, then longest', () => {
    const facts: AlarmFacts = { ...CALM, trunks: [trunk('main', 'unreachable', START - 90 * S), trunk('backup', 'reachable')], queues: [queue({ queue: 'c-b', waiting: 1, longest_wait_since_us: START - 20 * S }), queue({ waiting: 2, longest_wait_since_us: START - 60 * S })] }
    expect(shownAlarms(watch([], facts, START), START).map(({ id }) => id)).toEqual(['waiting/c-a', 'waiting/c-b', 'trunk/main'])
  })

  it('count from when the wait became too long', () =>
    expect(watch([], waits(START - 20 * S), START)[0]).toMatchObject({ since_us: START - 5 * S, from_us: START - 20 * S, count: 1 }))

  it('are said in both languages', () => {
    for (const { says } of rows.flatMap(([, facts]) => [0, 3, 5, 20, 61].flatMap((s) => watch([], facts(s), START + s * S)))) {
      for (const words of [zhCN, en]) expect({ ...words.wall.alarm.says, ...words.wall.stale }).toHaveProperty(says)
    }
  })
})

describe('the bell', () => {
  const at = (facts: AlarmFacts, before: Watched[] = [], second = 0) => watch(before, facts, START + second * S)
  it('rings for what is new', () => expect(newlyRaised([], at(waits(START - 16 * S)))).toBe('now'))
  it('rings once', () => {
    const first = at(waits(START - 16 * S))
    expect(newlyRaised(first, at(waits(START - 16 * S), first, 1))).toBeNull()
  })
  it('rings again when it becomes worse', () => {
    const facts = (backup: 'reachable' | 'unreachable'): AlarmFacts => ({ ...CALM, trunks: [trunk('main', 'unreachable', START - 9 * S), trunk('backup', backup, START - 9 * S)] })
    const first = at(facts('reachable'))
    expect(newlyRaised([], first)).toBe('soon')
    expect(newlyRaised(first, at(facts('unreachable'), first, 1))).toBe('now')
  })
  it('is silent while a page begins', () => expect(newlyRaised([], at({ ...CALM, stale: 'connecting', heard_us: null }))).toBeNull())
})

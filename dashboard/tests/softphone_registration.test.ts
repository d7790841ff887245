import { describe, expect, it, vi } from 'vitest'
import { advance, RegistrationEvent as E, RegistrationState as S, renewAfterMs, retryAfterMs, TRANSITIONS } from '@/features/softphone/registration'
import { TabGuard, tabName, type Channel, type Locks } from '@/features/softphone/tab'

describe('the registration', () => {
  it('comes up', () => {
    expect([E.STARTED, E.CREDENTIALS, E.REGISTERED].reduce<S>(advance, S.OFF)).toBe(S.REGISTERED)
  })
  it('comes back by itself after the line was cut', () => {
    expect([E.LOST, E.REGISTERED].reduce<S>(advance, S.REGISTERED)).toBe(S.REGISTERED)
    expect([E.REJECTED, E.RETRIED, E.CREDENTIALS, E.REGISTERED].reduce<S>(advance, S.REGISTERED)).toBe(S.REGISTERED)
  })
  it('is taken back from another window by a person only', () => {
    const away = advance(S.REGISTERED, E.REPLACED)
    expect(away).toBe(S.REPLACED)
    for (const event of Object.values(E)) {
      const next = advance(away, event)
      expect(next).toBe(event === E.STARTED ? S.ASKING : event === E.STOPPED ? S.OFF : S.REPLACED)
    }
  })
  it('stops from everywhere but off', () => {
    for (const state of Object.values(S)) if (state !== S.OFF) expect(TRANSITIONS[state][E.STOPPED]).toBe(S.OFF)
  })
  it('waits longer each time, never longer than 15 s, never the same for all', () => {
    expect([0, 1, 2, 9].map((attempt) => retryAfterMs(attempt, 1))).toEqual([500, 1000, 2000, 15_000])
    expect(retryAfterMs(2, 0)).toBe(1000)
  })
  it('renews credentials before they end', () => {
    const now = 1_000_000
    expect(renewAfterMs((now + 600_000) * 1000, now)).toBe(480_000)
    expect(renewAfterMs((now + 60_000) * 1000, now)).toBe(30_000)
    expect(renewAfterMs((now - 1) * 1000, now)).toBe(5000)
  })
})

/** The browser's locks, for several tabs in one test. */
function makeLocks(): Locks & { held: Set<string> } {
  const held = new Set<string>()
  return {
    held,
    async request(name, _options, hold) {
      if (held.has(name)) return hold(null)
      held.add(name)
      try {
        return await hold({ name, mode: 'exclusive' })
      } finally {
        held.delete(name)
      }
    },
    query: () => Promise.resolve({ held: [...held].map((name) => ({ name, mode: 'exclusive' as const, clientId: '' })), pending: [] }),
  }
}

function storage(): Storage {
  const kept = new Map<string, string>()
  return { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) } as Storage
}

function makeChannels() {
  const all: Channel[] = []
  return () => {
    const mine: Channel = {
      onmessage: null,
      postMessage: (data) => all.filter((other) => other !== mine).forEach((other) => other.onmessage?.({ data } as MessageEvent)),
      close: () => void all.splice(all.indexOf(mine), 1),
    }
    all.push(mine)
    return mine
  }
}

describe('the tabs', () => {
  it('a reloaded tab is the same one', async () => {
    const [kept, names] = [storage(), ['a', 'b']]
    const fresh = () => names.shift() as string
    expect(await tabName(kept, makeLocks(), fresh)).toBe('a')
    expect(await tabName(kept, makeLocks(), fresh)).toBe('a')
  })
  it('a duplicated tab gets a name of its own', async () => {
    const [kept, locks, names] = [storage(), makeLocks(), ['a', 'b']]
    const fresh = () => names.shift() as string
    expect(await tabName(kept, locks, fresh)).toBe('a')
    expect(await tabName(kept, locks, fresh)).toBe('b')
  })
  it('a tab in a call keeps the phone', async () => {
    const locks = makeLocks()
    const [first, second] = [new TabGuard('a', locks, undefined, vi.fn()), new TabGuard('b', locks, undefined, vi.fn())]
    expect(await second.callElsewhere()).toBe(false)
    first.inCall(true)
    await Promise.resolve()
    expect(await second.callElsewhere()).toBe(true)
    expect(await first.callElsewhere()).toBe(false)
    first.inCall(false)
    await vi.waitFor(async () => expect(await second.callElsewhere()).toBe(false))
  })
  it('the tab that lost the phone is told at once', () => {
    const [channel, told, own] = [makeChannels(), vi.fn(), vi.fn()]
    new TabGuard('a', undefined, channel(), told)
    new TabGuard('b', undefined, channel(), own).sayTaken()
    expect(told).toHaveBeenCalledOnce()
    expect(own).not.toHaveBeenCalled()
  })
  it('words of others on the channel are not ours', () => {
    const [channel, told] = [makeChannels(), vi.fn()]
    new TabGuard('a', undefined, channel(), told)
    channel().postMessage({ something: 'else' })
    expect(told).not.toHaveBeenCalled()
  })
})

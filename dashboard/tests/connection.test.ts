import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LiveConnection, PING_EVERY_MS, SILENCE_LIMIT_MS, type SocketLike } from '@/live/connection'
import type { TopicView } from '@/live/topic'

class FakeSocket implements SocketLike {
  onopen: (() => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null
  sent: Record<string, unknown>[] = []
  closed = false
  send(text: string) {
    this.sent.push(JSON.parse(text) as Record<string, unknown>)
  }
  close() {
    this.closed = true
  }
  say(message: object) {
    this.onmessage?.({ data: JSON.stringify(message) })
  }
  subscriptions() {
    return this.sent.filter(({ op }) => op === 'subscribe').map(({ topic }) => topic)
  }
}

function setUp() {
  const sockets: FakeSocket[] = []
  const views: TopicView[] = []
  const connection = new LiveConnection(
    {
      open: () => {
        const socket = new FakeSocket()
        sockets.push(socket)
        return socket
      },
      now: () => Date.now(),
      random: () => 1,
    },
    { viewed: (_topic, view) => views.push(view), changed: () => undefined, signedOut: () => undefined },
  )
  return { connection, sockets, views, last: () => sockets.at(-1) as FakeSocket }
}

const snapshot = (seq: number, entries: Record<string, unknown> = {}) => ({ op: 'snapshot', topic: 'floor', seq, at_us: Date.now() * 1000, entries })

describe('the live connection', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('asks for every wanted topic once it is open', () => {
    const { connection, last } = setUp()
    connection.want('floor')
    connection.want('today')
    last().onopen?.()
    expect(last().subscriptions()).toEqual(['floor', 'today'])
  })

  it('asks again, once, when a delta is missing, and shows nothing wrong meanwhile', () => {
    const { connection, last, views } = setUp()
    connection.want('floor')
    last().onopen?.()
    last().say(snapshot(1, { a: 1 }))
    last().say({ op: 'delta', topic: 'floor', seq: 3, at_us: 0, set: { a: 3 } })
    last().say({ op: 'delta', topic: 'floor', seq: 4, at_us: 0, set: { a: 4 } })
    expect(views).toHaveLength(1)
    expect(last().subscriptions()).toEqual(['floor', 'floor'])
    last().say(snapshot(4, { a: 4 }))
    last().say({ op: 'delta', topic: 'floor', seq: 5, at_us: 0, set: { a: 5 } })
    expect(views.at(-1)?.entries.get('a')).toBe(5)
  })

  it('comes back with growing pauses and subscribes again', () => {
    const { connection, sockets, last } = setUp()
    connection.want('floor')
    last().onopen?.()
    last().onclose?.({ code: 1006 })
    expect(connection.state).toBe('lost')
    vi.advanceTimersByTime(500)
    expect(sockets).toHaveLength(2)
    last().onclose?.({ code: 1006 })
    vi.advanceTimersByTime(500)
    expect(sockets).toHaveLength(2)
    vi.advanceTimersByTime(500)
    expect(sockets).toHaveLength(3)
    last().onopen?.()
    expect(last().subscriptions()).toEqual(['floor'])
  })

  it('goes on trying for as long as it takes, and soon after the network is back', () => {
    const { connection, sockets, last } = setUp()
    connection.want('floor')
    for (let tries = 0; tries < 3_000; tries += 1) {
      last().onclose?.({ code: 1006 })
      vi.advanceTimersByTime(15_000)
    }
    const tried = sockets.length
    expect(tried).toBeGreaterThan(3_000)
    last().onclose?.({ code: 1006 })
    connection.hurry()
    expect(sockets.length).toBe(tried + 1)
    last().onopen?.()
    last().say(snapshot(1, { a: 1 }))
    expect(connection.state).toBe('open')
    // What was learnt of the outage is forgotten: the next one begins with short pauses again.
    last().onclose?.({ code: 1006 })
    vi.advanceTimersByTime(500)
    expect(sockets.length).toBe(tried + 2)
  })

  it('follows the platform clock through an outage in which this machine was set', () => {
    const { connection, last } = setUp()
    connection.want('floor')
    last().onopen?.()
    last().say({ op: 'pong', at_us: Date.now() * 1000 })
    vi.setSystemTime(Date.now() - 3_600_000)
    last().say({ ...snapshot(1), at_us: (Date.now() + 3_600_000) * 1000 })
    expect(connection.clockAheadMs).toBe(3_600_000)
  })

  it('gives up a connection that has fallen silent', () => {
    const { connection, sockets, last } = setUp()
    connection.want('floor')
    last().onopen?.()
    vi.advanceTimersByTime(SILENCE_LIMIT_MS + PING_EVERY_MS + 500)
    expect(sockets[0]?.closed).toBe(true)
    expect(sockets).toHaveLength(2)
  })

  it('lets go of a topic only when the last holder does', () => {
    const { connection, last } = setUp()
    connection.want('floor')
    connection.want('floor')
    last().onopen?.()
    connection.release('floor')
    expect(last().sent.some(({ op }) => op === 'unsubscribe')).toBe(false)
    connection.release('floor')
    expect(last().sent.at(-1)).toEqual({ op: 'unsubscribe', topic: 'floor' })
  })

  it('learns how far the platform clock is ahead', () => {
    const { connection, last } = setUp()
    connection.want('floor')
    last().onopen?.()
    last().say({ op: 'pong', at_us: (Date.now() + 90_000) * 1000 })
    expect(connection.clockAheadMs).toBe(90_000)
  })
})

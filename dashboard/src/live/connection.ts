import { apply, EMPTY, type Delta, type Snapshot, type TopicView } from './topic'

export type ConnectionState = 'idle' | 'connecting' | 'open' | 'lost' | 'refused'

export interface Refusal {
  topic?: string
  code: string
  zh: string
  en: string
}

type Incoming =
  | Snapshot
  | Delta
  | { op: 'pong'; at_us: number }
  | ({ op: 'refused' } & Refusal)

export interface SocketLike {
  onopen: (() => void) | null
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: ((event: { code: number }) => void) | null
  send(text: string): void
  close(): void
}

export interface Watcher {
  viewed(topic: string, view: TopicView): void
  changed(): void
  signedOut(): void
}

export interface Surroundings {
  open(): SocketLike
  now(): number
  random(): number
}

export const PING_EVERY_MS = 4_000
export const SILENCE_LIMIT_MS = 12_000
const CLOSED_SIGNED_OUT = 4401
const BACK_OFF_FIRST_MS = 500
const BACK_OFF_LAST_MS = 15_000

/** One WebSocket for all topics of the page; it comes back by itself for as long as a topic is wanted. */
export class LiveConnection {
  state: ConnectionState = 'idle'
  heardAtMs: number | null = null
  /** Platform clock minus this machine's clock. */
  clockAheadMs = 0
  refusal: Refusal | null = null

  private socket: SocketLike | null = null
  private readonly views = new Map<string, TopicView>()
  private readonly wanted = new Map<string, number>()
  /** Topics asked for again after a gap; asking once per gap is enough. */
  private readonly mending = new Set<string>()
  private attempts = 0
  private retry: ReturnType<typeof setTimeout> | undefined
  private beat: ReturnType<typeof setInterval> | undefined

  constructor(
    private readonly surroundings: Surroundings,
    private readonly watcher: Watcher,
  ) {}

  want(topic: string): void {
    const holders = this.wanted.get(topic) ?? 0
    this.wanted.set(topic, holders + 1)
    if (!this.socket && !this.retry) this.connect()
    else if (holders === 0 && this.state === 'open') this.send({ op: 'subscribe', topic })
  }

  release(topic: string): void {
    const holders = (this.wanted.get(topic) ?? 0) - 1
    if (holders > 0) {
      this.wanted.set(topic, holders)
      return
    }
    this.wanted.delete(topic)
    this.views.delete(topic)
    if (this.state === 'open') this.send({ op: 'unsubscribe', topic })
  }

  close(): void {
    this.wanted.clear()
    this.views.clear()
    this.drop()
    this.attempts = 0
    this.become('idle')
  }

  /** Try again now, for instance because the network came back. */
  hurry(): void {
    if (this.socket || this.wanted.size === 0) return
    this.connect()
  }

  private connect(): void {
    clearTimeout(this.retry)
    this.retry = undefined
    this.become('connecting')
    const socket = this.surroundings.open()
    this.socket = socket
    socket.onopen = () => {
      this.hear()
      this.refusal = null
      this.become('open')
      for (const topic of this.wanted.keys()) this.send({ op: 'subscribe', topic })
      this.send({ op: 'ping' })
      this.beat = setInterval(() => this.check(), PING_EVERY_MS)
    }
    socket.onmessage = (event) => this.receive(event.data)
    socket.onclose = ({ code }) => {
      this.lost()
      if (code === CLOSED_SIGNED_OUT) this.watcher.signedOut()
    }
    // An attempt that never answers would hang for minutes on its own.
    this.retry = setTimeout(() => {
      if (this.state === 'connecting') this.lost()
    }, SILENCE_LIMIT_MS)
  }

  private check(): void {
    if (this.surroundings.now() - (this.heardAtMs ?? 0) > SILENCE_LIMIT_MS) this.lost()
    else this.send({ op: 'ping' })
  }

  private lost(): void {
    this.drop()
    if (this.wanted.size === 0) return this.become('idle')
    const longest = Math.min(BACK_OFF_LAST_MS, BACK_OFF_FIRST_MS * 2 ** this.attempts)
    this.attempts += 1
    // Spread out, so that a restarted platform is not met by every wall in the same moment.
    this.retry = setTimeout(() => this.connect(), longest * (0.5 + this.surroundings.random() / 2))
    this.become(this.refusal ? 'refused' : 'lost')
  }

  private drop(): void {
    clearTimeout(this.retry)
    clearInterval(this.beat)
    this.mending.clear()
    this.retry = undefined
    const socket = this.socket
    this.socket = null
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
  }

  private receive(data: unknown): void {
    if (typeof data !== 'string') return
    this.hear()
    const message = JSON.parse(data) as Incoming
    if (message.op === 'pong' || message.op === 'snapshot') {
      this.clockAheadMs = message.at_us / 1000 - this.surroundings.now()
    }
    if (message.op === 'refused') {
      this.refusal = message
      this.become(message.topic ? 'refused' : this.state)
    } else if (message.op !== 'pong' && this.wanted.has(message.topic)) {
      this.attempts = 0
      const { view, gap } = apply(this.views.get(message.topic) ?? EMPTY, message)
      this.views.set(message.topic, view)
      if (message.op === 'snapshot') this.mending.delete(message.topic)
      if (!gap) this.watcher.viewed(message.topic, view)
      else if (!this.mending.has(message.topic)) {
        this.mending.add(message.topic)
        this.send({ op: 'subscribe', topic: message.topic })
      }
    }
  }

  private hear(): void {
    this.heardAtMs = this.surroundings.now()
    this.watcher.changed()
  }

  private become(state: ConnectionState): void {
    this.state = state
    this.watcher.changed()
  }

  private send(message: object): void {
    this.socket?.send(JSON.stringify(message))
  }
}

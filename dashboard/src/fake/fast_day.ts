// Eight hours of a full room in minutes, to see whether a wall that is never reloaded stays as small as it began:
// seats change state, callers come and go, figures grow, a trunk and the link fail, and the socket is cut now and then.
import type { WebSocket } from 'ws'
import type { FloorCall } from '../data/contract.ts'
import { startOfDay } from '../format/time.ts'
import { dayOfCalls } from './calls.ts'
import { chance } from './chance.ts'
import { QUEUES } from './company.ts'
import { queueFigures, todayFigures } from './figures.ts'
import { FakeFloor, type Entries } from './floor.ts'

const S = 1_000_000
const HOURS = 8
const TICK_MS = 20
const FIGURES_EVERY_S = 15
const CUT_EVERY_S = 1_800
/** At every half hour the room holds its breath: what is counted then is the page, not what is on its way. */
const PAUSE_EVERY_S = 1_800
const PAUSE_MS = 6_000
/** Simulated seconds in a second. */
const SPEED = Number(process.env['FAKE_SPEED'] ?? 60)

export class FastDay {
  private readonly fromUs = startOfDay(Date.now() * 1000) + 9 * 3_600 * S
  private readonly random = chance(3)
  private readonly floor = new FakeFloor(this.fromUs, this.random, 'crowd')
  private readonly calls = dayOfCalls(this.fromUs, this.fromUs + HOURS * 3_600 * S, 13)
  private readonly waiting = new Map<string, FloorCall>()
  private startedMs = 0
  private second = 0
  private numbers = 0

  nowUs(): number {
    return this.fromUs + this.second * S
  }

  /** `topic` as it is now. */
  entries(topic: string): Entries {
    if (topic === 'today') return this.figures()
    if (topic === 'attention') return {}
    const all: Entries = {}
    for (const [key, value] of Object.entries(this.floor.entries(this.nowUs()))) if (!key.startsWith('calls/')) all[key] = value
    for (const call of this.waiting.values()) all[`calls/${call.call_id}`] = call
    return all
  }

  serve(client: WebSocket): void {
    const seqs = new Map<string, number>()
    const say = (message: object) => client.send(JSON.stringify(message))
    const delta = (topic: string, set: Entries, drop: string[]) => {
      const seq = seqs.get(topic)
      if (seq === undefined || (!drop.length && !Object.keys(set).length)) return
      seqs.set(topic, seq + 1)
      say({ op: 'delta', topic, seq: seq + 1, at_us: this.nowUs(), set, drop })
    }
    const beat = setInterval(() => {
      this.startedMs ||= Date.now()
      const until = Math.min(HOURS * 3_600, Math.floor(((Date.now() - this.startedMs) / 1000) * SPEED))
      // A page that cannot follow is not buried: the day waits for it.
      if (client.bufferedAmount > 1_000_000) this.startedMs += TICK_MS
      else
        while (this.second < until) {
          const { set, drop } = this.step()
          delta('floor', set, drop)
          if (this.second % FIGURES_EVERY_S === 0) delta('today', this.figures(), [])
          if (this.second % 60 === 0) say({ op: 'pong', at_us: this.nowUs() })
          if (this.second % PAUSE_EVERY_S === 0) {
            this.startedMs += PAUSE_MS
            return
          }
          if (this.second % CUT_EVERY_S === CUT_EVERY_S / 2) return client.terminate()
        }
    }, TICK_MS)
    client.on('close', () => clearInterval(beat))
    client.on('message', (data) => {
      const { op, topic } = JSON.parse(String(data)) as { op: string; topic?: string }
      if (op === 'ping') say({ op: 'pong', at_us: this.nowUs() })
      else if (op === 'subscribe' && topic) {
        seqs.set(topic, 1)
        say({ op: 'snapshot', topic, seq: 1, at_us: this.nowUs(), entries: this.entries(topic) })
      }
    })
  }

  private step(): { set: Entries; drop: string[] } {
    this.second += 1
    const now = this.nowUs()
    const set = this.floor.step(now)
    const drop: string[] = []
    if (this.random() < 0.3) {
      const call: FloorCall = {
        call_id: `zz1-f${(this.numbers += 1)}.1`, hotline: '4000000001', caller_masked: '138****1234', state: 'waiting', since_us: now, arrived_us: now,
        queue: QUEUES[this.numbers % QUEUES.length]?.queue ?? null, queued_us: now, agent: null, seat: null, demo: true,
      }
      this.waiting.set(call.call_id, call)
      set[`calls/${call.call_id}`] = call
    }
    for (const [id, call] of this.waiting) {
      if (now - call.since_us < 12 * S || this.random() > 0.2) continue
      this.waiting.delete(id)
      drop.push(`calls/${id}`)
    }
    const down = this.second % 1_200 > 1_140
    if (this.second % 60 === 0) {
      set['trunks/trunk-backup'] = { name: 'trunk-backup', state: down ? 'unreachable' : 'reachable', since_us: now }
      set['link'] = { state: this.second % 3_600 === 3_540 ? 'lost' : 'live', epoch: this.second, since_us: now, asterisk: '22.10.1' }
    }
    return { set, drop }
  }

  private figures(): Entries {
    const now = this.nowUs()
    const counted = this.calls.filter((call) => call.arrived_us <= now)
    const { figures, curve } = todayFigures(counted, now)
    return {
      ...Object.fromEntries(figures.map((figure) => [`figures/${figure.definition_id}`, figure])),
      ...Object.fromEntries(QUEUES.map(({ queue }) => [`queues/${queue}`, queueFigures(counted.filter((call) => call.queue === queue), now)])), curve,
    }
  }
}

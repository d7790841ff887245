import type { FloorCall, FloorQueue, FloorSeat, SeatState } from '../data/contract.ts'
import { AGENTS, CROWD, QUEUES } from './company.ts'

const S = 1_000_000
const FIRST: SeatState[] = [
  'ready', 'talking', 'talking', 'ringing', 'wrap_up', 'talking', 'ready', 'on_break', 'holding', 'not_ready', 'talking', 'signed_out',
]
const BUSY: SeatState[] = ['talking', 'talking', 'wrap_up', 'talking', 'holding', 'talking', 'talking', 'on_break', 'talking', 'consulting', 'wrap_up', 'signed_out']
const NEXT: Partial<Record<SeatState, SeatState>> = { ready: 'ringing', ringing: 'talking', talking: 'wrap_up', holding: 'talking', wrap_up: 'ready' }
const LASTS: Partial<Record<SeatState, number>> = { ready: 20, ringing: 5, talking: 45, holding: 30, wrap_up: 12 }

const IN_CALL: ReadonlySet<SeatState> = new Set(['ringing', 'talking', 'holding', 'consulting'])

export type Entries = Record<string, unknown>

/** A floor that goes on by itself: each seat walks through the states of a working agent. */
export class FakeFloor {
  private readonly seats: FloorSeat[]
  private readonly queues: FloorQueue[]

  constructor(
    nowUs: number,
    private readonly random: () => number,
    private readonly scene = '',
  ) {
    this.seats = (scene === 'crowd' ? CROWD : AGENTS).map((who, index) => {
      const state = scene === 'busy' ? (BUSY[index] as SeatState) : (FIRST[index % FIRST.length] as SeatState)
      const away = state === 'signed_out'
      return {
        seat: who.seat, agent: away ? null : who.agent, work_number: away ? null : who.work_number, name: away ? null : who.name, state,
        since_us: nowUs - Math.floor(random() * 200) * S, reason: state === 'on_break' ? 'meal' : null, queue: null, queues: away ? [] : QUEUES.filter((_, place) => place === index % 4 || place === 3).map(({ queue }) => queue), call_id: IN_CALL.has(state) ? `zz1-${index}.1` : null,
        registered: scene === 'busy' || index !== 6,
      }
    })
    if (scene === 'busy') {
      this.queues = QUEUES.map(({ queue, name_zh }, index) => ({
        queue, name_zh, waiting: [5, 2, 0, 1][index] ?? 0, longest_wait_since_us: [41, 19, null, 6].map((s) => (s === null ? null : nowUs - s * S))[index] ?? null, members_ready: index === 2 ? 1 : 0,
      }))
      return
    }
    this.queues = QUEUES.map(({ queue, name_zh }, index) => ({
      queue, name_zh, waiting: index === 0 ? 2 : index === 1 ? 1 : 0, longest_wait_since_us: index < 2 ? nowUs - (index === 0 ? 9 : 3) * S : null, members_ready: 2,
    }))
  }

  entries(nowUs: number): Entries {
    const down = this.scene === 'busy'
    const all: Entries = {
      link: { state: 'live', epoch: 3, since_us: nowUs - 7_200 * S, asterisk: '22.10.1' },
      'trunks/trunk-main': { name: 'trunk-main', state: 'reachable', since_us: nowUs - 7_200 * S },
      'trunks/trunk-backup': { name: 'trunk-backup', state: down ? 'unreachable' : 'reachable', since_us: nowUs - (down ? 320 : 7_200) * S },
    }
    for (const seat of this.seats) all[`seats/${seat.seat}`] = seat
    for (const queue of this.queues) all[`queues/${queue.queue}`] = queue
    for (const call of this.calls(nowUs)) all[`calls/${call.call_id}`] = call
    return all
  }

  private calls(nowUs: number): FloorCall[] {
    const call = (call_id: string, index: number, more: Partial<FloorCall>): FloorCall => ({
      call_id, hotline: '4000000001', caller_masked: `13${index % 10}****${1200 + index * 37}`, state: 'waiting', since_us: nowUs - (4 + index * 9) * S,
      arrived_us: nowUs - (30 + index * 9) * S, queue: QUEUES[index % 3]?.queue ?? null, queued_us: null, agent: null, seat: null, demo: true, ...more,
    })
    const waiting = [0, 0, 1].map((queue, index) => call(`zz1-w${index}.1`, index, { queue: QUEUES[queue]?.queue ?? null, queued_us: nowUs - (4 + index * 9) * S }))
    const talking = this.seats.flatMap((seat, index) =>
      seat.call_id && IN_CALL.has(seat.state) ? [call(seat.call_id, index, { state: seat.state === 'ringing' ? 'ringing' : 'talking', seat: seat.seat, agent: seat.agent, since_us: seat.since_us })] : [],
    )
    return [...waiting, ...talking]
  }

  /** What changed by `nowUs`. */
  step(nowUs: number): Entries {
    const changed: Entries = {}
    // A photograph of trouble holds still.
    if (this.scene === 'busy') return changed
    for (const seat of this.seats) {
      const lasts = LASTS[seat.state]
      const next = NEXT[seat.state]
      if (!lasts || !next || nowUs - seat.since_us < lasts * S || this.random() > 0.25) continue
      Object.assign(seat, { state: next, since_us: nowUs })
      changed[`seats/${seat.seat}`] = seat
    }
    for (const queue of this.queues) {
      if (this.random() > 0.12) continue
      const waiting = Math.max(0, queue.waiting + (this.random() < 0.5 ? -1 : 1))
      queue.longest_wait_since_us = waiting === 0 ? null : waiting < queue.waiting ? nowUs - 4 * S : (queue.longest_wait_since_us ?? nowUs)
      queue.waiting = waiting
      changed[`queues/${queue.queue}`] = queue
    }
    return changed
  }
}

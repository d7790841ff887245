// Whom a call can be handed to, as one searchable list. Pure.
import type { SeatState } from '@/data/contract'

export interface Colleague {
  seat: string
  agent: string
  work_number: string
  name: string
  state: SeatState
  since_us: number
}

export type TargetKind = 'colleague' | 'queue' | 'menu' | 'survey'

export interface Target {
  kind: TargetKind
  /** What is dialled. */
  number: string
  name: string
  /** Beside the name: seat and work number, or nothing. */
  aside: string
  state: SeatState | null
}

export interface Destinations {
  colleagues: readonly Colleague[]
  queues: readonly { queue: string; name_zh: string }[]
  menus: readonly { menu: string; zh: string }[]
}

/** Who can take it now first, in the order a person would try them. */
const BY_STATE: readonly SeatState[] = ['ready', 'wrap_up', 'talking', 'consulting', 'holding', 'ringing', 'on_break', 'not_ready', 'signed_out']

/** `name` of the survey comes from the page's words. */
export function targets(found: Destinations, consult: boolean, survey: string): Target[] {
  const colleagues = [...found.colleagues]
    .sort((a, b) => BY_STATE.indexOf(a.state) - BY_STATE.indexOf(b.state) || a.seat.localeCompare(b.seat, 'en', { numeric: true }))
    .map((one): Target => ({ kind: 'colleague', number: one.seat, name: one.name, aside: `${one.seat} · ${one.work_number}`, state: one.state }))
  // A queue or a menu cannot be consulted: nobody there knows that they are only asked.
  if (consult) return colleagues
  return [
    ...colleagues,
    ...found.queues.map(({ queue, name_zh }): Target => ({ kind: 'queue', number: `queue-${bare(queue)}`, name: name_zh, aside: '', state: null })),
    ...found.menus.map(({ menu, zh }): Target => ({ kind: 'menu', number: `ivr-${menu}`, name: zh, aside: '', state: null })),
    { kind: 'survey', number: 'survey', name: survey, aside: '', state: null },
  ]
}

function bare(queue: string): string {
  return queue.slice(queue.indexOf('-') + 1)
}

export function matching(all: readonly Target[], typed: string): Target[] {
  const words = typed.trim().toLowerCase().split(/\s+/).filter(Boolean)
  return all.filter((target) => {
    const text = `${target.name} ${target.aside} ${target.number}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** The entry that the arrows lead to; the ends do not wrap, so that holding a key down is safe. */
export function moved(index: number, by: number, count: number): number {
  return Math.max(0, Math.min(count - 1, index + by))
}

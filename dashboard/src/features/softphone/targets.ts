// Whom a call can be handed to, as one searchable list. Pure.
import type { SeatState } from '@/data/contract'
import type { Colleague } from '@/data/station_contract'

export type TargetKind = 'colleague' | 'queue' | 'menu' | 'survey'

export interface Target {
  kind: TargetKind
  /** What is dialled. */
  number: string
  name: string
  /** Beside the name: seat and work number, or nothing. */
  aside: string
  state: SeatState | null
  /** The dial plan takes a call to nobody who is not ready; others are shown so that nobody is missed without a reason. */
  able: boolean
}

export interface Destinations {
  colleagues: readonly Colleague[]
  queues: readonly { queue: string; name_zh: string }[]
  menus: readonly { menu: string; zh: string }[]
}

/** Who can take it now first, then who may soon. */
const BY_STATE: readonly SeatState[] = ['ready', 'wrap_up', 'talking', 'consulting', 'holding', 'ringing', 'on_break', 'not_ready', 'signed_out']

/** `name` of the survey comes from the page's words. */
export function targets(found: Destinations, consult: boolean, survey: string): Target[] {
  const colleagues = [...found.colleagues]
    .sort((a, b) => BY_STATE.indexOf(a.state) - BY_STATE.indexOf(b.state) || a.seat.localeCompare(b.seat, 'en', { numeric: true }))
    .map((one): Target => ({ kind: 'colleague', number: one.seat, name: one.name, aside: `${one.seat} · ${one.work_number}`, state: one.state, able: one.state === 'ready' }))
  // A queue or a menu cannot be consulted: nobody there knows that they are only asked.
  if (consult) return colleagues
  return [
    ...colleagues,
    ...found.queues.map(({ queue, name_zh }): Target => ({ kind: 'queue', number: `queue-${queue}`, name: name_zh, aside: '', state: null, able: true })),
    ...found.menus.map(({ menu, zh }): Target => ({ kind: 'menu', number: `ivr-${menu}`, name: zh, aside: '', state: null, able: true })),
    { kind: 'survey', number: 'survey', name: survey, aside: '', state: null, able: true },
  ]
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

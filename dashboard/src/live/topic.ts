// What a topic looks like after each message. Pure: the connection decides what to do about a gap.

export interface Snapshot {
  op: 'snapshot'
  topic: string
  seq: number
  at_us: number
  entries: Record<string, unknown>
}

export interface Delta {
  op: 'delta'
  topic: string
  seq: number
  at_us: number
  set?: Record<string, unknown>
  drop?: string[]
}

export interface TopicView {
  seq: number | null
  at_us: number
  entries: ReadonlyMap<string, unknown>
}

export const EMPTY: TopicView = { seq: null, at_us: 0, entries: new Map() }

export type Applied = { view: TopicView; gap: boolean }

export function apply(view: TopicView, message: Snapshot | Delta): Applied {
  if (message.op === 'snapshot') {
    return {
      view: { seq: message.seq, at_us: message.at_us, entries: new Map(Object.entries(message.entries)) },
      gap: false,
    }
  }
  // Deltas that were on their way before the snapshot say nothing new.
  if (view.seq !== null && message.seq <= view.seq) return { view, gap: false }
  if (view.seq === null || message.seq !== view.seq + 1) return { view, gap: true }
  const entries = new Map(view.entries)
  for (const key of message.drop ?? []) entries.delete(key)
  for (const [key, value] of Object.entries(message.set ?? {})) entries.set(key, value)
  return { view: { seq: message.seq, at_us: message.at_us, entries }, gap: false }
}

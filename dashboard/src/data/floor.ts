import { computed, type ComputedRef } from 'vue'
import { useTopic } from '@/live/use_topic'
import type { FloorCall, FloorLink, FloorQueue, FloorSeat, FloorTrunk } from './contract'

export interface Floor {
  loaded: ComputedRef<boolean>
  link: ComputedRef<FloorLink | null>
  queues: ComputedRef<FloorQueue[]>
  seats: ComputedRef<FloorSeat[]>
  trunks: ComputedRef<FloorTrunk[]>
  calls: ComputedRef<FloorCall[]>
}

// The order of the keys that callers press, and of use: a row that keeps its place is found without reading.
export const USUAL_QUEUES = ['-consult', '-aftersales', '-complaint', '-operator']
const TRUNKS = ['main', 'backup']

export function byPlace(names: readonly string[], key: string): number {
  return names.findIndex((name) => key.endsWith(name)) + 1 || names.length + 1
}

/** The floor as Asterisk reports it now. */
export function useFloor(): Floor {
  const view = useTopic('floor')
  const under = <T>(prefix: string) =>
    computed(() => {
      const found: T[] = []
      for (const [key, value] of view.value.entries) if (key.startsWith(prefix)) found.push(value as T)
      return found
    })
  const seats = under<FloorSeat>('seats/')
  const queues = under<FloorQueue>('queues/')
  const trunks = under<FloorTrunk>('trunks/')
  return {
    loaded: computed(() => view.value.seq !== null),
    link: computed(() => (view.value.entries.get('link') as FloorLink | undefined) ?? null),
    queues: computed(() => [...queues.value].sort((a, b) => byPlace(USUAL_QUEUES, a.queue) - byPlace(USUAL_QUEUES, b.queue) || a.queue.localeCompare(b.queue))),
    seats: computed(() => [...seats.value].sort((a, b) => a.seat.localeCompare(b.seat, 'en', { numeric: true }))),
    trunks: computed(() => [...trunks.value].sort((a, b) => byPlace(TRUNKS, a.name) - byPlace(TRUNKS, b.name))),
    calls: under<FloorCall>('calls/'),
  }
}

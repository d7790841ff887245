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

/** The floor as Asterisk reports it now. */
export function useFloor(): Floor {
  const view = useTopic('floor')
  // Queues and trunks stand in the order of the platform, which is that of its configuration.
  const under = <T>(prefix: string) =>
    computed(() => {
      const found: T[] = []
      for (const [key, value] of view.value.entries) if (key.startsWith(prefix)) found.push(value as T)
      return found
    })
  const seats = under<FloorSeat>('seats/')
  return {
    loaded: computed(() => view.value.seq !== null),
    link: computed(() => (view.value.entries.get('link') as FloorLink | undefined) ?? null),
    queues: under<FloorQueue>('queues/'),
    seats: computed(() => [...seats.value].sort((a, b) => a.seat.localeCompare(b.seat, 'en', { numeric: true }))),
    trunks: under<FloorTrunk>('trunks/'),
    calls: under<FloorCall>('calls/'),
  }
}

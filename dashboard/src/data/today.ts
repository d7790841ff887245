import { computed, type ComputedRef } from 'vue'
import { useTopic } from '@/live/use_topic'
import type { CurvePoint, Figure, QueueToday } from './contract'

export interface Today {
  loaded: ComputedRef<boolean>
  figures: ComputedRef<Figure[]>
  /** Of each queue the numbers alone: what they mean and how whole they are stands in the figure of the same id. */
  queues: ComputedRef<ReadonlyMap<string, QueueToday>>
  curve: ComputedRef<CurvePoint[]>
}

/** Today's published figures; the page never computes one itself. */
export function useToday(): Today {
  const view = useTopic('today')
  return {
    loaded: computed(() => view.value.seq !== null),
    figures: computed(() => {
      const found: Figure[] = []
      for (const [key, value] of view.value.entries) if (key.startsWith('figures/')) found.push(value as Figure)
      return found
    }),
    queues: computed(() => {
      const found = new Map<string, QueueToday>()
      for (const [key, value] of view.value.entries) if (key.startsWith('queues/')) found.set(key.slice('queues/'.length), value as QueueToday)
      return found
    }),
    curve: computed(() => (view.value.entries.get('curve') as CurvePoint[] | undefined) ?? []),
  }
}

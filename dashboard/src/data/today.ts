import { computed, type ComputedRef } from 'vue'
import { useTopic } from '@/live/use_topic'
import type { CurvePoint, Figure } from './contract'

export interface Today {
  loaded: ComputedRef<boolean>
  figures: ComputedRef<Figure[]>
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
    curve: computed(() => (view.value.entries.get('curve') as CurvePoint[] | undefined) ?? []),
  }
}

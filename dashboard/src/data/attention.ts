import { computed, type ComputedRef } from 'vue'
import { useTopic } from '@/live/use_topic'
import type { OpenMessages } from './voice_messages'

/** What wants somebody but stands on no floor. */
export interface Attention {
  voice_messages: OpenMessages | null
  /** Of the calls answered today. */
  recordings: { missing: number; since_us: number | null } | null
}

export function useAttention(): ComputedRef<Attention> {
  const view = useTopic('attention')
  return computed(() => ({
    voice_messages: (view.value.entries.get('voice_messages') as OpenMessages | undefined) ?? null,
    recordings: (view.value.entries.get('recordings') as Attention['recordings'] | undefined) ?? null,
  }))
}

import { computed, onMounted, ref, type ComputedRef } from 'vue'
import { session } from '@/app/session'
import { request } from '@/data/http'
import { useTopic } from '@/live/use_topic'
import type { Colleague, Destinations } from './targets'

interface OwnSeat {
  auto_answer: boolean
  queues: { queue: string; name_zh: string }[]
  menus: { menu: string; zh: string }[]
}

export interface SeatFacts {
  callId: ComputedRef<string | null>
  /** Masked. */
  caller: ComputedRef<string | null>
  onThisPhone: ComputedRef<boolean>
  autoAnswer: ComputedRef<boolean>
  destinations: ComputedRef<Destinations>
  nameOf(number: string): string | null
}

/** What the phone shows of the seat it belongs to. */
export function useSeatFacts(): SeatFacts {
  const view = useTopic(`station/${session.person?.id ?? ''}`)
  const own = ref<OwnSeat | null>(null)
  onMounted(async () => (own.value = await request<OwnSeat>('/agents/me').catch(() => null)))
  const entry = <T>(key: string) => (view.value.entries.get(key) as T | null | undefined) ?? null
  const call = computed(() => entry<{ call_id: string; caller_masked: string }>('call'))
  const colleagues = computed(() => {
    const found: Colleague[] = []
    for (const [key, value] of view.value.entries) if (key.startsWith('colleagues/') && value) found.push(value as Colleague)
    return found
  })
  return {
    callId: computed(() => call.value?.call_id ?? null),
    caller: computed(() => call.value?.caller_masked ?? null),
    onThisPhone: computed(() => entry<{ phone: string | null; seat: string | null }>('me')?.phone === 'web'),
    autoAnswer: computed(() => own.value?.auto_answer ?? false),
    destinations: computed(() => ({ colleagues: colleagues.value, queues: own.value?.queues ?? [], menus: own.value?.menus ?? [] })),
    nameOf(number) {
      const one = colleagues.value.find(({ seat }) => seat === number)
      return one ? `${one.name} ${one.seat}` : null
    },
  }
}

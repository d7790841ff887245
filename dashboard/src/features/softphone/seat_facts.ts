import { computed, onMounted, ref, type ComputedRef } from 'vue'
import { session } from '@/app/session'
import { readOwnSeat, useStation } from '@/data/station'
import type { OwnSeat } from '@/data/station_contract'
import type { Destinations } from './targets'

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
  const station = useStation(session.person?.id ?? '')
  const own = ref<OwnSeat | null>(null)
  onMounted(async () => (own.value = await readOwnSeat().catch(() => null)))
  return {
    callId: computed(() => station.call.value?.call_id ?? null),
    caller: computed(() => station.call.value?.caller_masked ?? null),
    onThisPhone: computed(() => station.me.value?.phone === 'web'),
    autoAnswer: computed(() => own.value?.auto_answer ?? false),
    destinations: computed(() => ({ colleagues: station.colleagues.value, queues: own.value?.queues ?? [], menus: own.value?.menus ?? [] })),
    nameOf(number) {
      const one = station.colleagues.value.find(({ seat }) => seat === number)
      return one ? `${one.name} ${one.seat}` : null
    },
  }
}

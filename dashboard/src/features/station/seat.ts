import { computed, inject, provide, ref, shallowRef, type ComputedRef, type InjectionKey, type Ref } from 'vue'
import { RequestFailed } from '@/data/http'
import { readOwnSeat, useStation, type Station } from '@/data/station'
import type { OwnSeat } from '@/data/station_contract'
import { freshness, type Freshness } from '@/live/freshness'
import { liveState, nowMs, platformNowUs } from '@/live/use_topic'

export interface Seat {
  personId: string
  station: Station
  own: Ref<OwnSeat | null>
  fresh: ComputedRef<Freshness>
  /** The page hears from the platform, and the platform from the phone system. */
  linked: ComputedRef<boolean>
  /** Stands still while nothing is heard: a running timer would look alive. */
  clockUs: ComputedRef<number>
  busy: Ref<boolean>
  /** What the platform refused last; read out, then cleared by the next act. */
  failure: Ref<RequestFailed | null>
  /** Whom the call in hand is about, once that is known. */
  customerId: Ref<string | null>
  act(does: () => Promise<unknown>): Promise<boolean>
  reload(): Promise<void>
}

const KEY: InjectionKey<Seat> = Symbol('seat')

export function provideSeat(personId: string): Seat {
  const station = useStation(personId)
  const own = shallowRef<OwnSeat | null>(null)
  const busy = ref(false)
  const failure = shallowRef<RequestFailed | null>(null)
  const fresh = computed(() => freshness(liveState.state, liveState.heardAtMs, nowMs.value, null, false))
  const failed = (cause: unknown) => (cause instanceof RequestFailed ? cause : new RequestFailed(0, null))

  async function act(does: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    failure.value = null
    try {
      await does()
      return true
    } catch (cause) {
      failure.value = failed(cause)
      return false
    } finally {
      busy.value = false
    }
  }

  const seat: Seat = {
    personId, station, own, fresh, busy, failure, act,
    customerId: ref(null),
    linked: computed(() => !fresh.value.stale && station.me.value?.link === 'live'),
    clockUs: computed(() => (fresh.value.stale ? ((liveState.heardAtMs ?? nowMs.value) + liveState.clockAheadMs) * 1000 : platformNowUs.value)),
    reload: async () => {
      try {
        own.value = await readOwnSeat()
      } catch (cause) {
        failure.value = failed(cause)
      }
    },
  }
  provide(KEY, seat)
  return seat
}

export function useSeat(): Seat {
  const seat = inject(KEY)
  if (!seat) throw new Error('outside the station page')
  return seat
}

import { computed, shallowRef, watch as whenever, type ComputedRef } from 'vue'
import { newlyRaised, shownAlarms, watch, type AlarmFacts, type AlarmLevel, type Watched } from './alarms'

/** The alarms of the wall, looked at anew whenever the facts or the second change. */
export function useAlarms(facts: () => AlarmFacts, nowUs: () => number, ring: (level: AlarmLevel) => void): ComputedRef<Watched[]> {
  const watched = shallowRef<readonly Watched[]>([])
  const lookedUs = shallowRef(nowUs())
  whenever(
    [facts, () => Math.floor(nowUs() / 1_000_000)],
    () => {
      const at = nowUs()
      const after = watch(watched.value, facts(), at)
      const news = newlyRaised(watched.value, after)
      watched.value = after
      lookedUs.value = at
      if (news) ring(news)
    },
    { immediate: true },
  )
  return computed(() => shownAlarms(watched.value, lookedUs.value))
}

import { computed, onScopeDispose, shallowReactive, watch, type ComputedRef } from 'vue'
import type { CurvePoint, Figure } from '@/data/contract'
import { readCurve, readFigures } from '@/data/figures'
import type { Today } from '@/data/today'
import { startOfDay } from '@/format/time'
import type { WallView } from './wall_choice'

interface Read {
  figures: Figure[]
  curve: CurvePoint[]
}

const QUARTER_US = 900_000_000
/** The figures of everything come by themselves; those of a part are asked for again when these changed, no sooner than this. */
const ASK_AGAIN_MS = 5_000

const keyOf = ({ queue, hotline }: WallView) => `${queue ?? ''}|${hotline ?? ''}`

/** Today's published figures of the view: the live ones of everything, else those that the platform answers for its part. */
export function useTodayOf(view: () => WallView, today: Today, nowUs: () => number): { figures: ComputedRef<Figure[]>; curve: ComputedRef<CurvePoint[]>; loaded: ComputedRef<boolean> } {
  // One entry for each view that was shown: as many as the installation has queues and hotlines, no more.
  const known = shallowReactive(new Map<string, Read>())
  const whole = computed(() => view().queue === null && view().hotline === null)
  let asking: AbortController | undefined
  let later: ReturnType<typeof setTimeout> | undefined
  let askedMs = 0

  async function ask() {
    asking?.abort()
    const own = (asking = new AbortController())
    askedMs = Date.now()
    const now = nowUs()
    const period = { from_us: startOfDay(now), to_us: (Math.floor(now / QUARTER_US) + 1) * QUARTER_US }
    const key = keyOf(view())
    try {
      const scope = view()
      const [figures, curve] = await Promise.all([readFigures(period, scope, own.signal), readCurve(period, scope, own.signal)])
      known.set(key, { figures, curve })
    } catch {
      // What could not be read is not shown: it would stand there as if it were of now.
      if (!own.signal.aborted) known.delete(key)
    }
  }

  watch(() => (whole.value ? null : keyOf(view())), (key) => {
    clearTimeout(later)
    later = undefined
    if (key === null) asking?.abort()
    else void ask()
  }, { immediate: true })
  watch(today.figures, () => {
    if (whole.value || later !== undefined) return
    later = setTimeout(() => {
      later = undefined
      if (!whole.value) void ask()
    }, Math.max(0, askedMs + ASK_AGAIN_MS - Date.now()))
  })
  onScopeDispose(() => {
    asking?.abort()
    clearTimeout(later)
  })

  const read = computed(() => known.get(keyOf(view())))
  return {
    figures: computed(() => (whole.value ? today.figures.value : (read.value?.figures ?? []))),
    curve: computed(() => (whole.value ? today.curve.value : (read.value?.curve ?? []))),
    loaded: computed(() => (whole.value ? today.loaded.value : read.value !== undefined)),
  }
}

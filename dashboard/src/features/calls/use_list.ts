import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { RequestFailed } from '@/data/http'

const REFRESH_EVERY_MS = 15_000

interface Page<Item> {
  items: Item[]
  next_cursor: string | null
}

/** One page of a list and what stands beside it; while `fresh` it is read again from time to time, quietly. */
export function useList<Item, Beside>(read: (signal: AbortSignal) => Promise<[Page<Item>, Beside]>, key: Ref<string>, fresh: Ref<boolean>, everyMs = REFRESH_EVERY_MS) {
  const rows = shallowRef<Item[]>([])
  const beside = shallowRef<Beside | null>(null)
  const nextCursor = ref<string | null>(null)
  const loadedAtMs = ref<number | null>(null)
  const loading = ref(true)
  const failure = shallowRef<RequestFailed | null>(null)
  let asked: AbortController | undefined

  async function load(quiet = false) {
    asked?.abort()
    const mine = new AbortController()
    asked = mine
    if (!quiet) loading.value = true
    try {
      const [page, more] = await read(mine.signal)
      rows.value = page.items
      nextCursor.value = page.next_cursor
      beside.value = more
      loadedAtMs.value = Date.now()
      failure.value = null
    } catch (cause) {
      if (mine.signal.aborted) return
      failure.value = cause instanceof RequestFailed ? cause : new RequestFailed(0, null)
    }
    loading.value = false
  }

  watch(
    key,
    () => {
      // Rows of another scope must not be read as the answer to this one.
      rows.value = []
      loadedAtMs.value = null
      failure.value = null
      void load()
    },
    { immediate: true },
  )
  const timer = setInterval(() => {
    if (fresh.value && !loading.value && document.visibilityState === 'visible') void load(true)
  }, everyMs)
  onScopeDispose(() => {
    clearInterval(timer)
    asked?.abort()
  })

  const stale = computed(() => failure.value !== null && loadedAtMs.value !== null)
  return { rows, beside, nextCursor, loadedAtMs, loading, failure, stale, load }
}

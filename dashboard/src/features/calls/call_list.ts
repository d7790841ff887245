import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { listCalls, type CallQuery } from '@/data/calls'
import type { CallRow } from '@/data/contract'
import { RequestFailed } from '@/data/http'

const REFRESH_EVERY_MS = 10_000

/** One page of calls; while `fresh` the page is read again from time to time, quietly. */
export function useCallList(query: () => CallQuery, key: Ref<string>, fresh: Ref<boolean>) {
  const rows = shallowRef<CallRow[]>([])
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
      const page = await listCalls(query(), mine.signal)
      rows.value = page.items
      nextCursor.value = page.next_cursor
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
  }, REFRESH_EVERY_MS)
  onScopeDispose(() => {
    clearInterval(timer)
    asked?.abort()
  })

  const stale = computed(() => failure.value !== null && loadedAtMs.value !== null)
  return { rows, nextCursor, loadedAtMs, loading, failure, stale, load }
}

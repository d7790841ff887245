import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { RequestFailed } from '@/data/http'

export interface Reading<T> {
  value: ShallowRef<T | null>
  loading: Ref<boolean>
  failure: ShallowRef<RequestFailed | null>
  readAtMs: Ref<number | null>
  load: () => Promise<void>
}

/** One report, read whenever `key` becomes another; what was asked before and comes late is thrown away. */
export function useReport<T>(key: () => string | null, read: (signal: AbortSignal) => Promise<T>): Reading<T> {
  const value = shallowRef<T | null>(null)
  const loading = ref(false)
  const failure = shallowRef<RequestFailed | null>(null)
  const readAtMs = ref<number | null>(null)
  let asking: AbortController | undefined

  async function load() {
    asking?.abort()
    const own = (asking = new AbortController())
    loading.value = true
    try {
      const found = await read(own.signal)
      if (own.signal.aborted) return
      value.value = found
      failure.value = null
      readAtMs.value = Date.now()
    } catch (cause) {
      if (own.signal.aborted) return
      failure.value = cause instanceof RequestFailed ? cause : new RequestFailed(0, null)
    }
    loading.value = false
  }
  watch(key, (now) => {
    // Rows of another report must not be read as the answer to this one.
    value.value = null
    failure.value = null
    readAtMs.value = null
    if (now === null) asking?.abort()
    else void load()
  }, { immediate: true })
  onScopeDispose(() => asking?.abort())
  return { value, loading, failure, readAtMs, load }
}

import { ref, shallowRef } from 'vue'
import { searchCustomers, type CustomerRow } from '@/data/customer_care'
import { RequestFailed } from '@/data/http'

const LIMIT = 50

/** What was searched for last, page after page; a slow answer to an older question is dropped. */
export function useCustomerList() {
  const rows = shallowRef<CustomerRow[]>([])
  const cursor = ref<string | null>(null)
  const searched = ref<string[]>([])
  const hint = ref<{ zh: string; en: string } | null>(null)
  const frozen = ref<number | null>(null)
  const failure = ref<RequestFailed | null>(null)
  const loading = ref(false)
  const asked = ref('')
  let newest = 0

  async function load(q: string, from: string | null) {
    const turn = ++newest
    loading.value = true
    failure.value = null
    try {
      const found = await searchCustomers({ q, cursor: from, limit: LIMIT })
      if (turn !== newest) return
      asked.value = q
      rows.value = from === null ? found.items : [...rows.value, ...found.items]
      cursor.value = found.next_cursor
      searched.value = found.searched
      hint.value = found.hint
      frozen.value = found.frozen
    } catch (cause) {
      if (turn === newest) failure.value = cause instanceof RequestFailed ? cause : new RequestFailed(0, null)
    } finally {
      if (turn === newest) loading.value = false
    }
  }

  return {
    rows, cursor, searched, hint, frozen, failure, loading, asked,
    search: (q: string) => load(q.trim(), null),
    more: () => load(asked.value, cursor.value),
    again: () => load(asked.value, null),
  }
}

import { ref, watch, type Ref } from 'vue'
import { useRoute, useRouter, type LocationQueryRaw } from 'vue-router'
import { readViews } from '@/data/report_views'

const without = (query: LocationQueryRaw, name: string): LocationQueryRaw => Object.fromEntries(Object.entries(query).filter(([key]) => key !== name))

/** A link of a mail names a saved report and days: the address becomes that report's, as if it were chosen here. */
export function useOpenedView(mayRead: boolean): { opening: Ref<boolean>; gone: Ref<boolean> } {
  const route = useRoute()
  const router = useRouter()
  const opening = ref(false)
  const gone = ref(false)

  async function open(id: string): Promise<void> {
    opening.value = true
    gone.value = false
    const days = without(route.query, 'view')
    try {
      const found = (await readViews()).find((each) => each.id === id)
      gone.value = !found
      await router.replace({ name: 'reports', query: { ...without(found?.query ?? {}, 'period'), ...days } })
    } catch {
      gone.value = true
      await router.replace({ name: 'reports', query: days })
    } finally {
      opening.value = false
    }
  }
  watch(() => route.query['view'], (view) => void (mayRead && typeof view === 'string' && view && open(view)), { immediate: true })
  return { opening, gone }
}

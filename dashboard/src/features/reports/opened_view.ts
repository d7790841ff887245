import { computed, ref, watch, type Ref } from 'vue'
import { useRoute, useRouter, type LocationQueryRaw } from 'vue-router'
import { readViews } from '@/data/report_views'

const without = (query: LocationQueryRaw, name: string): LocationQueryRaw => Object.fromEntries(Object.entries(query).filter(([key]) => key !== name))

/** A link of a mail names a saved report and days: the address becomes that report's, as if it were chosen here. */
export function useOpenedView(mayRead: boolean): { opening: Ref<boolean>; gone: Ref<boolean> } {
  const route = useRoute()
  const router = useRouter()
  const opening = ref(false)
  /** The address that took its place; on the next one nothing is said of it any more. */
  const goneAt = ref('')
  const gone = computed(() => goneAt.value === route.fullPath)

  async function open(id: string): Promise<void> {
    opening.value = true
    const days = without(route.query, 'view')
    try {
      const found = (await readViews()).find((each) => each.id === id)
      await router.replace({ name: 'reports', query: { ...without(found?.query ?? {}, 'period'), ...days } })
      goneAt.value = found ? '' : route.fullPath
    } catch {
      await router.replace({ name: 'reports', query: days })
      goneAt.value = route.fullPath
    } finally {
      opening.value = false
    }
  }
  watch(() => route.query['view'], (view) => void (mayRead && typeof view === 'string' && view && open(view)), { immediate: true })
  return { opening, gone }
}

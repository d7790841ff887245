import { computed, type Ref } from 'vue'
import { useRoute, useRouter, type LocationQuery, type LocationQueryRaw } from 'vue-router'
import { useList } from '@/features/calls/use_list'
import { usePaging } from '@/features/calls/use_paging'
import { clock } from '@/format/time'
import { platformNowUs } from '@/live/use_topic'
import { dayRange, type DayScope } from './day_scope'

export interface HandledQuery<State extends string> {
  from_us: number
  to_us: number
  queue?: string
  state?: State
  cursor?: string
}

/** A list by day of what callers left behind, one line of which may be laid open: all of it stands in the address. */
export function useHandledList<State extends string, Item, Beside>(
  name: string,
  address: { scopeOf: (query: LocationQuery) => DayScope<State>; queryOf: (scope: DayScope<State>) => LocationQueryRaw },
  read: (query: HandledQuery<State>, signal: AbortSignal) => Promise<[{ items: Item[]; next_cursor: string | null }, Beside]>,
) {
  const route = useRoute()
  const router = useRouter()
  const word = (key: string) => (typeof route.query[key] === 'string' && route.query[key] ? route.query[key] : null)

  const scope: Ref<DayScope<State>> = computed(() => address.scopeOf(route.query))
  const line = computed(() => word('line'))
  const openCall = computed(() => word('call'))
  const range = computed(() => dayRange(scope.value, platformNowUs.value))
  const query = (): HandledQuery<State> => ({ ...range.value, queue: scope.value.queue, cursor: scope.value.cursor, ...(scope.value.state ? { state: scope.value.state } : {}) })
  const key = computed(() => JSON.stringify(scope.value))
  const fresh = computed(() => scope.value.cursor === '' && scope.value.days !== 'yesterday')
  const list = useList((signal) => read(query(), signal), key, fresh)
  const readAt = computed(() => (list.loadedAtMs.value === null ? '' : clock(list.loadedAtMs.value * 1000)))

  const paging = usePaging(scope, list.nextCursor, (next) => void router.push({ name, query: address.queryOf(next) }))
  const open = (more: { line?: string | null; call?: string | null }) =>
    void router.push({ name, query: { ...address.queryOf(scope.value), ...Object.fromEntries(Object.entries({ line: line.value, ...more }).filter(([, value]) => value)) } })
  return { scope, line, openCall, range, query, list, readAt, open, ...paging }
}

export type UsedHandledList<State extends string, Item, Beside> = ReturnType<typeof useHandledList<State, Item, Beside>>

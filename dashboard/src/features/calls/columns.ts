import { ref, watch, type Ref } from 'vue'
import type { CallSort } from '@/data/contract'

export interface Column {
  id: string
  numeric?: boolean
  /** Sorting the server offers by this column; the second is used when the first is on. */
  sorts?: readonly [CallSort, CallSort?]
  always?: boolean
  hiddenAtFirst?: boolean
}

export const COLUMNS: readonly Column[] = [
  { id: 'arrived', sorts: ['arrived_desc', 'arrived_asc'], always: true },
  { id: 'caller' },
  { id: 'hotline' },
  { id: 'queue' },
  { id: 'agent' },
  { id: 'outcome' },
  { id: 'wait', numeric: true, sorts: ['wait_desc'] },
  { id: 'talk', numeric: true, sorts: ['talk_desc'] },
  { id: 'rings', numeric: true, hiddenAtFirst: true },
  { id: 'score', numeric: true },
  { id: 'recorded' },
  { id: 'endedBy' },
  { id: 'keys', hiddenAtFirst: true },
  { id: 'trunk', hiddenAtFirst: true },
  { id: 'callId' },
]

const AT_FIRST = COLUMNS.filter((column) => !column.hiddenAtFirst).map((column) => column.id)

function remembered(place: string): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(place) ?? 'null')
    return Array.isArray(stored) ? stored.filter((id): id is string => typeof id === 'string') : AT_FIRST
  } catch {
    return AT_FIRST
  }
}

/** The columns this person chose, on this machine. */
export function useColumnChoice(personId: string): Ref<string[]> {
  const place = `calls-columns/${personId}`
  const chosen = ref(remembered(place))
  watch(chosen, (now) => localStorage.setItem(place, JSON.stringify(now)))
  return chosen
}

import { ref, watch, type Ref } from 'vue'
import type { CallSort } from '@/data/contract'

export interface Column {
  id: string
  numeric?: boolean
  /** What its content is wide, in pixels: the skeleton keeps the place. */
  width: number
  /** Sorting the server offers by this column; the second is used when the first is on. */
  sorts?: readonly [CallSort, CallSort?]
  always?: boolean
  hiddenAtFirst?: boolean
}

export const COLUMNS: readonly Column[] = [
  { id: 'arrived', width: 154, sorts: ['arrived_desc', 'arrived_asc'], always: true },
  { id: 'caller', width: 88 },
  { id: 'hotline', width: 78 },
  { id: 'queue', width: 56 },
  { id: 'agent', width: 78 },
  { id: 'outcome', width: 112 },
  { id: 'wait', width: 40, numeric: true, sorts: ['wait_desc'] },
  { id: 'talk', width: 64, numeric: true, sorts: ['talk_desc'] },
  { id: 'rings', width: 48, numeric: true, hiddenAtFirst: true },
  { id: 'score', width: 24, numeric: true },
  { id: 'recorded', width: 60 },
  { id: 'endedBy', width: 40 },
  { id: 'keys', width: 40, hiddenAtFirst: true },
  { id: 'trunk', width: 56, hiddenAtFirst: true },
  { id: 'callId', width: 124 },
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

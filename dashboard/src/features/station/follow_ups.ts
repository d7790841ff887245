import { computed, onBeforeUnmount, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import { addFollowUp, finishFollowUp, readFollowUps, type FollowUp } from '@/data/follow_ups'
import { startOfDay } from '@/format/time'

const HOUR_US = 3_600_000_000
const MINUTE_US = 60_000_000
const LOOK_AGAIN_MS = 60_000

export type Soon = 'hour' | 'afternoon' | 'tomorrow'

/** The times that promises are usually made for; in Shanghai, on whole minutes. */
export function usualDue(nowUs: number): { name: Soon; due_us: number }[] {
  const day = startOfDay(nowUs)
  const afternoon = day + 17 * HOUR_US
  return [
    { name: 'hour', due_us: Math.ceil((nowUs + HOUR_US) / MINUTE_US) * MINUTE_US },
    // Not offered when it is nearly over.
    ...(afternoon - nowUs > HOUR_US ? [{ name: 'afternoon' as const, due_us: afternoon }] : []),
    { name: 'tomorrow', due_us: day + 34 * HOUR_US },
  ]
}

export interface FollowUpList {
  items: ShallowRef<FollowUp[]>
  failed: ShallowRef<boolean>
  due(nowUs: number): number
  load(): Promise<void>
  add(customerId: string, dueUs: number, text: string): Promise<void>
  finish(id: string): Promise<void>
  urgent: ComputedRef<FollowUp[]>
}

/** My own promises; looked at once a minute, because only the clock makes one due. */
export function useFollowUps(): FollowUpList {
  const items = shallowRef<FollowUp[]>([])
  const failed = shallowRef(false)
  async function load() {
    try {
      items.value = await readFollowUps()
      failed.value = false
    } catch {
      failed.value = true
    }
  }
  void load()
  const again = setInterval(() => void load(), LOOK_AGAIN_MS)
  onBeforeUnmount(() => clearInterval(again))
  return {
    items, failed, load,
    due: (nowUs) => items.value.filter(({ due_us }) => due_us <= nowUs).length,
    urgent: computed(() => [...items.value].sort((a, b) => a.due_us - b.due_us)),
    add: async (customerId, dueUs, text) => {
      await addFollowUp(customerId, dueUs, text)
      await load()
    },
    finish: async (id) => {
      await finishFollowUp(id)
      await load()
    },
  }
}

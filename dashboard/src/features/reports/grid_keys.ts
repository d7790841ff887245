import { nextTick, ref, type Ref } from 'vue'

const STEPS: Record<string, readonly [number, number]> = {
  ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1], PageDown: [10, 0], PageUp: [-10, 0], Home: [0, -999], End: [0, 999],
}

/** One stop of the tab key for a whole table of numbers; within it the arrows lead. */
export function useGridKeys(box: Ref<HTMLElement | null>, rows: () => number, columns: () => number) {
  const reached = ref<readonly [number, number]>([0, 0])
  const clamp = (n: number, count: number) => Math.max(0, Math.min(count - 1, n))

  function move(event: KeyboardEvent) {
    const step = STEPS[event.key]
    const from = (event.target as HTMLElement).closest<HTMLElement>('[data-at]')?.dataset['at']
    if (!step || !from) return
    event.preventDefault()
    const [row, column] = from.split(':').map(Number) as [number, number]
    reached.value = [clamp(row + step[0], rows()), clamp(column + step[1], columns())]
    void nextTick(() => box.value?.querySelector<HTMLElement>(`[data-at="${reached.value.join(':')}"] [data-cell]`)?.focus())
  }
  const isReached = (row: number, column: number) => clamp(reached.value[0], rows()) === row && clamp(reached.value[1], columns()) === column
  return { move, isReached }
}

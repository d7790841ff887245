import { onMounted, onUnmounted, ref, type Ref } from 'vue'

const SMALLEST = 200
const MARGIN = 8

/** Where a drawer stands: right below `above`, as high as the window leaves room for. */
export function useDrawerPlace(above: Ref<HTMLElement | null>) {
  const place = ref<Record<string, string>>({})

  function placeNow() {
    const box = above.value?.getBoundingClientRect()
    if (!box) return
    const top = Math.min(box.top, window.innerHeight - SMALLEST - MARGIN)
    place.value = { left: `${box.left}px`, width: `${box.width}px`, top: `${top}px`, maxHeight: `${window.innerHeight - top - MARGIN}px` }
  }

  onMounted(() => window.addEventListener('resize', placeNow))
  onUnmounted(() => window.removeEventListener('resize', placeNow))
  return { place, placeNow }
}

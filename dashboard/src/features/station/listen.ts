import { onBeforeUnmount, onMounted } from 'vue'

/** Acts on keys wherever the focus is, while the calling component lives. */
export function useKeys<T extends string>(find: (event: KeyboardEvent) => T | null, act: (key: T) => void): void {
  function pressed(event: KeyboardEvent) {
    const key = find(event)
    if (key === null) return
    event.preventDefault()
    if (!event.repeat) act(key)
  }
  onMounted(() => window.addEventListener('keydown', pressed))
  onBeforeUnmount(() => window.removeEventListener('keydown', pressed))
}

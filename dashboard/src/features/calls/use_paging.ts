import { ref, type Ref } from 'vue'

/** Page by page by key: a key only leads forward, so the cursors of the pages already seen are remembered. */
export function usePaging<Scope extends { cursor: string }>(scope: Ref<Scope>, nextCursor: Ref<string | null>, push: (next: Scope) => void) {
  const behind = ref<string[]>([])

  function show(next: Scope) {
    if (next.cursor === '') behind.value = []
    push(next)
  }
  function forward() {
    if (!nextCursor.value) return
    behind.value.push(scope.value.cursor)
    push({ ...scope.value, cursor: nextCursor.value })
  }
  const back = () => show({ ...scope.value, cursor: behind.value.pop() ?? '' })
  return { behind, show, forward, back }
}

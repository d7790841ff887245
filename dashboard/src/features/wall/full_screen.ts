import { onScopeDispose, ref, type Ref } from 'vue'

/** Whether the page fills the screen; on a wall nobody clicks on anything. */
export function useFullScreen(): { full: Ref<boolean>; toggle(): void } {
  const full = ref(document.fullscreenElement !== null)
  const follow = () => (full.value = document.fullscreenElement !== null)
  document.addEventListener('fullscreenchange', follow)
  onScopeDispose(() => document.removeEventListener('fullscreenchange', follow))
  return {
    full,
    // The whole document, so that the explanations that open over a figure come along.
    toggle: () => void (full.value ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => undefined),
  }
}

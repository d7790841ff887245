import { onBeforeUnmount } from 'vue'

const ASK_AGAIN_MS = 700

/** Asks about a run again in a moment, once, while the calling component lives. */
export function useAskingAgain(): { askAgain: (ask: () => unknown) => void; stop: () => void } {
  let asking: ReturnType<typeof setTimeout> | undefined
  const stop = () => clearTimeout(asking)
  onBeforeUnmount(stop)
  return {
    stop,
    askAgain: (ask) => {
      stop()
      asking = setTimeout(ask, ASK_AGAIN_MS)
    },
  }
}

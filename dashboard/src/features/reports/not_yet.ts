import { ref, type Ref } from 'vue'
import { RequestFailed } from '@/data/http'

/** For lists that a platform of an older version does not have: that is said once, and is no failure to try again. */
export function useNotYet(): { notYet: Ref<boolean>; unlessNotYet: (read: () => Promise<unknown>) => Promise<void> } {
  const notYet = ref(false)
  return {
    notYet,
    unlessNotYet: async (read) => {
      try {
        await read()
        notYet.value = false
      } catch (cause) {
        if (!(cause instanceof RequestFailed && cause.status === 404)) throw cause
        notYet.value = true
      }
    },
  }
}

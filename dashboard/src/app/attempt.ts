import { ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { RequestFailed } from '@/data/http'

/** What a page asks of the platform: whether it is under way, and in words why it was not done. */
export function useAttempt(unsaid: string) {
  const { t, locale } = useI18n()
  const busy = ref(false)
  const failure = ref('')

  /** True when it was done. */
  async function attempt(act: () => unknown): Promise<boolean> {
    busy.value = true
    failure.value = ''
    try {
      await act()
      return true
    } catch (cause) {
      failure.value = (cause instanceof RequestFailed ? cause.words(locale.value) : null) ?? t(unsaid)
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, failure, attempt }
}

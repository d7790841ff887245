import { ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { findCaller } from '@/data/calls'
import { RequestFailed } from '@/data/http'

/** From a number to the token that may stand in an address; `found` gets the token. */
export function useCallerSearch(found: (token: string) => void) {
  const { t, locale } = useI18n()
  const failure = ref('')
  const last = shallowRef({ token: '', masked: '' })

  async function find(number: string) {
    failure.value = ''
    try {
      const { caller, masked } = await findCaller(number)
      if (caller === null) {
        failure.value = t('calls.callerNoNumber')
        return
      }
      last.value = { token: caller, masked }
      found(caller)
    } catch (cause) {
      failure.value = (cause instanceof RequestFailed && cause.words(locale.value)) || t('calls.errorHelp')
    }
  }

  /** Empty for a token that came with the address. */
  const maskedOf = (token: string) => (token !== '' && token === last.value.token ? last.value.masked : '')
  return { find, failure, maskedOf }
}

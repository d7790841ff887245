import { computed, onBeforeUnmount, onMounted, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { session } from '@/app/session'

/** Whether a form differs from what the platform keeps; who would lose changes by leaving is asked first. */
export function useUnsaved(form: () => unknown) {
  const { t } = useI18n()
  const written = () => JSON.stringify(form())
  const kept = shallowRef(written())
  const unsaved = computed(() => kept.value !== written())

  const warn = (event: BeforeUnloadEvent) => {
    if (unsaved.value) event.preventDefault()
  }
  // Somebody who is no longer signed in cannot save: they are not kept here.
  const letGo = useRouter().beforeEach(() => !unsaved.value || session.person === null || window.confirm(t('setup.leaveUnsaved')))
  onMounted(() => window.addEventListener('beforeunload', warn))
  onBeforeUnmount(() => {
    letGo()
    window.removeEventListener('beforeunload', warn)
  })
  return { unsaved, keep: () => void (kept.value = written()) }
}

import { computed, reactive, ref, shallowRef, watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { sessionShelf } from '@/app/session_shelf'
import { readCategories, readContact, writeContact, type CategoryPlan, type Contact, type ContactWritten } from '@/data/contacts'
import { RequestFailed } from '@/data/http'
import type { StationCall } from '@/data/station_contract'
import { Drafts } from './drafts'
import { missingOf, offered } from './outcome'

const RECORDED_WITHIN_MS = 2_000
/** The customer was frozen, merged or removed since the call began: notes can be kept with the call alone. */
const NOBODYS = new Set(['CustomerNotActive', 'NoSuchCustomer'])

/** The notes of the call in hand, or of an earlier one whose notes were never accepted. */
export function useNotes(personId: string, call: Ref<StationCall | null>, customerId: Ref<string | null>) {
  const { t, locale } = useI18n()
  const drafts = new Drafts(sessionShelf.of(personId), () => Date.now())
  const plan = shallowRef<CategoryPlan>({ categories: [], required_queues: [] })
  const reopened = ref<string | null>(null)
  const callId = computed(() => call.value?.call_id ?? reopened.value)
  const queue = computed(() => call.value?.queue ?? null)

  const draft = reactive({ notes: '', category: null as string | null, customer_id: null as string | null })
  const version = ref(0)
  /** As the platform has it; anything else on the page is unsaved. */
  const accepted = ref('')
  const busy = ref(false)
  const failure = ref('')
  const clash = shallowRef<Contact | null>(null)
  /** The call whose kept draft and stored notes are on the page. */
  let begun: string | null = null
  /** Whom these notes cannot be tied to any more. */
  const gone = ref<string | null>(null)
  const mayUntie = ref(false)
  const left = shallowRef(drafts.left())

  const content = () => JSON.stringify([draft.notes.trim(), draft.category])
  const dirty = computed(() => callId.value !== null && content() !== accepted.value)

  function show(contact: Pick<Contact, 'notes' | 'category' | 'customer_id' | 'version'>) {
    Object.assign(draft, { notes: contact.notes, category: contact.category, customer_id: contact.customer_id })
    version.value = contact.version
    accepted.value = content()
  }

  async function begin(id: string | null) {
    show({ notes: '', category: null, customer_id: null, version: 0 })
    failure.value = ''
    clash.value = null
    gone.value = null
    mayUntie.value = false
    left.value = drafts.left()
    begun = null
    if (id === null) return
    const kept = drafts.find(id)
    const stored = await readContact(id).catch(() => null)
    if (callId.value !== id) return
    // Typed while the platform was being asked: that stays.
    const typed = dirty.value ? { notes: draft.notes, category: draft.category } : null
    if (stored) show(stored)
    if (kept) Object.assign(draft, { notes: kept.notes, category: kept.category })
    if (typed) Object.assign(draft, typed)
    begun = id
  }
  watch(callId, begin, { immediate: true })
  watch(() => [draft.notes, draft.category], () => {
    const id = callId.value
    if (id === null) return
    if (dirty.value) drafts.keep(id, { notes: draft.notes, category: draft.category, customer_id: customerId.value, version: version.value })
    // Taken back by hand; before the kept one is on the page it is not to be thrown away.
    else if (begun === id) drafts.drop(id)
  })

  /** Just after a call ended it is for a moment neither on the floor nor in the record. */
  async function written(id: string, contact: ContactWritten): Promise<Contact> {
    try {
      return await writeContact(id, contact)
    } catch (cause) {
      if (!(cause instanceof RequestFailed) || cause.status !== 404) throw cause
      await new Promise((resolve) => setTimeout(resolve, RECORDED_WITHIN_MS))
      return writeContact(id, contact)
    }
  }

  /** Without the customer who is not to be had any more; one that is chosen afterwards is tied as ever. */
  function untie(): Promise<boolean> {
    gone.value = customerId.value ?? draft.customer_id
    return save()
  }

  async function save(): Promise<boolean> {
    const id = callId.value
    if (id === null || busy.value) return false
    busy.value = true
    failure.value = ''
    mayUntie.value = false
    const sent = { notes: draft.notes.trim(), category: draft.category }
    const about = customerId.value ?? draft.customer_id
    try {
      const saved = await written(id, { ...sent, customer_id: about === gone.value ? null : about, version: version.value })
      drafts.drop(id)
      clash.value = null
      if (callId.value === id) {
        // What was typed during the request is not in what was saved; what the platform cleaned of signs nobody sees is.
        const meanwhile = { notes: draft.notes, category: draft.category }
        const typedOn = meanwhile.notes.trim() !== sent.notes || meanwhile.category !== sent.category
        show(saved)
        if (typedOn) Object.assign(draft, meanwhile)
      }
      if (call.value === null) putAside()
      return true
    } catch (cause) {
      const failed = cause instanceof RequestFailed ? cause : new RequestFailed(0, null)
      failure.value = failed.words(locale.value) ?? t('station.notes.notSaved')
      mayUntie.value = NOBODYS.has(failed.problem?.code ?? '')
      if (failed.status === 409 && !mayUntie.value) clash.value = await readContact(id).catch(() => null)
      // Saving once more, with the other's words beside one's own, is then a decision.
      if (clash.value) version.value = clash.value.version
      return false
    } finally {
      busy.value = false
    }
  }

  function takeTheirs() {
    if (clash.value && callId.value) {
      show(clash.value)
      drafts.drop(callId.value)
    }
    clash.value = null
    failure.value = ''
  }
  function putAside() {
    if (reopened.value !== null) drafts.drop(reopened.value)
    reopened.value = null
    left.value = drafts.left()
  }
  watch(call, (now) => {
    if (now) reopened.value = null
  })

  return {
    draft, callId, version, dirty, busy, failure, clash, left, mayUntie, save, untie, takeTheirs, putAside,
    open: (id: string) => (reopened.value = id),
    categories: computed(() => offered(plan.value, queue.value)),
    required: computed(() => queue.value !== null && plan.value.required_queues.includes(queue.value)),
    missing: computed(() => (callId.value === null ? null : missingOf(plan.value, queue.value, draft.category, draft.notes))),
    loadPlan: async () => {
      plan.value = await readCategories().catch(() => plan.value)
    },
  }
}

import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ref } from 'vue'
import { i18n } from '@/app/i18n'
import type { StationCall } from '@/data/station_contract'
import { useNotes } from '@/features/station/notes'

const CALL = { call_id: 'zz1-1.1', queue: 'consult' } as StationCall
const WRITTEN = { call_id: CALL.call_id, version: 0, category: null, customer_id: null, notes: '', updated_us: null, updated_by: null }

interface Sent { notes: string; customer_id: string | null; version: number }
const sent: Sent[] = []
let answer: (body: Sent) => { status: number; body: unknown }

beforeEach(() => {
  localStorage.clear()
  sent.length = 0
  answer = (body) => ({ status: 200, body: { ...WRITTEN, ...body, version: body.version + 1 } })
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    const writes = init.method === 'PUT'
    const body = writes ? (JSON.parse(String(init.body)) as Sent) : null
    if (body) sent.push(body)
    const given = body ? answer(body) : { status: 200, body: path.endsWith('/contact') ? WRITTEN : { categories: [], required_queues: [] } }
    return Promise.resolve(new Response(JSON.stringify(given.body), { status: given.status, headers: { 'content-type': 'application/json' } }))
  })
})
afterEach(() => vi.unstubAllGlobals())

async function open(customer: string | null = 'CUSTOMER') {
  const customerId = ref(customer)
  let made: ReturnType<typeof useNotes> | undefined
  const page = mount({ setup: () => ((made = useNotes('p1', ref(CALL), customerId)), () => null) }, { global: { plugins: [i18n] } })
  await flushPromises()
  if (!made) throw new Error('not mounted')
  return { notes: made, customerId, page }
}
const frozen = () => ({ status: 409, body: { title: 'x', code: 'CustomerNotActive', detail: '该客户已冻结。', detail_en: 'frozen' } })

describe('notes of a call', () => {
  it('are saved when the platform took signs out that nobody sees', async () => {
    answer = (body) => ({ status: 200, body: { ...WRITTEN, ...body, notes: body.notes.replace('\u202e', ''), version: 1 } })
    const { notes } = await open()
    notes.draft.notes = '退款\u202e一笔'
    expect(await notes.save()).toBe(true)
    expect([notes.dirty.value, notes.draft.notes]).toEqual([false, '退款一笔'])
  })
  it('stay unsaved as far as they were typed during the request', async () => {
    const { notes } = await open()
    notes.draft.notes = '退款'
    const saving = notes.save()
    notes.draft.notes = '退款一笔'
    await saving
    expect([notes.dirty.value, notes.draft.notes]).toEqual([true, '退款一笔'])
  })
  it('can be kept with the call alone when the customer was frozen meanwhile', async () => {
    answer = (body) => (body.customer_id === null ? { status: 200, body: { ...WRITTEN, ...body, version: 1 } } : frozen())
    const { notes } = await open()
    notes.draft.notes = '要求回电'
    expect(await notes.save()).toBe(false)
    expect([notes.mayUntie.value, notes.failure.value, notes.clash.value]).toEqual([true, '该客户已冻结。', null])
    expect(await notes.untie()).toBe(true)
    expect(sent.map(({ customer_id }) => customer_id)).toEqual(['CUSTOMER', null])
    expect([notes.mayUntie.value, notes.dirty.value]).toEqual([false, false])
    notes.draft.notes = '要求明天回电'
    await notes.save()
    expect(sent.at(-1)?.customer_id).toBeNull()
  })
  it('are tied again to a customer who is chosen afterwards', async () => {
    answer = (body) => (body.customer_id === 'CUSTOMER' ? frozen() : { status: 200, body: { ...WRITTEN, ...body, version: 1 } })
    const { notes, customerId } = await open()
    notes.draft.notes = '要求回电'
    await notes.save()
    await notes.untie()
    customerId.value = 'OTHER'
    notes.draft.notes = '要求明天回电'
    await notes.save()
    expect(sent.at(-1)?.customer_id).toBe('OTHER')
  })
  it('that were typed and taken back leave no draft', async () => {
    const { notes, page } = await open()
    notes.draft.notes = '要求回电'
    await flushPromises()
    expect(localStorage.length).toBe(1)
    notes.draft.notes = ''
    await flushPromises()
    expect(localStorage.length).toBe(0)
    page.unmount()
  })
  it('are found again after the window was closed', async () => {
    const { notes, page } = await open()
    notes.draft.notes = '要求回电'
    await flushPromises()
    page.unmount()
    sessionStorage.clear()
    const again = await open()
    expect([again.notes.draft.notes, again.notes.dirty.value]).toEqual(['要求回电', true])
  })
})

import { enableAutoUnmount, flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { i18n } from '@/app/i18n'
import { session } from '@/app/session'
import type { Person } from '@/data/contract'
import { answerReports, beginReportsAnew } from '@/fake/reports_api'
import { addressesIn, wrongAddresses } from '@/features/reports/mail_form'
import { useOpenedView } from '@/features/reports/opened_view'
import SavedViews from '@/features/reports/SavedViews.vue'

vi.setConfig({ testTimeout: 60_000 })
enableAutoUnmount(afterEach)

const person = (...roles: Person['roles']): Person => ({ id: 'p', name: 'p', display_name: '演示班长', roles, company_id: 'demo01' })
const asked: { method: string; path: string; body: unknown }[] = []
let router: Router

beforeEach(async () => {
  asked.length = 0
  beginReportsAnew()
  session.person = person('supervisor')
  vi.stubGlobal('fetch', (path: string, init: RequestInit) =>
    new Promise<Response>((resolve) => {
      const method = init.method ?? 'GET'
      const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : {}
      asked.push({ method, path, body })
      const answer = (status: number, said: unknown) => resolve(new Response(status === 204 ? null : JSON.stringify(said), { status, headers: { 'content-type': 'application/json' } }))
      answerReports(method, new URL(path, 'http://x'), body, '', answer, (status, code, detail) => answer(status, { title: code, status, detail }))
    }),
  )
  const nothing = { render: () => null }
  router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: nothing }, { path: '/reports', name: 'reports', component: nothing }] })
  await router.push('/')
})
afterEach(() => vi.unstubAllGlobals())

/** What opens over the page stands in it, and is open from the first. */
const popover = defineComponent({ emits: ['show'], mounted() { this.$emit('show') }, render() { return h('div', [this.$slots['reference']?.(), this.$slots['default']?.()]) } })
const menu = async () => {
  const wrapper = mount(SavedViews, { props: { what: 'table', query: {} }, global: { plugins: [i18n, router], stubs: { ElPopover: popover } } })
  await flushPromises()
  return wrapper
}
const press = async (wrapper: VueWrapper, words: string) => {
  await wrapper.findAll('button').find((button) => button.text() === words)?.trigger('click')
  await flushPromises()
}

describe('mail schedules of a saved view', () => {
  const opened = async () => {
    const wrapper = await menu()
    await wrapper.find('[data-act=mail]').trigger('click')
    await flushPromises()
    return wrapper
  }
  it('say when the next mail goes out and what became of the last, and are stopped', async () => {
    const wrapper = await opened()
    const text = wrapper.find('[data-schedule=on]').text()
    for (const words of ['每周 周一 08:30', '上周', '下次 ', '已发送 1 封，1 封未送达', '收件地址被拒 · 550 · w***@example.com']) expect(text).toContain(words)
    await press(wrapper, '停用')
    expect(asked.find(({ method }) => method === 'PUT')?.body).toMatchObject({ view: 'v1', weekday: 1, active: false, recipients: ['li@example.com', 'wang@example.com'] })
    expect(wrapper.find('[data-schedule=off]').text()).toContain('已停用')
  })
  it('are added with addresses of either writing, and not with wrong ones', async () => {
    const wrapper = await opened()
    await press(wrapper, '再加一个')
    const form = wrapper.find('form.mail-form')
    await form.find('textarea').setValue('li@example.com，no address')
    expect(form.find('[role=alert]').text()).toContain('no, address')
    await form.find('textarea').setValue('li@example.com，li@example.com；zhao@example.com')
    await form.trigger('submit')
    await flushPromises()
    expect(asked.find(({ method }) => method === 'POST')).toMatchObject({
      path: '/api/reports/schedules', body: { view: 'v1', rhythm: 'day', at: '08:30', period: 'yesterday', recipients: ['li@example.com', 'zhao@example.com'], active: true },
    })
  })
  it('are offered to supervisors only', async () => {
    session.person = person('inspector')
    const wrapper = await menu()
    expect(wrapper.find('[data-act=mail]').exists()).toBe(false)
    expect(asked.some(({ path }) => path.includes('schedules'))).toBe(false)
  })
  it('reads what was typed', () => {
    expect(addressesIn(' a@b.cn、c@d.cn\n')).toEqual(['a@b.cn', 'c@d.cn'])
    expect(wrongAddresses(['a@b', 'a@b.cn'])).toEqual(['a@b'])
  })
})

it.each([
  ['/reports?view=v1&first=2026-11-20&last=2026-11-21', '/reports?compare=previous&first=2026-11-20&last=2026-11-21', false],
  ['/reports?view=gone&first=2026-11-20&last=2026-11-21', '/reports?first=2026-11-20&last=2026-11-21', true],
])('the link of a mail opens its report at its days: %s', async (link, address, gone) => {
  await router.push(link)
  let told: ReturnType<typeof useOpenedView> | undefined
  mount({ setup: () => { told = useOpenedView(true) }, render: () => null }, { global: { plugins: [i18n, router] } })
  expect(told?.opening.value).toBe(true)
  await vi.waitFor(() => expect(told?.opening.value).toBe(false))
  expect(router.currentRoute.value.fullPath).toBe(address)
  expect(told?.gone.value).toBe(gone)
})

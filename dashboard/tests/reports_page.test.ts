import { enableAutoUnmount, flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { i18n } from '@/app/i18n'
import { session } from '@/app/session'
import type { Person } from '@/data/contract'
import { heatOf, tableOf, timesOf } from '@/fake/reports'
import { answerReports, beginReportsAnew } from '@/fake/reports_api'
import ExportMenu from '@/features/reports/ExportMenu.vue'
import HeatMap from '@/features/reports/HeatMap.vue'
import PaperHead from '@/features/reports/PaperHead.vue'
import ReportTable from '@/features/reports/ReportTable.vue'
import SavedViews from '@/features/reports/SavedViews.vue'
import ShiftTable from '@/features/reports/ShiftTable.vue'
import TimeSheet from '@/features/reports/TimeSheet.vue'

// Whole tables are mounted, on machines that have other work.
vi.setConfig({ testTimeout: 60_000 })
enableAutoUnmount(afterEach)

const DAYS = { first: '2026-11-21', last: '2026-11-21' }
const asked: { method: string; path: string; body: unknown }[] = []
let router: Router

beforeEach(async () => {
  asked.length = 0
  beginReportsAnew()
  session.person = { id: 'p', name: 'p', display_name: '演示班长', roles: ['supervisor'], company_id: 'demo01' } satisfies Person
  vi.stubGlobal('fetch', (path: string, init: RequestInit) =>
    new Promise<Response>((resolve) => {
      const method = init.method ?? 'GET'
      const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : {}
      asked.push({ method, path, body })
      const answer = (status: number, said: unknown) => resolve(new Response(status === 204 ? null : JSON.stringify(said), { status, headers: { 'content-type': 'application/json' } }))
      answerReports(method, new URL(path, 'http://x'), body, '', answer, (status, code, detail) => answer(status, { title: code, status, detail }))
    }),
  )
  router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: { render: () => null } }, { path: '/calls', name: 'calls', component: { render: () => null } }] })
  await router.push('/')
})
afterEach(() => vi.unstubAllGlobals())

const open = (component: unknown, props: Record<string, unknown>) => mount(component as typeof ReportTable, { props: props as never, attachTo: document.body, global: { plugins: [i18n, router] } })
/** What opens over the page stands in it, and is open from the first. */
const popover = defineComponent({ emits: ['show'], mounted() { this.$emit('show') }, render() { return h('div', [this.$slots['reference']?.(), this.$slots['default']?.()]) } })
const popped = async (component: unknown, props: Record<string, unknown>) => {
  const wrapper = mount(component as typeof SavedViews, { props: props as never, global: { plugins: [i18n, router], stubs: { ElPopover: popover } } })
  await flushPromises()
  return wrapper
}
const press = async (wrapper: VueWrapper, words: string) => {
  await wrapper.findAll('button').find((button) => button.text() === words)?.trigger('click')
  await flushPromises()
}
const table = (query: Record<string, string>) => tableOf(new URLSearchParams(query), DAYS, '', 0)
const openTable = (query: Record<string, string>, sort = '') => open(ReportTable, { report: table(query), sort, filters: { queue: '', hotline: '' }, stale: false, queueName: (queue: string | null) => `队列 ${queue ?? ''}` })

describe('the table of a report', () => {
  it('leads from each number to its calls, in the row and in the total', () => {
    const wrapper = openTable({ rows: 'queue', figures: 'offered,service_level_15s' })
    const links = wrapper.findAll('[data-row="demo01-consult"] a').map((link) => link.attributes('href'))
    expect(links).toEqual([
      expect.stringMatching(/^\/calls\?part=offered&from=2026-11-21\+00:00:00&to=2026-11-22\+00:00:00&queue=demo01-consult&of=\d+$/),
      // What a rate opens is not counted by its value.
      '/calls?part=in_time&from=2026-11-21+00:00:00&to=2026-11-22+00:00:00&queue=demo01-consult',
    ])
    expect(wrapper.find('[data-row=total] a').attributes('href')).toMatch(/^\/calls\?part=offered&from=2026-11-21\+00:00:00&to=2026-11-22\+00:00:00&of=\d+$/)
  })
  it('leads from the total of agents to the calls of these, not of everybody', () =>
    expect(openTable({ rows: 'agent' }).find('[data-row=total] a').attributes('href')).toContain('agent=A00001,A00002'))
  it('says — where there is nothing to divide by, and links nowhere', () => {
    const row = openTable({ rows: 'queue', figures: 'answer_rate' }).find('[data-row="demo01-operator"]')
    expect(row.text()).toContain('—')
    expect(row.find('a').exists()).toBe(false)
  })
  it('names queues as every page does', () => expect(openTable({ rows: 'queue' }).find('[data-row="demo01-consult"] th').text()).toBe('队列 demo01-consult'))
  it('says how it is sorted, and asks for the next order', async () => {
    const wrapper = openTable({ rows: 'queue', figures: 'offered,answered' }, '-offered')
    expect(wrapper.findAll('thead th').map((head) => head.attributes('aria-sort'))).toEqual([undefined, 'descending', undefined])
    await wrapper.find('thead .name').trigger('click')
    expect(wrapper.emitted('sort')).toEqual([['offered']])
  })
  it('shows a change with a mark and a sign, never by colour alone', () => {
    const change = openTable({ rows: 'queue', figures: 'answer_rate', compare: 'previous' }).find('[data-row="demo01-consult"] .change')
    expect(change.text()).toMatch(/^[▲▼] [+−]\d+\.\d 百分点$/)
    expect(change.find('i').attributes('aria-label')).toMatch(/上升|下降/)
  })
  it('has one stop of the tab key; the arrows lead on', async () => {
    const wrapper = openTable({ rows: 'queue', figures: 'offered,answered' })
    const stops = () => wrapper.findAll('[data-cell]').filter((cell) => cell.attributes('tabindex') === '0')
    expect(stops()).toHaveLength(1)
    await wrapper.find('[data-at="0:0"] [data-cell]').trigger('keydown', { key: 'ArrowDown' })
    await wrapper.find('[data-at="1:0"] [data-cell]').trigger('keydown', { key: 'ArrowRight' })
    await flushPromises()
    expect(stops()).toHaveLength(1)
    expect(document.activeElement?.closest('[data-at]')?.getAttribute('data-at')).toBe('1:1')
  })
  it('explains every column where it stands, and by id on paper', () => {
    const head = openTable({ rows: 'queue', figures: 'service_level_15s' }).find('thead th:last-child')
    expect(head.find('[data-definition=service_level_15s]').text()).toBe('口径 v1')
    expect(head.find('.on-paper').text()).toContain('service_level_15s v1')
  })
})

it('the heat map has a number in every cell and leads to its hour and weekday', () => {
  const wrapper = open(HeatMap, { report: heatOf(new URLSearchParams({ figure: 'offered' }), DAYS, '', 0), stale: false })
  expect(wrapper.findAll('td').every((cell) => /^[\d,]+$|^—$/.test(cell.text()))).toBe(true)
  expect(wrapper.find('tbody tr:nth-child(2) a').attributes('href')).toMatch(/part=offered&.*hour=7&weekday=2/)
})

describe('the timesheet', () => {
  const report = timesOf(DAYS, '', 0)
  it('shows how the time was spent, in words too', () => {
    const wrapper = open(TimeSheet, { report, detail: 'total', stale: false })
    expect(wrapper.find('tbody .state-share').attributes('aria-label')).toMatch(/通话 \d\d:\d\d:\d\d（\d+\.\d%）/)
  })
  it('says when they came and went of a day, never of several', () => {
    const two = timesOf({ first: '2026-11-20', last: '2026-11-21' }, '', 0)
    expect(open(TimeSheet, { report, detail: 'total', stale: false }).text()).toContain('首次签入')
    expect(open(TimeSheet, { report: two, detail: 'total', stale: false }).text()).not.toContain('首次签入')
  })
  it('says that there are columns to the right of what is shown', async () => {
    const wide = vi.spyOn(Element.prototype, 'scrollWidth', 'get').mockReturnValue(900)
    const wrapper = open(TimeSheet, { report, detail: 'total', stale: false })
    await flushPromises()
    expect(wrapper.find('.more').exists()).toBe(true)
    wide.mockRestore()
    await wrapper.find('.report-box').trigger('scroll')
    expect(wrapper.find('.more').exists()).toBe(false)
  })
  it('says — for utilisation without a shift, and that somebody is still there', () => {
    const rows = open(TimeSheet, { report, detail: 'day', stale: false }).findAll('tbody tr')
    expect(rows[1]?.findAll('.figure-cell')[2]?.text()).toBe('—')
    expect(rows[2]?.text()).toContain('未签出')
  })
})

describe('saved views', () => {
  const props = { what: 'table', query: { rows: 'hour' } }
  it('are listed by whose they are, and open', async () => {
    const wrapper = await popped(SavedViews, props)
    expect(wrapper.findAll('h3').map((head) => head.text())).toEqual(['我的', '共享的'])
    await wrapper.find('.open').trigger('click')
    expect(wrapper.emitted('open')).toEqual([[{ period: 'yesterday', compare: 'previous' }]])
  })
  it('keep the report on the page', async () => {
    const wrapper = await popped(SavedViews, props)
    await wrapper.find('form input').setValue(' 按小时 ')
    await wrapper.find('form').trigger('submit')
    await flushPromises()
    expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({ name: '按小时', what: 'table', query: { rows: 'hour' }, shared: false })
    expect(wrapper.text()).toContain('按小时')
  })
  it('are removed only when that was meant', async () => {
    const wrapper = await popped(SavedViews, props)
    await press(wrapper, '删除')
    expect(asked.some(({ method }) => method === 'DELETE')).toBe(false)
    await press(wrapper, '确认删除，邮件同时停止')
    expect(asked.filter(({ method }) => method === 'DELETE').map(({ path }) => path)).toEqual(['/api/reports/views/v1'])
  })
})

it('an export is asked for as the page stands, shows how far it is, and can be called off', async () => {
  const wrapper = await popped(ExportMenu, { what: 'table', query: { rows: 'queue', ...DAYS }, disabled: false })
  await wrapper.find('[data-format=xlsx]').trigger('click')
  await flushPromises()
  expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({ what: 'table', format: 'xlsx', query: { rows: 'queue', ...DAYS }, language: 'zh' })
  expect(wrapper.find('progress').attributes('max')).toBe('1200')
  await press(wrapper, '取消')
  expect(asked.at(-2)?.method).toBe('DELETE')
  expect(wrapper.find('progress').exists()).toBe(false)
})

it('a list that the platform does not have yet is said to be missing, not broken', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify({ title: 'x', status: 404 }), { status: 404 })))
  const menu = await popped(ExportMenu, { what: 'table', query: {}, disabled: false })
  expect(menu.text()).toContain('尚未提供')
  expect(menu.find('[data-format]').exists()).toBe(false)
  const views = await popped(SavedViews, { what: 'table', query: {} })
  expect(views.find('form').exists()).toBe(false)
})

describe('shifts', () => {
  const props = { query: {}, agents: [{ value: 'A00001', label: '甲 8001' }], mayChange: true }
  it('are only read by who may not change them', async () => {
    const wrapper = open(ShiftTable, { ...props, mayChange: false })
    await flushPromises()
    expect(wrapper.findAll('tbody tr')).toHaveLength(12)
    expect(wrapper.find('form').exists()).toBe(false)
    expect(wrapper.text()).toContain('只有班长可以修改班次')
  })
  it('say that they end on the next day', async () => {
    const wrapper = open(ShiftTable, props)
    await flushPromises()
    expect(wrapper.find('[data-shift=s50]').text()).toMatch(/21:30.*06:00.*次日.*8:30/)
  })
  it('are removed only when that was meant', async () => {
    const wrapper = open(ShiftTable, props)
    await flushPromises()
    await press(wrapper, '删除')
    expect(asked.some(({ method }) => method === 'DELETE')).toBe(false)
    await press(wrapper, '确认删除')
    expect(wrapper.findAll('tbody tr')).toHaveLength(11)
  })
  it('are changed in their row', async () => {
    const wrapper = open(ShiftTable, props)
    await flushPromises()
    await press(wrapper, '修改')
    await wrapper.find('tbody form').trigger('submit')
    await flushPromises()
    expect(asked.find(({ method }) => method === 'PUT')?.path).toBe('/api/shifts/s00')
  })
  it('are checked before a file of them is imported', async () => {
    const wrapper = open(ShiftTable, props)
    await flushPromises()
    await press(wrapper, '导入班次')
    const input = wrapper.find('input[type=file]')
    Object.defineProperty(input.element, 'files', { value: [new File(['x'], '班次.csv')] })
    await input.trigger('change')
    await flushPromises()
    expect(wrapper.text()).toContain('第 9 行')
    expect(asked.at(-1)?.path).toBe('/api/shifts/import?dry_run=true')
    await press(wrapper, '导入 12 条')
    expect(asked.some(({ path }) => path === '/api/shifts/import?dry_run=false')).toBe(true)
  })
})

it('the copy on paper says whose it is, of when, made when and by whom, and that it is a demo', () => {
  class Sheet {
    text = ''
    replaceSync(text: string) {
      this.text = text
    }
  }
  vi.stubGlobal('CSSStyleSheet', Sheet)
  const sheets: Sheet[] = []
  Object.defineProperty(document, 'adoptedStyleSheets', { configurable: true, get: () => sheets, set: (next: Sheet[]) => sheets.splice(0, sheets.length, ...next) })
  session.installation = { company_name: '示例公司', licence_number: 'B2-1', hotlines: [], demo: true, version: '0' }
  const wrapper = mount(PaperHead, {
    props: { name: '报表', days: '2026-11-21', scope: '', madeAt: '2026-11-22 08:00:00', completeness: 'unknown', reasonZh: '磁盘已满', demo: true }, global: { plugins: [i18n] },
  })
  for (const words of ['示例公司', 'B2-1', '2026-11-21', '2026-11-22 08:00:00', '演示班长', '磁盘已满', '演示数据']) expect(wrapper.text()).toContain(words)
  expect(sheets[0]?.text).toContain('counter(page)')
  wrapper.unmount()
  expect(sheets).toHaveLength(0)
  session.installation = null
})

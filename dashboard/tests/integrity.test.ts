import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { i18n } from '@/app/i18n'
import { integrityZhCN } from '@/app/locale/integrity.zh-CN'
import { session } from '@/app/session'
import type { Integrity, IntegrityBand, IntegrityDay } from '@/data/integrity'
import { answerIntegrity, beginReconciliationsAnew } from '@/fake/integrity'
import { bandOf } from '@/features/integrity/bands'
import IntegrityPage from '@/features/integrity/IntegrityPage.vue'
import { daysOfScope, queryOf, scopeOf } from '@/features/integrity/integrity_scope'
import { integrityOf } from '@/features/integrity/leading_there'
import { parseInstant } from '@/format/time'

vi.setConfig({ testTimeout: 60_000 })
enableAutoUnmount(afterEach)

const at = (text: string) => parseInstant(text) ?? 0
const NOON = at('2026-11-21 12:00:00')

describe('the address', () => {
  it('holds the last 31 days unless it says others', () => {
    expect(daysOfScope(scopeOf({}), '2026-11-21')).toEqual({ first: '2026-10-22', last: '2026-11-21' })
    expect(daysOfScope(scopeOf({ span: 'last_month' }), '2026-11-21')).toEqual({ first: '2026-10-01', last: '2026-10-31' })
    expect(daysOfScope(scopeOf({ first: '2026-11-01', last: '2026-11-02' }), '2026-11-21')).toEqual({ first: '2026-11-01', last: '2026-11-02' })
  })
  it('takes no days that no answer holds', () => {
    expect(scopeOf({ first: '2026-01-01', last: '2026-11-21' }).span).toBe('days31')
    expect(scopeOf({ first: '2026-11-05', last: '2026-11-02' }).span).toBe('days31')
  })
  it('comes back as it was', () => {
    const query = { first: '2026-11-01', last: '2026-11-02', day: '2026-11-02', tab: 'reconciliations' }
    expect(queryOf(scopeOf(query))).toEqual(query)
  })
  it('is that of a mark: its days, and the last ones of a long period', () => {
    expect(integrityOf({ from_us: at('2026-11-20'), to_us: at('2026-11-21') }).query).toEqual({ first: '2026-11-20', last: '2026-11-20' })
    expect(integrityOf({ from_us: at('2026-01-01'), to_us: at('2027-01-01') }).query).toEqual({ first: '2026-10-01', last: '2026-12-31' })
  })
})

describe('a day as a band', () => {
  const day: IntegrityDay = {
    day: '2026-11-21', period: { from_us: at('2026-11-21'), to_us: at('2026-11-22') }, completeness: 'unknown', lengths: { live_us: 0, recovered_us: 0, unknown_us: 0, before_us: 0, ahead_us: 0 }, reasons: [], bands: [],
  }
  const band = (from: string, to: string, state: IntegrityBand['state']): IntegrityBand => ({ from_us: at(`2026-11-${from}`), to_us: at(`2026-11-${to}`), state, reasons: ['x'] })
  const pieces = (bands: IntegrityBand[], since: string | null) => bandOf({ ...day, bands }, since === null ? null : at(since), NOON).map(({ state, left, width }) => [state, left, width])

  it('ends now, and begins when somebody first watched', () => {
    expect(pieces([], '2026-11-20')).toEqual([['live', 0, 50]])
    expect(pieces([], '2026-11-21 06:00:00')).toEqual([['before', 0, 25], ['live', 25, 25]])
    expect(pieces([], null)).toEqual([['before', 0, 50]])
  })
  it('lays unknown upon recovered, cut to the day', () => {
    expect(pieces([band('20 21:00:00', '21 12:00:00', 'recovered'), band('21 03:00:00', '21 06:00:00', 'unknown')], '2026-11-01')).toEqual([['live', 0, 50], ['recovered', 0, 50], ['unknown', 12.5, 12.5]])
  })
})

describe('the page', () => {
  let router: Router
  let scene = ''
  let listed = Infinity
  const asked: string[] = []

  beforeEach(async () => {
    scene = ''
    listed = Infinity
    asked.length = 0
    beginReconciliationsAnew()
    vi.useFakeTimers({ now: NOON / 1000, toFake: ['Date', 'setTimeout', 'clearTimeout'] })
    session.person = { id: 'p', name: 'p', display_name: '演示班长', roles: ['supervisor'], company_id: 'demo01' }
    vi.stubGlobal('fetch', (path: string, init: RequestInit) =>
      new Promise<Response>((resolve) => {
        asked.push(`${init.method ?? 'GET'} ${path}`)
        const cut = (said: unknown) => {
          const { marks } = said as Integrity
          return marks && listed < marks.length ? { ...(said as Integrity), marks: marks.slice(0, listed), left_out: marks.length - listed } : said
        }
        const answer = (status: number, said: unknown) => resolve(new Response(JSON.stringify(cut(said)), { status, headers: { 'content-type': 'application/json' } }))
        if (scene === 'error') return answer(503, { title: 'x', status: 503, detail: '数据库暂不可用' })
        if (!/integrity|reconciliations/.test(path)) return answer(200, { items: [] })
        answerIntegrity(init.method ?? 'GET', new URL(path, 'http://x'), typeof init.body === 'string' ? JSON.parse(init.body) : {}, scene, answer, (status, code, detail) => answer(status, { title: code, status, detail }))
      }),
    )
    const nothing = { template: '<i />' }
    router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/integrity', name: 'integrity', component: IntegrityPage }, { path: '/calls', name: 'calls', component: nothing }] })
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  async function opened(query: Record<string, string> = {}) {
    await router.push({ name: 'integrity', query })
    document.body.innerHTML = '<div id="page-head"></div>'
    const page = mount(IntegrityPage, { attachTo: document.body, global: { plugins: [i18n, router], stubs: { CallDrawer: true, ElPopover: { template: '<div><slot name="reference" /><slot /></div>' } } } })
    await flushPromises()
    return page
  }

  it('shows each day, and why it is not live, with the calls that were seen', async () => {
    const page = await opened()
    expect(page.findAll('[data-day]')).toHaveLength(31)
    expect(page.find('[data-day="2026-11-20"] [data-completeness]').attributes('data-completeness')).toBe('unknown')
    const row = page.find('[data-reason="asterisk_restart"]')
    expect(row.text()).toContain(integrityZhCN.reason.asterisk_restart)
    expect(row.text()).toContain('AMI 看到 7 通')
    expect(row.text()).toContain('可能不止')
    expect(row.find('a').attributes('href')).toContain('/calls?from=2026-11-20+14:30:00')
  })
  it('lists the marks of one day', async () => {
    const page = await opened({ day: '2026-11-16' })
    expect(page.findAll('[data-reason]').map((row) => row.attributes('data-reason'))).toEqual(['log_disk_full'])
  })
  it('paints a day whose marks are not listed, and says that they are not', async () => {
    listed = 2
    const page = await opened({ day: '2026-11-16' })
    expect(page.findAll('[data-day="2026-11-16"] .band .unknown')).toHaveLength(1)
    expect(page.find('[data-day="2026-11-16"] .band .unknown').attributes('title')).toContain(integrityZhCN.reason.log_disk_full)
    expect(page.findAll('[data-reason]')).toHaveLength(0)
    expect(page.text()).toContain('较早的未列出')
    expect(page.text()).not.toContain(integrityZhCN.noMarks)
  })
  it('tells availability, and the clock, or that no server is set', async () => {
    expect((await opened()).find('[data-tile="clock"]').text()).toContain('−3.2 ms')
    scene = 'empty'
    const page = await opened()
    expect(page.find('[data-tile="clock"]').text()).toContain('未设置 NTP 服务器')
    expect(page.find('[data-tile="service"]').text()).toContain('100.000 %')
    expect(page.text()).toContain(integrityZhCN.noMarks)
  })
  it('lists reconciliations, and opens their differences with the calls they are about', async () => {
    const page = await opened({ tab: 'reconciliations', run: '01J00000000000000000000040' })
    expect(page.findAll('[data-run]')).toHaveLength(25)
    const differs = page.find('[data-kind="call_differs"]')
    expect(differs.text()).toContain(integrityZhCN.done.built_again)
    await differs.find('button').trigger('click')
    await flushPromises()
    expect(router.currentRoute.value.query['call']).toBe('zz1-1795302130.0')
    expect(page.find('[data-kind="call_seen_not_recorded"] button').exists()).toBe(false)
  })
  it('reconciles one day on demand, and looks until it has ended', async () => {
    const page = await opened({ tab: 'reconciliations' })
    await page.find('[data-act="reconcile"]').trigger('click')
    await flushPromises()
    expect(asked).toContain('POST /api/reconciliations')
    expect(page.find('[role="status"]').text()).toContain('正在核对')
    expect(page.find('[data-state="running"]').exists()).toBe(true)
    for (let second = 0; second < 8; second++) {
      await vi.advanceTimersByTimeAsync(1000)
      await flushPromises()
    }
    expect(page.find('[data-state="running"]').exists()).toBe(false)
    expect(page.find('[role="status"]').exists()).toBe(false)
    expect(asked.filter((each) => each.startsWith('GET /api/integrity'))).toHaveLength(2)
  })
  it('offers an inspector no reconciliation', async () => {
    session.person = { id: 'p', name: 'p', display_name: '检查员', roles: ['inspector'], company_id: 'demo01' }
    const page = await opened({ tab: 'reconciliations' })
    expect(page.find('[data-act="reconcile"]').exists()).toBe(false)
    expect(page.findAll('[data-run]')).toHaveLength(25)
  })
  it('says what went wrong, and that nothing was reconciled', async () => {
    scene = 'error'
    expect((await opened()).text()).toContain('数据库暂不可用')
    scene = 'empty'
    expect((await opened({ tab: 'reconciliations' })).text()).toContain(integrityZhCN.noRuns)
  })
})

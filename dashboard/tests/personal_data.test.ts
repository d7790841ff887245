import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { i18n } from '@/app/i18n'
import { session } from '@/app/session'
import type { Freeze, PersonFound } from '@/data/personal_data'
import { PERSON } from '@/fake/company'
import { CUSTOMERS } from '@/fake/customers'
import { isWellFormed, soughtBy, termOf, toldOf, written } from '@/features/personal_data/inquiry'
import PersonalDataPage from '@/features/personal_data/PersonalDataPage.vue'
import * as saving from '@/features/personal_data/save_file'
import { parseInstant } from '@/format/time'

const NUMBER = '13900001234'
const ID = '01KAJ7Q2M4X801KAJ7Q2M4X801'
const FREEZE: Freeze = { from_us: 1, until_us: null, by: '演示班长', reason: '诉讼' }
const TIMES = { first_call_us: 1_760_000_000_000_000, last_call_us: 1_763_000_000_000_000 }

function found(...names: string[]): PersonFound {
  const customers = names.map((name, index) => ({
    customer: { ...(CUSTOMERS[0] as (typeof CUSTOMERS)[number]), id: ID.slice(0, -1) + String(index), name }, frozen: null, merged: index ? [] : [ID], notes: 3, follow_ups: 1,
  }))
  return { customers, calls: names.length ? 23 : 0, recordings: 21, ...TIMES }
}
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status })

let asked: [string, Record<string, unknown>][]
let answers: Response[]

async function open(address = '/personal-data') {
  const router = createRouter({
    history: createMemoryHistory(), routes: ['personal-data', 'customers'].map((name) => ({ path: `/${name}`, name, component: { template: '<i />' } })),
  })
  await router.push(address)
  const page = mount(PersonalDataPage, { global: { plugins: [i18n, router] }, attachTo: document.body })
  await flushPromises()
  return { page, router }
}
async function find(page: VueWrapper, typed = NUMBER) {
  await page.get('[name=sought]').setValue(typed)
  await page.get('[name=reason]').setValue('本人要求查阅')
  await page.get('.person-form').trigger('submit')
  await flushPromises()
}

beforeEach(() => {
  i18n.global.locale.value = 'zh-CN'
  session.person = PERSON
  document.body.innerHTML = '<div id="page-head"></div>'
  asked = []
  answers = []
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    asked.push([path, JSON.parse(String(init.body)) as Record<string, unknown>])
    return Promise.resolve(answers.shift())
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('who asks', () => {
  it('is told by exactly one of the numbers, full-width digits or not', () => {
    expect(written('phone', ' １３９００００１２３４ ')).toBe(NUMBER)
    expect(soughtBy('identity_number', '11010119900101123X', ' 查阅 ')).toEqual({ identity_number: '11010119900101123X', reason: '查阅' })
    expect(['12', '王小明', '---'].map((typed) => isWellFormed('phone', typed))).toEqual([false, false, false])
    expect(isWellFormed('customer_id', ID.toLowerCase())).toBe(true)
  })
  it('is shown by the end of it only', () => {
    expect(toldOf({ phone: NUMBER, reason: '' })).toEqual({ key: 'phone', end: '1234' })
    expect(toldOf({ identity_number: '11010119900101123X', reason: '' }).end).toBe('X')
  })
  it('needs a right', async () => {
    session.person = { ...PERSON, roles: ['inspector'] }
    expect((await open()).page.text()).toContain('没有办理个人信息请求的权限')
  })
  it('has no name to search by for those who do not serve customers', async () => {
    session.person = { ...PERSON, roles: ['security_admin'] }
    const { page } = await open()
    expect(page.findAll('[type=radio]')).toHaveLength(3)
    answers = [json(found('甲'))]
    await find(page)
    expect(page.text()).toContain('更正由班长在客户页面办理')
    expect(page.find('.correct').exists()).toBe(false)
  })
  it('may come from the customers page, and the address forgets who', async () => {
    const { page, router } = await open(`/personal-data?customer=${ID}`)
    expect(router.currentRoute.value.fullPath).toBe('/personal-data')
    answers = [json(found('甲'))]
    await page.get('[name=reason]').setValue('本人要求查阅')
    await page.get('.person-form').trigger('submit')
    expect(asked[0]?.[1]).toEqual({ customer_id: ID, reason: '本人要求查阅' })
  })
  it('is chosen among namesakes', async () => {
    const { page } = await open()
    await page.get('[value=name]').setValue(true)
    answers = [json({ items: [{ id: ID, name: '王小明', phone_masked: '139****1234', tags: [] }], next_cursor: null, frozen: 1 }), json(found('王小明'))]
    await find(page, '王小明')
    expect(page.text()).toContain('另有 1 位已冻结')
    await page.get('.namesakes button').trigger('click')
    expect(asked.at(-1)).toEqual(['/api/personal-data/find', { customer_id: ID, reason: '本人要求查阅' }])
  })
})

describe('what is held', () => {
  it('is counted, and the number stands neither on the page nor in storage', async () => {
    const { page } = await open()
    answers = [json(found('演示客户甲'))]
    await find(page)
    expect(asked).toEqual([['/api/personal-data/find', { phone: NUMBER, reason: '本人要求查阅' }]])
    const counts = Object.fromEntries(page.findAll('[data-kind]').map((each) => [each.attributes('data-kind'), each.get('dd').text()]))
    expect(counts).toEqual({ customers: '1', merged: '1', calls: '23', recordings: '21', notes: '3', followUps: '1' })
    expect(page.text()).toContain('录音文件不在副本内')
    expect(document.body.textContent).not.toContain(NUMBER)
    expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain(NUMBER)
    await page.unmount()
  })
  it('may be nothing', async () => {
    const { page } = await open()
    answers = [json(found())]
    await find(page)
    expect(page.text()).toContain('没有保存此人的信息')
    expect(page.find('.copy').exists()).toBe(false)
  })
  it('may be of several, and one of them is looked at alone', async () => {
    const { page } = await open()
    answers = [json(found('甲', '乙')), json(found('乙'))]
    await find(page)
    expect(page.findAll('.record')).toHaveLength(2)
    expect(page.text()).toContain('找到 2 位客户')
    await page.findAll('[data-act=only]')[1]?.trigger('click')
    await flushPromises()
    expect(asked.at(-1)?.[1]).toEqual({ customer_id: ID.slice(0, -1) + '1', reason: '本人要求查阅' })
    expect(page.findAll('.record')).toHaveLength(1)
  })
  it('is not told when the platform refuses, which is said in either language', async () => {
    const { page } = await open()
    const refusal = { title: 'x', detail: '没有权限。', detail_en: 'Not allowed.' }
    answers = [json(refusal, 403), json(refusal, 403)]
    await find(page)
    expect(page.get('[role=alert]').text()).toBe('没有权限。')
    i18n.global.locale.value = 'en'
    await find(page)
    expect(page.get('[role=alert]').text()).toBe('Not allowed.')
    expect(page.find('.record').exists()).toBe(false)
  })
})

describe('a copy', () => {
  it('goes masked for the reason of the request, whole for a reason of its own', async () => {
    const saved = vi.spyOn(saving, 'saveFile').mockReturnValue()
    const { page } = await open()
    answers = [json(found('甲')), json({}), json({})]
    await find(page)
    await page.get('.copy').trigger('submit')
    await flushPromises()
    expect(asked[1]).toEqual(['/api/personal-data/export', { phone: NUMBER, reason: '本人要求查阅', format: 'json', whole: false }])
    expect(saved.mock.lastCall?.[1]).toBe('personal-data.json')

    await page.get('.copy [type=radio]:not(:checked)').setValue(true)
    await page.get('.copy select').setValue('zip')
    expect(page.get('.copy [type=submit]').attributes('disabled')).toBeDefined()
    await page.get('[name=whole-reason]').setValue('已核验证件')
    await page.get('.copy').trigger('submit')
    await flushPromises()
    expect(asked[2]?.[1]).toMatchObject({ reason: '已核验证件', format: 'zip', whole: true })
    expect(page.get('.copy .done').text()).toContain('personal-data.zip（完整）')
  })
})

describe('a freeze', () => {
  it('has a reason and a term, and ends for a reason', async () => {
    const { page } = await open()
    answers = [json(found('甲')), json(FREEZE), json(FREEZE)]
    await find(page)
    await page.get('[data-act=freeze]').trigger('click')
    await page.get('[name=freeze-reason]').setValue('诉讼')
    await page.get('[name=until]').setValue('2999-12-31')
    await page.get('.freeze-form').trigger('submit')
    await flushPromises()
    expect(asked[1]).toEqual(['/api/personal-data/freeze', { customer_id: ID.slice(0, -1) + '0', reason: '诉讼', until_us: parseInstant('2999-12-31 23:59:59') }])
    expect(page.get('.record').text()).toContain('已冻结')
    expect(page.find('.correct').exists()).toBe(false)

    await page.get('[data-act=freeze]').trigger('click')
    await page.get('[name=freeze-reason]').setValue('诉讼结束')
    await page.get('.freeze-form').trigger('submit')
    await flushPromises()
    expect(asked[2]?.[0]).toBe('/api/personal-data/unfreeze')
    expect(page.get('.record .state').text()).toBe('使用中')
    expect(page.get('.record .said').text()).toContain('已解冻')
  })
  it('that is refused says why and changes nothing', async () => {
    const { page } = await open()
    answers = [json(found('甲')), json({ title: 'x', detail: '该客户资料已冻结或已合并,不能使用或修改。' }, 409)]
    await find(page)
    await page.get('[data-act=freeze]').trigger('click')
    await page.get('[name=freeze-reason]').setValue('诉讼')
    await page.get('.freeze-form').trigger('submit')
    await flushPromises()
    expect(page.get('.freeze-form [role=alert]').text()).toContain('已冻结或已合并')
    expect(page.get('.record .state').text()).toBe('使用中')
  })
  it('ends with a day that is not over', () => {
    const now = parseInstant('2026-11-22 15:00:00') ?? 0
    expect(termOf('', now)).toBeNull()
    expect(termOf('2026-11-22', now)).toBe(parseInstant('2026-11-22 23:59:59'))
    expect(termOf('2026-11-21', now)).toBeUndefined()
  })
})

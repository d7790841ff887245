import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { i18n } from '@/app/i18n'
import { session } from '@/app/session'
import type { Person } from '@/data/contract'
import type { CustomerField } from '@/data/customers'
import FieldEditor from '@/features/setup/FieldEditor.vue'
import { emptyRow, rowOf, sentOf } from '@/features/setup/field_rows'
import TeamEditor from '@/features/setup/TeamEditor.vue'
import { withAgent } from '@/features/setup/team_rows'

const LEADER = '01JSUPERVISOR0000000000001'
const AGENTS = [{ agent: 'A00001', work_number: '8001', name: '甲' }, { agent: 'A00002', work_number: '8002', name: '乙' }]
const TEAMS = [{ name: '一组', agents: ['A00001'], supervisors: [LEADER] }, { name: '二组', agents: [], supervisors: [] }]
const field = (code: string, more: Partial<CustomerField> = {}): CustomerField => ({
  code, zh: code, en: code, purpose_zh: '用途', purpose_en: 'purpose', sensitivity: 'plain', kind: 'text', choices: [], active: true, built_in: false, ...more,
})

const sent: { path: string; body: unknown }[] = []
let refusal: { status: number; detail: string; detail_en: string } | null = null
let kept: Record<string, unknown> = {}

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
}
beforeEach(() => {
  sent.length = 0
  refusal = null
  kept = { '/api/teams': { teams: TEAMS, version: 'seen' }, '/api/agents': { agents: AGENTS }, '/api/supervisors': { people: [{ id: LEADER, name: '班长甲' }] }, '/api/customer-fields': { version: 'seen', items: [field('name', { built_in: true }), field('contract'), field('plan', { kind: 'choice', choices: ['甲', '乙'] }), field('fax', { active: false })] } }
  session.person = { id: 'p', name: 'p', display_name: 'p', roles: ['system_admin'], company_id: 'demo01' } satisfies Person
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    if (init.method === 'GET') return Promise.resolve(kept[path] ? json(200, kept[path]) : json(503, { title: 'x', detail: '数据库暂不可用', detail_en: 'no database' }))
    const body = JSON.parse(String(init.body)) as { teams?: unknown[]; items?: object[] }
    sent.push({ path, body })
    if (refusal) return Promise.resolve(json(refusal.status, { title: 'x', ...refusal }))
    return Promise.resolve(json(200, body.items ? { items: body.items.map((each) => ({ ...each, active: true, built_in: false })), version: 'saved' } : { ...body, version: 'saved' }))
  })
})
afterEach(() => vi.unstubAllGlobals())

async function open(page: typeof TeamEditor | typeof FieldEditor, mayChange = true) {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: { render: () => null } }, { path: '/other', component: { render: () => null } }] })
  await router.push('/')
  const wrapper = mount(page as typeof TeamEditor, { props: { mayChange }, global: { plugins: [i18n, router] } })
  await flushPromises()
  return { wrapper, router }
}
async function press(wrapper: VueWrapper, words: string) {
  await wrapper.findAll('button').find((button) => button.text() === words || button.attributes('title') === words)?.trigger('click')
}
async function save(wrapper: VueWrapper) {
  await wrapper.find('form').trigger('submit')
  await flushPromises()
}

it('an agent who joins a team leaves the other', () =>
  expect(withAgent(TEAMS, 1, 'A00001', true).map(({ agents }) => agents)).toEqual([[], ['A00001']]))

describe('a field as it is sent', () => {
  it('has its choices apart, each once', () => expect(sentOf({ ...emptyRow(), kind: 'choice', choices: '标准版， 企业版、标准版;' }).choices).toEqual(['标准版', '企业版']))
  it('has choices only when it is one', () => expect(sentOf({ ...emptyRow(), choices: '甲，乙' }).choices).toEqual([]))
  it('is what came, unchanged', () => {
    const kept = field('plan', { kind: 'choice', choices: ['甲', '乙'] })
    expect({ ...sentOf(rowOf(kept)), active: true, built_in: false }).toEqual(kept)
  })
})

describe('the teams', () => {
  it('are listed with who is in them and who leads them', async () => {
    const { wrapper } = await open(TeamEditor)
    expect(wrapper.findAll('li').map((each) => each.text())).toEqual(['一组1 名坐席，1 名班长', '二组▲ 0 名坐席，0 名班长'])
    expect(wrapper.text()).toContain('未分组坐席 1 名')
    expect(wrapper.text()).not.toContain('有未保存的更改')
  })
  it('are saved as a whole, and the mark goes', async () => {
    const { wrapper } = await open(TeamEditor)
    await wrapper.findAll('li button')[1]?.trigger('click')
    await wrapper.find('[data-agent=A00001]').setValue(true)
    await wrapper.find('.supervisors input').setValue(true)
    expect(wrapper.text()).toContain('有未保存的更改')
    await save(wrapper)
    expect(sent).toEqual([{ path: '/api/teams', body: { teams: [{ ...TEAMS[0], agents: [] }, { name: '二组', agents: ['A00001'], supervisors: [LEADER] }], version: 'seen' } }])
    expect(wrapper.find('[role=status]').text()).toBe('已保存')
  })
  it('are saved again as what the first saving left', async () => {
    const { wrapper } = await open(TeamEditor)
    for (const name of ['早班', '夜班']) {
      await wrapper.find('[name=team-name]').setValue(name)
      await save(wrapper)
    }
    expect(sent.map(({ body }) => (body as { version: string }).version)).toEqual(['seen', 'saved'])
  })
  it('say why they were not saved, and keep what was written', async () => {
    refusal = { status: 409, detail: '班组名称重复。', detail_en: 'Two teams have the same name.' }
    const { wrapper } = await open(TeamEditor)
    await wrapper.find('[name=team-name]').setValue('二组')
    await save(wrapper)
    expect(wrapper.find('[role=alert]').text()).toBe('班组名称重复。')
    expect(wrapper.text()).toContain('有未保存的更改')
  })
  it('without a name are not sent', async () => {
    const { wrapper } = await open(TeamEditor)
    await press(wrapper, '添加班组')
    await save(wrapper)
    expect(sent).toEqual([])
    expect(wrapper.find('[role=alert]').text()).toBe('请填写班组名称。')
  })
  it('are removed, and come back with undo', async () => {
    const { wrapper } = await open(TeamEditor)
    await press(wrapper, '移除班组')
    expect(wrapper.findAll('li')).toHaveLength(1)
    await press(wrapper, '放弃更改')
    await flushPromises()
    expect(wrapper.findAll('li')).toHaveLength(2)
  })
  it('that cannot be read cannot be overwritten', async () => {
    delete kept['/api/teams']
    const { wrapper } = await open(TeamEditor)
    expect(wrapper.text()).toContain('数据库暂不可用')
    expect(wrapper.find('form').exists()).toBe(false)
  })
  it('are told to a supervisor, who changes nothing', async () => {
    const { wrapper } = await open(TeamEditor, false)
    expect(wrapper.text()).toContain('只有系统管理员可以修改。')
    expect(wrapper.find('[type=submit]').exists()).toBe(false)
    expect(wrapper.find('fieldset').attributes('disabled')).toBeDefined()
  })
  it('that are none say what that means', async () => {
    kept['/api/teams'] = { teams: [] }
    expect((await open(TeamEditor)).wrapper.text()).toContain('没有班组时，班长可以管理全部坐席')
  })
  it('are not left unsaved unasked', async () => {
    const asked = vi.fn(() => false)
    vi.stubGlobal('confirm', asked)
    const { wrapper, router } = await open(TeamEditor)
    await wrapper.find('[name=team-name]').setValue('夜班')
    await router.push('/other')
    expect([asked.mock.calls.length, router.currentRoute.value.path]).toEqual([1, '/'])
    wrapper.unmount()
    await router.push('/other')
    expect(router.currentRoute.value.path).toBe('/other')
  })
})

describe('the customer fields', () => {
  it('are listed; code and kind of a kept one stay', async () => {
    const { wrapper } = await open(FieldEditor)
    expect(wrapper.findAll<HTMLInputElement>('[name=code]').map(({ element }) => [element.value, element.disabled])).toEqual([['contract', true], ['plan', true]])
    expect(wrapper.find('.left').text()).toContain('fax')
    expect(wrapper.find('table').text()).toContain('name')
  })
  it('are added, moved and saved in their order', async () => {
    const { wrapper } = await open(FieldEditor)
    await press(wrapper, '添加字段')
    const row = wrapper.findAll('.field-row')[2] as unknown as VueWrapper
    for (const [name, value] of [['code', 'birthday'], ['zh', '生日'], ['en', 'birthday'], ['kind', 'date'], ['purpose-zh', '核实身份'], ['purpose-en', 'to know who calls']] as const) await row.find(`[name=${name}]`).setValue(value)
    await row.find('[title=上移]').trigger('click')
    await save(wrapper)
    const { items, version } = sent[0]?.body as { items: { code: string }[]; version: string }
    expect(version).toBe('seen')
    expect(items.map(({ code }) => code)).toEqual(['contract', 'birthday', 'plan'])
    expect(items[1]).toEqual({ code: 'birthday', zh: '生日', en: 'birthday', kind: 'date', sensitivity: 'personal', purpose_zh: '核实身份', purpose_en: 'to know who calls', choices: [] })
    expect(wrapper.find('[role=status]').text()).toBe('已保存')
  })
  it('go out of use and come back', async () => {
    const { wrapper } = await open(FieldEditor)
    await press(wrapper, '停用')
    expect(wrapper.findAll('.left code').map((each) => each.text())).toEqual(['fax', 'contract'])
    await press(wrapper, '恢复')
    await save(wrapper)
    expect((sent[0]?.body as { items: { code: string }[] }).items.map(({ code }) => code)).toEqual(['plan', 'fax'])
  })
  it('say why they were not saved', async () => {
    refusal = { status: 422, detail: '请更正 name:该字段已存在。', detail_en: 'Please correct name: there is such a field already.' }
    const { wrapper } = await open(FieldEditor)
    await wrapper.find('[name=zh]').setValue('合同')
    await save(wrapper)
    expect(wrapper.find('[role=alert]').text()).toBe('请更正 name:该字段已存在。')
    expect(wrapper.text()).toContain('有未保存的更改')
  })
  it('are told to a supervisor, who changes nothing', async () => {
    const { wrapper } = await open(FieldEditor, false)
    expect(wrapper.text()).toContain('只有系统管理员可以修改。')
    expect(wrapper.findAll('button')).toHaveLength(0)
  })
})

import type { Customer } from '../data/customers.ts'
import { AGENTS, QUEUES } from './company.ts'
import type { FollowUp } from '../data/follow_ups.ts'
import { CATEGORIES, CUSTOMERS, historyOf, idOf, REVEALED, SCRIPTS } from './customers.ts'
import { answerSetup } from './setup_api.ts'
import type { FakeStation } from './station.ts'

type Answer = (status: number, body: unknown) => void
type Refuse = (status: number, code: string, detail: string, detail_en: string) => void
export type Body = Record<string, string>

const PROMISES: FollowUp[] = [
  { id: 'fa', customer_id: 'c1', customer_name: '演示客户甲', due_us: Date.now() * 1000 - 600_000_000, overdue: true, created_us: 0, person: { id: 'p5', name: '演示坐席05' }, text: '回电告知扩容到 80 席的报价', done_us: null },
  { id: 'fb', customer_id: 'c3', customer_name: '北京示例商贸有限公司（前台）', due_us: Date.now() * 1000 + 7_200_000_000, overdue: false, created_us: 0, person: { id: 'p5', name: '演示坐席05' }, text: '寄送合同盖章件，确认收件人', done_us: null },
]

function ownSeat(station: FakeStation) {
  const who = AGENTS[4] as (typeof AGENTS)[number]
  return {
    agent: who.agent, work_number: who.work_number, name: who.name, seats: AGENTS.map(({ seat }, index) => ({ code: seat, taken: index < 4 })), sitting: station.sitting,
    break_reasons: [{ code: 'rest', zh: '小休', en: 'Short break' }, { code: 'meal', zh: '就餐', en: 'Meal' }, { code: 'training', zh: '培训', en: 'Training' }, { code: 'meeting', zh: '会议', en: 'Meeting' }],
    wrap_up: { limit_seconds: 30, extend_seconds: 60, extensions: 2 }, auto_answer: false, show_supervision: true,
    queues: QUEUES.slice(0, 3).map(({ queue, name_zh }) => ({ queue, name_zh })), menus: [{ menu: 'main', zh: '主菜单' }],
  }
}

type Change = Partial<Customer> & { field?: string }

function customers(method: string, path: string, change: Change, scene: string, answer: Answer, refuse: Refuse): void {
  if (path === '/customers' && method === 'POST') {
    const made: Customer = {
      ...(CUSTOMERS[1] as Customer), tags: [], needs: '', preferences: '', identity_number: '', bank_account: '', custom: {}, ...change, id: 'c-new', version: 1, owner: null,
      phones: [{ token: 'd'.repeat(32), masked: '0471****6620' }],
    }
    CUSTOMERS.push(made)
    return answer(201, made)
  }
  const [, , id, more] = path.split('/')
  const found = CUSTOMERS.find((customer) => customer.id === id || idOf(customer) === id)
  if (!found) return refuse(404, 'NoSuchCustomer', '没有这个客户', 'There is no such customer')
  if (more === 'history') return answer(200, { items: historyOf(Date.now() * 1000), before_us: null, open_tickets: [] })
  if (more === 'follow-ups') {
    PROMISES.push({ id: `f${PROMISES.length}`, customer_id: found.id, customer_name: found.name, due_us: Number((change as { due_us?: number }).due_us), overdue: false, created_us: Date.now() * 1000, person: { id: 'p5', name: '演示坐席05' }, text: String((change as { text?: string }).text), done_us: null })
    return answer(201, PROMISES.at(-1))
  }
  if (more === 'reveal') {
    const value = REVEALED[change.field ?? '']
    return value ? answer(200, { field: change.field, values: [value, value], until_us: (Date.now() + 20_000) * 1000 }) : refuse(403, 'NotAllowed', '查看证件号码需要班长权限', 'A supervisor may reveal this')
  }
  if (method === 'PATCH') {
    if (scene === 'conflict' && change.version === 3) {
      Object.assign(found, { version: 4, needs: '改为扩到 100 席，并要求下周签补充协议。' })
      const said = '演示坐席08 在 14:05:09 修改了需求'
      return answer(409, {
        type: 'about:blank', title: said, status: 409, code: 'StaleCustomer', detail: `客户资料已被他人修改(${said})。请核对后重新保存。`, detail_en: 'Somebody else has changed this customer.',
        errors: [{ field: 'needs', code: 'changed', zh: said, en: 'Agent 08 changed needs at 14:05:09' }],
      })
    }
    Object.assign(found, change, { custom: { ...found.custom, ...change.custom }, version: found.version + 1 })
  }
  return answer(200, found)
}

/** Whether it was an address of the station; then it is answered. */
export function answerStation(method: string, url: URL, body: Body, scene: string, station: FakeStation, answer: Answer, refuse: Refuse): boolean {
  const path = url.pathname.slice('/api'.length)
  if (path === '/agents/me') answer(200, ownSeat(station))
  else if (path === '/agents/me/phone' && method === 'DELETE') answer(204, null)
  else if (path.startsWith('/agents/me/phone')) refuse(503, 'phone_unavailable', '演示页没有电话系统', 'No phone system here')
  else if (path.startsWith('/agents/me/')) {
    station.act(path.slice('/agents/me/'.length), body)
    answer(200, { booked: false })
  } else if (answerSetup(method, path, body, scene, answer, refuse)) return true
  else if (path.startsWith('/customers')) customers(method, path, body as Change, scene, answer, refuse)
  else if (path === '/follow-ups') answer(200, { items: PROMISES })
  else if (path.startsWith('/follow-ups/')) {
    PROMISES.splice(PROMISES.findIndex(({ id }) => path.includes(`/${id}/`)), 1)
    answer(200, {})
  } else if (path === '/contact-categories') answer(200, CATEGORIES)
  else if (path === '/scripts') {
    const [queue, q] = [url.searchParams.get('queue'), url.searchParams.get('q') ?? '']
    answer(200, { items: SCRIPTS.filter((script) => (!queue || !script.queues.length || script.queues.includes(queue)) && (script.title + script.body).includes(q)), more: false })
  } else if (/^\/calls\/[^/]+\/contact$/.test(path)) {
    if (method === 'PUT') station.contacts.set(path, { ...body, call_id: path.split('/')[2], version: Number(body['version'] ?? 0) + 1 })
    const found = station.contacts.get(path)
    if (found) answer(200, found)
    else answer(200, { call_id: path.split('/')[2], version: 0, category: null, customer_id: null, notes: '', updated_us: null, updated_by: null })
  } else if (path === '/break-reasons') answer(200, { reasons: ownSeat(station).break_reasons })
  else if (path === '/supervision') {
    answer(200, { dial: 'act-demo' })
  } else if (/^\/agents\/[^/]+\/force$/.test(path)) answer(200, {})
  else return false
  return true
}

import type { CustomersFound } from '../data/customer_care.ts'
import type { Customer } from '../data/customers.ts'
import type { Freeze, PersonalRecord, PersonFound } from '../data/personal_data.ts'
import { PERSON } from './company.ts'
import { CUSTOMERS, idOf } from './customers.ts'
import type { Body } from './station_api.ts'

type Answer = (status: number, body: unknown) => void
type Refuse = (status: number, code: string, detail: string, detail_en: string) => void

const DAY = 86_400_000_000
export const freezes = new Map<string, Freeze>()

function recordOf(customer: Customer, index: number): PersonalRecord {
  const frozen = freezes.get(idOf(customer)) ?? null
  return { customer: { ...customer, id: idOf(customer), state: frozen ? 'frozen' : 'active' }, frozen, merged: index === 0 ? ['01KAJ7Q2M4X8'.padEnd(26, '9')] : [], notes: 6 - index, follow_ups: 2 - index }
}

/** A number that ends in 0000 is nobody's, one that ends in 66 that of a family; the others are of one customer. */
function sought(body: Body): Customer[] {
  const { phone, customer_id } = body
  if (customer_id) return CUSTOMERS.filter((each) => idOf(each) === customer_id)
  if (phone?.endsWith('0000')) return []
  return CUSTOMERS.slice(0, phone?.endsWith('66') ? 2 : 1)
}

function found(customers: Customer[]): PersonFound {
  const now = Date.now() * 1000
  const calls = customers.length ? { calls: 23, first_call_us: now - 190 * DAY, last_call_us: now - DAY, recordings: 21 } : { calls: 0, first_call_us: null, last_call_us: null, recordings: 0 }
  return { customers: customers.map(recordOf), ...calls }
}

const namesakes = (q: string): CustomersFound => ({
  items: CUSTOMERS.filter(({ name }) => name.includes(q)).map((each) => ({ ...each, id: idOf(each), phone_masked: each.phones[0]?.masked ?? '', phones: each.phones.length })),
  next_cursor: null, searched: [], hint: null, frozen: freezes.size,
})

/** Whether it was an address of these requests; then it is answered. */
export function answerPersonalData(path: string, body: Body, answer: Answer, refuse: Refuse): boolean {
  const id = String(body['customer_id'])
  const kept = freezes.get(id)
  if (path === '/customers/search') answer(200, namesakes(String(body['q'])))
  else if (path === '/personal-data/find') {
    const customers = sought(body)
    if (body['customer_id'] && !customers.length) refuse(404, 'NoSuchCustomer', '没有这个客户。', 'There is no such customer.')
    else answer(200, found(customers))
  } else if (path === '/personal-data/export') answer(200, { readable: body['whole'], customers: sought(body), history: [] })
  else if (path === '/personal-data/freeze') {
    if (kept) refuse(409, 'CustomerNotActive', '该客户资料已冻结或已合并,不能使用或修改。', 'This customer is frozen or merged; it cannot be used or changed.')
    else {
      const freeze = { from_us: Date.now() * 1000, until_us: body['until_us'] ? Number(body['until_us']) : null, by: PERSON.display_name, reason: String(body['reason']) }
      freezes.set(id, freeze)
      answer(200, freeze)
    }
  } else if (path === '/personal-data/unfreeze') {
    freezes.delete(id)
    if (kept) answer(200, kept)
    else refuse(409, 'NotFrozen', '该客户资料没有冻结。', 'This customer is not frozen.')
  } else return false
  return true
}

import type { SeatState } from '../data/contract.ts'
import type { StationCall, StationCard, StationMe, StationToday } from '../data/station_contract.ts'
import { AGENTS, QUEUES } from './company.ts'
import { CUSTOMERS, historyOf } from './customers.ts'

const S = 1_000_000
type Entries = Record<string, unknown>

/** What `?fake=` may say, and the state in which the seat then is. */
const STATE_OF: Record<string, SeatState> = {
  sign_in: 'signed_out', ready: 'ready', ringing: 'ringing', talking: 'talking', holding: 'holding', consulting: 'consulting', wrap_up: 'wrap_up',
  on_break: 'on_break', booked: 'talking', forced: 'not_ready', unwell: 'not_ready', missed: 'not_ready', unknown: 'ringing', several: 'ringing',
  withheld: 'ringing', link_lost: 'talking', stale: 'talking', supervised: 'talking', long: 'talking', desk: 'ringing', desk_talking: 'talking', conflict: 'talking',
}

const LONG_NAME = '阿依古丽·买买提明·阿卜杜热合曼江（内蒙古自治区呼伦贝尔市鄂温克族自治旗办事处）'

export function callOf(scene: string, nowUs: number, state: SeatState): StationCall | null {
  if (!['ringing', 'talking', 'holding', 'consulting', 'wrap_up'].includes(state)) return null
  const since = nowUs - (state === 'ringing' ? 3 : state === 'wrap_up' ? 12 : 74) * S
  const withheld = scene === 'withheld'
  const queue = QUEUES[scene === 'long' ? 2 : 0] as (typeof QUEUES)[number]
  return {
    call_id: 'zz1-1795312345.77', state: state as StationCall['state'], direction: 'in', queue: queue.queue, queue_zh: queue.name_zh,
    hotline: '4000000001', caller_masked: withheld ? '' : scene === 'unknown' ? '0471****6620' : '138****1234', caller_token: withheld ? null : 'f'.repeat(32),
    region_zh: withheld ? '' : scene === 'unknown' ? '内蒙古呼和浩特' : '北京', region_en: withheld ? '' : scene === 'unknown' ? 'Hohhot' : 'Beijing',
    carrier_zh: withheld ? '' : scene === 'unknown' ? '固定电话' : '中国移动', carrier_en: withheld ? '' : scene === 'unknown' ? 'Fixed line' : 'China Mobile',
    since_us: since, arrived_us: since - 41 * S, waited_us: 23_400_000,
    ivr_path: [{ menu: 'main', key: queue.key, zh: `主菜单：${queue.name_zh}`, en: 'Main menu: consultation' }, ...(scene === 'long' ? [{ menu: 'complaint', key: '3', zh: '对处理结果不满意，要求升级投诉', en: 'Escalate' }] : [])],
    transferred_from: scene === 'long' ? { agent: 'A00007', name: LONG_NAME } : null, demo: true,
  }
}

export function cardOf(scene: string, nowUs: number, call: StationCall | null): StationCard | null {
  // Who withholds their number has no card.
  if (!call || scene === 'withheld') return null
  const some = scene === 'unknown' ? [] : scene === 'several' ? CUSTOMERS.slice(0, 3) : [CUSTOMERS[scene === 'long' ? 3 : 0]]
  const customers = some.flatMap((customer) => customer ? [{
    id: customer.id, name: customer.name, phone_masked: customer.phones[0]?.masked ?? '', vip: customer.vip, marks: customer.marks, tags: customer.tags, version: customer.version,
  }] : [])
  return { call_id: call.call_id, caller_token: call.caller_token, customers, history: customers.length === 1 ? historyOf(nowUs) : [], open_tickets: [], took_us: 84_000 }
}

function todayOf(nowUs: number): StationToday {
  const results = ['answered', 'answered', 'missed', 'answered', 'rejected', 'answered', 'answered', 'answered', 'answered', 'answered', 'missed', 'answered'] as const
  return {
    answered: 37, missed: 2, transferred: 3, talk_us: 7_412 * S, hold_us: 312 * S, wrap_up_us: 1_130 * S, signed_in_us: 13_260 * S,
    calls: results.map((result, index) => ({
      call_id: `zz1-${index}.3`, at_us: nowUs - (index * 412 + 95) * S, caller_masked: `13${index % 10}****${String(1234 + index * 567).slice(0, 4)}`,
      queue_zh: QUEUES[index % 4]?.name_zh ?? null, result, talk_us: result === 'answered' ? (40 + ((index * 97) % 300)) * S : null,
    })),
  }
}

/** One seat that does what its buttons say. */
export class FakeStation {
  private me: StationMe
  private call: StationCall | null
  private readonly card: StationCard | null
  readonly contacts = new Map<string, object>()
  /** Told of every change, to pass it on to the page. */
  changed: (set: Entries) => void = () => undefined

  constructor(
    private readonly scene: string,
    private readonly clock: () => number,
  ) {
    const now = clock()
    const state = STATE_OF[scene] ?? 'ready'
    this.call = callOf(scene, now, state)
    this.card = cardOf(scene, now, this.call)
    const who = AGENTS[4] as (typeof AGENTS)[number]
    this.me = {
      agent: who.agent, work_number: who.work_number, name: scene === 'long' ? LONG_NAME : who.name, seat: state === 'signed_out' ? null : who.seat,
      phone: state === 'signed_out' ? null : scene.startsWith('desk') ? 'desk' : 'web', state, since_us: this.call?.since_us ?? now - 187 * S,
      reason: state === 'on_break' ? 'meal' : null, by: { kind: 'self', name: null }, booked_break: scene === 'booked' ? 'meal' : null,
      wrap_up_until_us: state === 'wrap_up' ? now + 18 * S : null, wrap_up_extensions_left: 2, registered: scene !== 'unwell',
      unwell: scene === 'unwell' ? 'registration_lost' : scene === 'missed' ? 'missed_rings' : null,
      supervised: scene === 'supervised' ? { act: 'listen', name: '演示班长' } : null, link: scene === 'link_lost' ? 'lost' : 'live',
    }
    if (scene === 'forced') Object.assign(this.me, { by: { kind: 'supervisor', name: '演示班长' }, since_us: now - 42 * S })
    if (scene === 'unwell' || scene === 'missed') Object.assign(this.me, { by: { kind: 'system', name: null } })
  }

  get sitting(): { seat: string; phone: 'web' | 'desk' } | null {
    return this.me.seat ? { seat: this.me.seat, phone: this.me.phone ?? 'web' } : null
  }

  entries(): Entries {
    const now = this.clock()
    const states: SeatState[] = ['ready', 'talking', 'ready', 'ringing', 'ready', 'on_break', 'wrap_up', 'ready', 'talking', 'not_ready', 'ready', 'ready']
    const all: Entries = { me: this.me, call: this.call, card: this.card, today: todayOf(now), notices: this.notices() }
    for (const [index, { queue, name_zh }] of QUEUES.slice(0, 3).entries()) {
      const waiting = this.scene === 'ready' ? 0 : [2, 1, 0][index] ?? 0
      all[`queues/${queue}`] = { queue, name_zh, waiting, longest_wait_since_us: waiting ? now - (index === 0 ? 19 : 4) * S : null, members_ready: 3 - index }
    }
    for (const [index, who] of AGENTS.entries()) {
      if (who.agent !== this.me.agent) all[`colleagues/${who.seat}`] = { ...who, state: states[index], since_us: now - (20 + index * 31) * S }
    }
    return all
  }

  /** POST /api/agents/me/<act> */
  act(act: string, body: Record<string, string>): void {
    const now = this.clock()
    const become = (state: SeatState, reason: string | null = null) => {
      this.me = { ...this.me, state, reason, since_us: now, by: { kind: 'self', name: null }, booked_break: null, wrap_up_until_us: null, unwell: null }
    }
    const busy = ['ringing', 'talking', 'holding', 'consulting'].includes(this.me.state)
    if (act === 'sign-in') {
      this.me = { ...this.me, seat: body['seat'] ?? '1005', phone: body['phone'] === 'desk' ? 'desk' : 'web' }
      become('ready')
    } else if (act === 'sign-out') {
      this.me = { ...this.me, seat: null, phone: null }
      become('signed_out')
    } else if (act === 'ready' || (act === 'wrap-up/end' && body['then'] === 'ready')) become('ready')
    else if (act === 'wrap-up/end') become('on_break', body['then'] ?? null)
    else if (act === 'break' && busy) this.me = { ...this.me, booked_break: body['reason'] ?? null }
    else if (act === 'break') become('on_break', body['reason'] ?? null)
    else if (act === 'break/cancel') this.me = { ...this.me, booked_break: null }
    else if (act === 'wrap-up/extend') {
      this.me = { ...this.me, wrap_up_until_us: (this.me.wrap_up_until_us ?? now) + 60 * S, wrap_up_extensions_left: this.me.wrap_up_extensions_left - 1 }
    } else if (act === 'desk/answer') this.phone('talking')
    else if (act === 'desk/hold') this.phone('holding')
    else if (act === 'desk/resume') this.phone('talking')
    else if (act === 'desk/hang-up' || act === 'desk/transfer') this.phone('wrap_up')
    if (this.call && !['ringing', 'talking', 'holding', 'consulting', 'wrap_up'].includes(this.me.state)) this.call = null
    this.changed({ me: this.me, call: this.call, card: this.call ? this.card : null })
  }

  private phone(state: StationCall['state']): void {
    const now = this.clock()
    this.me = { ...this.me, state, since_us: now, wrap_up_until_us: state === 'wrap_up' ? now + 30 * S : null }
    if (this.call) this.call = { ...this.call, state, since_us: now }
  }

  private notices() {
    const now = this.clock()
    if (this.scene === 'forced') return [{ id: 'n2', at_us: now - 42 * S, zh: '班长 演示班长 已将您置为示忙', en: 'Supervisor set you not ready', level: 'warn' }]
    if (this.scene === 'missed') return [{ id: 'n3', at_us: now - 30 * S, zh: '连续 3 次未接听，已自动示忙', en: 'Three missed rings: set not ready', level: 'warn' }]
    return []
  }
}

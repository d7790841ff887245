import type { CallDetail } from '../data/contract.ts'
import type { CallerKnown, Handling, LostCaller, LostState } from '../data/lost_calls.ts'
import type { OpenMessages, VoiceMessage } from '../data/voice_messages.ts'
import { AGENTS } from './company.ts'
import { CUSTOMERS, idOf } from './customers.ts'

type Answer = (status: number, body: unknown) => void
type Refuse = (status: number, code: string, detail: string, detail_en: string) => void

const LOST = new Set(['abandoned', 'timed_out', 'overflowed', 'refused', 'left_by_key', 'cut'])
const HOURS = 4
const HOUR_US = 3_600_000_000
const handled = new Map<string, Handling>()

export function beginHandlingAnew(): void {
  handled.clear()
}

/** Numbers of the fake are chance: every third caller is known, some by a long name. */
function known(index: number): CallerKnown | null {
  const customer = CUSTOMERS[index % 7]
  return customer ? { id: idOf(customer), name: customer.name, vip: customer.vip, others: index % 7 === 1 ? 1 : 0 } : null
}

function handlingOf(callId: string, index: number): Handling | null {
  const own = handled.get(callId)
  if (own || index % 5 !== 2) return own ?? null
  return { call_id: callId, version: 1, handled: true, note: '已联系本人，问题在营业厅解决。', by: { id: 'p1', name: '演示班长' }, at_us: Date.now() * 1000 - HOUR_US }
}

function linesOf(calls: readonly CallDetail[], tokenOf: (masked: string) => string): LostCaller[] {
  const lost = calls.filter((call) => call.outcome !== null && LOST.has(call.outcome)).sort((a, b) => b.arrived_us - a.arrived_us)
  return lost.map((call, index): LostCaller => {
    const handling = handlingOf(call.call_id, index)
    const agent = AGENTS[index % AGENTS.length]
    const again = index % 4 === 1
    const later = index % 6 === 0 || again ? {
      call_id: call.call_id, at_us: call.arrived_us + 900_000_000, answered: again, outcome: again ? 'answered' as const : 'abandoned' as const,
      agent: again ? (agent?.agent ?? null) : null, agent_name: again ? (agent?.name ?? null) : null,
    } : null
    const tries = index % 4 === 3 ? 1 + (index % 3) : 1
    return {
      call_id: call.call_id, caller: index % 11 === 10 ? null : tokenOf(call.caller_masked), caller_masked: index % 11 === 10 ? '' : call.caller_masked, customer: index % 11 === 10 ? null : known(index),
      hotline: call.hotline, demo: call.demo, tries, first_us: call.arrived_us - (tries - 1) * 400_000_000, last_us: call.arrived_us, queue: call.queue,
      gave_up_at: call.rings ? 'ringing' : index % 9 === 4 ? 'ivr' : 'queue', outcome: call.outcome ?? 'cut', short_abandon: call.short_abandon, wait_us: call.wait_us,
      voice_message: call.outcome === 'left_by_key', state: handling?.handled ? 'handled' : again ? 'called_again' : 'open', later, handling,
    }
  })
}

function messagesOf(calls: readonly CallDetail[]): VoiceMessage[] {
  const left = calls.filter((call) => call.voice_message || call.outcome === 'left_by_key' || call.outcome === 'timed_out').sort((a, b) => b.arrived_us - a.arrived_us)
  return left.map((call, index): VoiceMessage => {
    const handling = handlingOf(call.call_id, index)
    const state = handling?.handled ? 'handled' : 'open'
    return {
      call_id: call.call_id, caller: null, caller_masked: call.caller_masked, customer: known(index), hotline: call.hotline, demo: call.demo, queue: call.queue, outcome: call.outcome,
      arrived_us: call.arrived_us, length_us: index % 8 === 7 ? null : (4 + (index * 7) % 90) * 1_000_000, state, overdue: state === 'open' && call.arrived_us < Date.now() * 1000 - HOURS * HOUR_US, handling,
    }
  })
}

function waitingOf(calls: readonly CallDetail[]): OpenMessages {
  const open = messagesOf(calls).filter((each) => each.state === 'open')
  return { open: open.length, overdue: open.filter((each) => each.overdue).length, oldest_us: open.at(-1)?.arrived_us ?? null, hours: HOURS }
}

/** The topic of what stands on no floor: only a busy wall has such trouble. */
export function attentionOf(scene: string, calls: readonly CallDetail[]): Record<string, unknown> {
  const busy = scene === 'busy'
  const nobody = { open: 0, overdue: 0, oldest_us: null, hours: HOURS }
  return { voice_messages: busy ? waitingOf(calls) : nobody, recordings: { missing: busy ? 2 : 0, since_us: busy ? Date.now() * 1000 - HOUR_US : null } }
}

/** Two tones, a second each: something to hear. */
function sound(): Buffer {
  const samples = Buffer.alloc(32_000)
  for (let n = 0; n < 16_000; n++) samples.writeInt16LE(Math.round(6000 * Math.sin((2 * Math.PI * (n < 8000 ? 440 : 660) * n) / 8000)), n * 2)
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + samples.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(8000, 24)
  head.writeUInt32LE(16_000, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(samples.length, 40)
  return Buffer.concat([head, samples])
}

/** Lost calls and voice messages; false when the question is about something else. */
export function answerLostCalls(
  method: string, url: URL, body: Record<string, unknown>, calls: readonly CallDetail[], tokenOf: (masked: string) => string, answer: Answer, refuse: Refuse, send: (file: Buffer, type: string) => void,
): boolean {
  const path = url.pathname.slice('/api'.length)
  if (!path.startsWith('/lost-calls') && !path.startsWith('/voice-messages')) return false
  const [from, to] = [Number(url.searchParams.get('from_us') ?? 0), Number(url.searchParams.get('to_us') ?? Infinity)]
  const queue = url.searchParams.get('queue')
  const within = calls.filter((call) => call.arrived_us >= from && call.arrived_us < to && (queue === null || call.queue === queue))
  const state = url.searchParams.get('state')
  const page = <Item extends { state: string }>(items: Item[]) => {
    const shown = items.filter((each) => state === null || each.state === state)
    const start = Number(url.searchParams.get('cursor') ?? 0)
    return { items: shown.slice(start, start + 50), next_cursor: start + 50 < shown.length ? String(start + 50) : null }
  }
  const written = /^\/(?:lost-calls|voice-messages)\/([^/]+)\/handling$/.exec(path)
  if (written && method === 'PUT') {
    const callId = decodeURIComponent(written[1] ?? '')
    const before = handled.get(callId)
    if (body['note'] === '409') refuse(409, 'StaleHandling', '李班长 已在 14:05:09 标记为已处理,备注“已回访”。您的填写未保存,请查看后再决定。', 'Li marked it as handled at 14:05:09')
    else {
      handled.set(callId, { call_id: callId, version: (before?.version ?? 0) + 1, handled: body['handled'] === true, note: String(body['note'] ?? ''), by: { id: 'p1', name: '演示班长' }, at_us: Date.now() * 1000 })
      answer(200, handled.get(callId))
    }
  } else if (path === '/lost-calls') answer(200, page(linesOf(within, tokenOf)))
  else if (path === '/lost-calls/counts') {
    const lines = linesOf(within, tokenOf)
    const count = (wanted: LostState) => lines.filter((line) => line.state === wanted).length
    answer(200, { open: count('open'), called_again: count('called_again'), handled: count('handled') })
  } else if (path === '/lost-calls/export') send(Buffer.from('\ufeff"主叫(脱敏)"\r\n'), 'text/csv')
  else if (path === '/voice-messages') answer(200, { ...page(messagesOf(within)), hours: HOURS })
  else if (path === '/voice-messages/waiting') answer(200, waitingOf(calls))
  else if (path.endsWith('/plays')) send(sound(), 'audio/wav')
  else refuse(404, 'not_found', '没有找到', 'Not found')
  return true
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { CallDetail, CallRow, Person } from '../data/contract.ts'
import { clock } from '../format/time.ts'
import { ADMIN_PERSON, AGENT_PERSON, INSTALLATION, LONG_INSTALLATION, PERSON } from './company.ts'
import { todayFigures } from './figures.ts'
import { answerLostCalls } from './lost_calls.ts'
import { answerPersonalData } from './personal_data.ts'
import { answerReports } from './reports_api.ts'
import type { FakeStation } from './station.ts'
import { answerStation } from './station_api.ts'

let signedIn = true

async function bodyOf(request: IncomingMessage): Promise<Record<string, string>> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  // A file is no JSON; what is in it matters to nobody here.
  return text && !text.startsWith('PK') && request.headers['content-type'] !== 'application/octet-stream' ? (JSON.parse(text) as Record<string, string>) : {}
}

function sorted(rows: CallRow[], sort: string): CallRow[] {
  const by: Record<string, (call: CallRow) => number> = {
    arrived_asc: (call) => call.arrived_us, arrived_desc: (call) => -call.arrived_us,
    wait_desc: (call) => -(call.wait_us ?? -1), talk_desc: (call) => -(call.talk_us ?? -1),
  }
  const key = by[sort] ?? ((call: CallRow) => -call.arrived_us)
  return [...rows].sort((a, b) => key(a) - key(b))
}

// The parts that the reports of the fake lead to.
const PARTS: Record<string, (call: CallRow) => boolean> = {
  offered: (call) => call.human_requested_us !== null, answered: (call) => call.answered_us !== null, abandoned: (call) => call.outcome === 'abandoned', short_abandoned: (call) => call.short_abandon,
  in_time: (call) => call.answered_us !== null && (call.wait_us ?? 0) <= 15_000_000, scored: (call) => call.survey_score !== null, taken: (call) => call.answered_us !== null,
}

function matching(calls: readonly CallDetail[], query: URLSearchParams): CallRow[] {
  const from = Number(query.get('from_us') ?? 0)
  const to = Number(query.get('to_us') ?? Infinity)
  return calls.filter(
    (call) =>
      call.arrived_us >= from && call.arrived_us < to && (!query.has('caller') || query.get('caller') === tokenOf(call.caller_masked)) &&
      (['outcome', 'queue', 'hotline', 'recorded'] as const).every((key) => !query.has(key) || query.get(key) === call[key]) &&
      (!query.has('agent') || query.getAll('agent').includes(call.agent ?? '')) && (!query.has('hour') || Number(clock(call.arrived_us).slice(0, 2)) === Number(query.get('hour'))) &&
      (PARTS[query.get('part') ?? '']?.(call) ?? true),
  )
}

// The fake knows masked numbers only: its tokens stand for those.
function tokenOf(masked: string): string {
  return masked.replaceAll('*', '').padEnd(32, '0')
}

function personOf(cookies: string): Person {
  const as = /(?:^|;\s*)person=(\w+)/.exec(cookies)?.[1]
  return as === 'agent' ? AGENT_PERSON : as === 'admin' ? ADMIN_PERSON : PERSON
}

export async function answerApi(request: IncomingMessage, response: ServerResponse, scene: string, calls: readonly CallDetail[], station: FakeStation): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://fake')
  const answer = (status: number, body: unknown) => {
    response.statusCode = status
    response.setHeader('content-type', status < 400 ? 'application/json' : 'application/problem+json')
    response.end(status === 204 ? undefined : JSON.stringify(body))
  }
  const refuse = (status: number, code: string, detail: string, detail_en: string) => answer(status, { type: 'about:blank', title: detail, status, code, detail, detail_en })
  const path = url.pathname.slice('/api'.length)

  if (path === '/installation') return answer(200, scene === 'long' ? LONG_INSTALLATION : INSTALLATION)
  if (path === '/session') {
    if (request.method === 'POST') {
      const { password } = await bodyOf(request)
      if (password === 'wrong') return refuse(401, 'sign_in_refused', '用户名或密码不正确，请重新输入', 'Name or password is wrong')
      signedIn = true
    } else if (request.method === 'DELETE') {
      signedIn = false
      return answer(204, null)
    }
    if (scene === 'signedout' || !signedIn) return refuse(401, 'not_signed_in', '尚未登录', 'Not signed in')
    return answer(200, { person: personOf(request.headers.cookie ?? '') })
  }
  if (scene === 'loading') return undefined
  const body = await bodyOf(request)
  const failing = scene === 'error' || scene === 'forbidden'
  if (!failing && answerPersonalData(path, body, answer, refuse)) return undefined
  if (!failing && answerReports(request.method ?? 'GET', url, body, scene, answer, refuse)) return undefined
  if (answerStation(request.method ?? 'GET', url, body, scene, station, answer, refuse)) return undefined
  if (scene === 'error') return refuse(503, 'database_unavailable', '数据库暂不可用，通话仍在正常接入与记录，恢复后自动补录', 'The database is unavailable')
  if (scene === 'forbidden') return refuse(403, 'forbidden', '没有权限', 'No right')
  const send = (file: Buffer, type: string) => {
    response.setHeader('content-type', type)
    response.end(file)
  }
  if (answerLostCalls(request.method ?? 'GET', url, body, scene === 'empty' ? [] : calls, tokenOf, answer, refuse, send)) return undefined
  if (path === '/callers') {
    const digits = (body['number'] ?? '').replaceAll(/\D/g, '')
    const masked = `${digits.slice(0, 3)}****${digits.slice(-4)}`
    return answer(200, { caller: digits ? tokenOf(masked) : null, masked })
  }
  if (path === '/figures' || path === '/figures/series') {
    const { figures, curve } = todayFigures(matching(calls, url.searchParams), Date.now() * 1000)
    if (path === '/figures') return answer(200, { figures })
    const intervals = curve.map(({ from_us, completeness, offered, answered, abandoned }) => ({
      period: { from_us, to_us: from_us + 900_000_000 }, completeness, values: { offered, answered, abandoned },
    }))
    return answer(200, { scope: 'demo01', as_of_us: Date.now() * 1000, intervals })
  }
  if (path === '/calls') {
    const rows = scene === 'empty' ? [] : sorted(matching(calls, url.searchParams), url.searchParams.get('sort') ?? '')
    const start = Number(url.searchParams.get('cursor') ?? 0)
    const limit = Number(url.searchParams.get('limit') ?? 50)
    return answer(200, { items: rows.slice(start, start + limit), next_cursor: start + limit < rows.length ? String(start + limit) : null })
  }
  const found = calls.find((call) => `/calls/${call.call_id}` === path)
  return found ? answer(200, found) : refuse(404, 'not_found', '没有找到', 'Not found')
}

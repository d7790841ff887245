import type { ReportExport, ReportFormat, ReportPage } from '../data/report_exports.ts'
import type { Schedule, ScheduleForm } from '../data/report_schedules.ts'
import type { SavedView, ViewForm } from '../data/report_views.ts'
import type { Shift, ShiftForm } from '../data/shifts.ts'
import { dayAfter } from '../format/days.ts'
import { date } from '../format/time.ts'
import { AGENTS } from './company.ts'
import { contactsOf } from './contacts.ts'
import { DEFINITIONS } from './definitions.ts'
import { answerIntegrity, beginReconciliationsAnew } from './integrity.ts'
import { heatOf, tableOf, timesOf } from './reports.ts'

type Answer = (status: number, body: unknown) => void
type Refuse = (status: number, code: string, detail: string, detail_en: string) => void

const nowUs = () => Date.now() * 1000
const EXPORT_MS = 6_000

let views: SavedView[] = []
let schedules: Schedule[] = []
let shifts: Shift[] = []
let exports: { asked: ReportExport; sinceMs: number }[] = []
let numbers = 0

const labelOf = (agent: string) => {
  const who = AGENTS.find((each) => each.agent === agent)
  return who ? `${who.name} ${who.work_number}` : agent
}

export function beginReportsAnew(): void {
  const today = date(nowUs())
  views = [
    { id: 'v1', name: '每日接通情况（报上级）', what: 'table', query: { period: 'yesterday', compare: 'previous' }, shared: true, mine: true, by: '演示班长', changed_us: nowUs() },
    { id: 'v2', name: '本月分时段人工请求量', what: 'heat', query: { tab: 'heat', period: 'this_month' }, shared: true, mine: false, by: '演示检查员', changed_us: nowUs() },
  ]
  schedules = [
    { id: 'm1', view: 'v1', view_name: '每日接通情况（报上级）', rhythm: 'week', weekday: 1, month_day: null, at: '08:30', period: 'last_week', recipients: ['li@example.com', 'wang@example.com'], active: true, next_us: nowUs() + 86_400_000_000, last: { due_us: nowUs() - 6 * 86_400_000_000, sent: 1, waiting: 0, failed: 1, failure: 'recipient_refused', code: 550, to: 'w***@example.com' } },
  ]
  shifts = AGENTS.slice(0, 6).flatMap(({ agent }, index) =>
    [0, 1].map((day): Shift => ({ id: `s${index}${day}`, agent, label: labelOf(agent), day: dayAfter(today, -day), from: index === 5 ? '21:30' : '09:00', to: index === 5 ? '06:00' : '18:00' })),
  )
  exports = []
  beginReconciliationsAnew()
}

function shown({ asked, sinceMs }: { asked: ReportExport; sinceMs: number }): ReportExport {
  if (asked.state === 'removed') return asked
  const done = Math.min(asked.total, Math.round(((Date.now() - sinceMs) / EXPORT_MS) * asked.total))
  return { ...asked, done, state: done < asked.total ? 'running' : 'done', file: done < asked.total ? null : `report.${asked.format}` }
}

function answerExports(method: string, id: string, body: unknown, answer: Answer): void {
  if (method === 'POST') {
    const { what, format } = body as { what: ReportPage; format: ReportFormat }
    const asked: ReportExport = {
      id: `e${(numbers += 1)}`, what, format, state: 'running', done: 0, total: 1200, file: null, created_us: nowUs(), by: '演示班长', mine: true, failure_zh: null, failure_en: null,
    }
    exports.unshift({ asked, sinceMs: Date.now() })
    return answer(202, { id: asked.id })
  }
  if (method === 'DELETE') {
    exports = exports.filter(({ asked }) => asked.id !== id)
    return answer(204, null)
  }
  answer(200, { items: exports.map(shown) })
}

function answerViews(method: string, id: string, body: unknown, answer: Answer): void {
  if (method === 'DELETE') views = views.filter((each) => each.id !== id)
  if (method === 'PUT') views = views.map((each) => (each.id === id ? { ...each, ...(body as ViewForm) } : each))
  if (method === 'POST') views = [{ ...(body as ViewForm), id: `v${(numbers += 1)}x`, mine: true, by: '演示班长', changed_us: nowUs() }, ...views]
  answer(method === 'DELETE' ? 204 : method === 'POST' ? 201 : 200, method === 'GET' ? { items: views } : (views.find((each) => each.id === id) ?? views[0]))
}

function answerSchedules(method: string, id: string, body: unknown, answer: Answer): void {
  const form = body as ScheduleForm
  if (method === 'DELETE') schedules = schedules.filter((each) => each.id !== id)
  if (method === 'PUT') schedules = schedules.map((each) => (each.id === id ? { ...each, ...form, next_us: form.active ? nowUs() + 86_400_000_000 : null } : each))
  if (method === 'POST') schedules = [...schedules, { ...form, id: `m${(numbers += 1)}x`, view_name: '', next_us: nowUs() + 86_400_000_000, last: null }]
  answer(method === 'DELETE' ? 204 : method === 'POST' ? 201 : 200, method === 'GET' ? { mail_ready: true, items: schedules } : (schedules.find((each) => each.id === id) ?? schedules.at(-1)))
}

function answerShifts(method: string, id: string, url: URL, body: unknown, answer: Answer): void {
  if (method === 'POST' && id === 'import') {
    const dry_run = url.searchParams.get('dry_run') === 'true'
    return answer(200, { read: 14, added: 12, unchanged: 1, wrong: 1, dry_run, problems: [{ row: 9, column: '工号', zh: '没有工号 8999 的坐席', en: 'No agent has the work number 8999' }] })
  }
  if (method === 'DELETE') shifts = shifts.filter((each) => each.id !== id)
  if (method === 'PUT') shifts = shifts.map((each) => (each.id === id ? { ...each, ...(body as ShiftForm), label: labelOf((body as ShiftForm).agent) } : each))
  if (method === 'POST') shifts = [{ ...(body as ShiftForm), id: `s${(numbers += 1)}x`, label: labelOf((body as ShiftForm).agent) }, ...shifts]
  const [first, last, agent] = ['first', 'last', 'agent'].map((name) => url.searchParams.get(name) ?? '')
  const within = shifts.filter(({ day, agent: own }) => (!first || day >= first) && (!last || day <= last) && (!agent || own === agent))
  answer(method === 'DELETE' ? 204 : method === 'POST' ? 201 : 200, method === 'GET' ? { items: within } : shifts[0])
}

/** Whether it was an address of the reports; then it is answered. */
export function answerReports(method: string, url: URL, body: unknown, scene: string, answer: Answer, refuse: Refuse): boolean {
  const [, first, second, third] = url.pathname.slice('/api'.length).split('/')
  const query = url.searchParams
  const days = { first: query.get('first') ?? date(nowUs()), last: query.get('last') ?? date(nowUs()) }
  if (first === 'figures' && second === 'definitions') answer(200, { definitions: DEFINITIONS })
  else if (first === 'integrity' || first === 'reconciliations') answerIntegrity(method, url, body, scene, answer, refuse)
  else if (first === 'shifts') answerShifts(method, second ?? '', url, body, answer)
  else if (first !== 'reports') return false
  else if (second === 'views') answerViews(method, third ?? '', body, answer)
  else if (second === 'schedules') answerSchedules(method, third ?? '', body, answer)
  else if (second === 'exports') answerExports(method, third ?? '', body, answer)
  else if (second === 'table') answer(200, tableOf(query, days, scene, nowUs()))
  else if (second === 'heat') answer(200, heatOf(query, days, scene, nowUs()))
  else if (second === 'contacts') answer(200, contactsOf(days, scene, nowUs()))
  else if (second === 'timesheet') answer(200, timesOf(days, scene, nowUs()))
  else refuse(404, 'not_found', '没有找到', 'Not found')
  return true
}

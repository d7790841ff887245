import type { CustomerField, CustomerFieldForm } from '../data/customers.ts'
import type { Supervisor, Team } from '../data/teams.ts'
import { AGENTS, CROWD } from './company.ts'
import { FIELDS } from './customers.ts'

type Answer = (status: number, body: unknown) => void
type Refuse = (status: number, code: string, detail: string, detail_en: string) => void

const LONG_NAME = '呼伦贝尔市鄂温克族自治旗蒙古语服务夜间值班一组（含应急）'
const person = (at: number, name: string): Supervisor => ({ id: `01JFAKE${String(at).padStart(19, '0')}`, name })
const SUPERVISORS = [person(1, '演示班长'), person(2, '欧阳静怡'), person(3, '买买提明·阿卜杜热合曼江·阿依古丽·图尔荪（代班）')]

function staff(scene: string) {
  return scene === 'crowd' ? CROWD : AGENTS
}
function firstTeams(scene: string): Team[] {
  const ids = staff(scene).map(({ agent }) => agent)
  if (scene === 'empty') return []
  const second = { name: scene === 'crowd' ? LONG_NAME : '二组', agents: ids.slice(6, 11), supervisors: scene === 'crowd' ? SUPERVISORS.map(({ id }) => id) : [] }
  return [{ name: '一组', agents: ids.slice(0, 6), supervisors: [SUPERVISORS[0]?.id ?? ''] }, second]
}
const own = (code: string, zh: string, en: string, more: Partial<CustomerField> = {}): CustomerField => ({
  code, zh, en, purpose_zh: '核对服务范围', purpose_en: 'to know what was agreed', sensitivity: 'plain', kind: 'text', choices: [], active: true, built_in: false, ...more,
})
function firstFields(scene: string): CustomerField[] {
  if (scene === 'empty') return []
  const few = [own('contract', '合同编号', 'contract'), own('plan', '套餐', 'plan'), own('fax', '传真', 'fax', { active: false })]
  if (scene !== 'crowd') return few
  return [
    ...few, own('level', '客户等级', 'customer level', { kind: 'choice', choices: ['标准版', '企业版', '企业旗舰版（含外呼、质检与多地灾备）'] }),
    own('birthday', '生日', 'birthday', { kind: 'date', sensitivity: 'personal', purpose_zh: '核实客户身份', purpose_en: 'to make sure who calls' }),
    own('office', '客户所在办事处名称（以营业执照登记为准，含分公司与派出机构）', 'office as registered', { purpose_zh: '寄送发票与上门服务时核对收件单位，避免误投至同名的其他单位或已注销的分支机构' }),
  ]
}

const teams = new Map<string, Team[]>()
const fields = new Map<string, CustomerField[]>()

/** The page is opened afresh: what was changed in it is forgotten. */
export function beginSetupAnew(): void {
  teams.clear()
  fields.clear()
}

/** Of what a list holds, like the platform's: the same content has the same version. */
const versionOf = (held: unknown) => [...JSON.stringify(held)].reduce((sum, sign) => (sum * 31 + (sign.codePointAt(0) ?? 0)) >>> 0, 7).toString(16).padStart(32, '0')

function putTeams(scene: string, sent: Team[], answer: Answer, refuse: Refuse): void {
  if (new Set(sent.map(({ name }) => name)).size < sent.length) return refuse(409, 'TeamsWrong', '班组名称重复。', 'Two teams have the same name.')
  teams.set(scene, sent)
  answer(200, { teams: sent, version: versionOf(sent) })
}

const HOUSE = FIELDS.filter(({ built_in }) => built_in)
function answerFields(scene: string, answer: Answer): void {
  const items = [...HOUSE, ...(fields.get(scene) ?? firstFields(scene))]
  answer(200, { items, version: versionOf(items) })
}

function putFields(scene: string, sent: CustomerFieldForm[], answer: Answer, refuse: Refuse): void {
  const house = HOUSE
  const twice = sent.find(({ code }, at) => house.some((field) => field.code === code) || sent.findIndex((field) => field.code === code) !== at)
  if (twice) return refuse(422, 'WrongValue', `请更正 ${twice.code}:该字段已存在。`, `Please correct ${twice.code}: there is such a field already.`)
  const kept = (fields.get(scene) ?? firstFields(scene)).filter(({ code }) => !sent.some((field) => field.code === code))
  fields.set(scene, [...sent.map((field) => own(field.code, field.zh, field.en, { ...field, active: true })), ...kept.map((field) => ({ ...field, active: false }))])
  answerFields(scene, answer)
}

/** Whether it was an address of the settings; then it is answered. */
export function answerSetup(method: string, path: string, body: unknown, scene: string, answer: Answer, refuse: Refuse): boolean {
  if (!['/teams', '/supervisors', '/agents', '/customer-fields'].includes(path)) return false
  if (scene === 'error') refuse(503, 'database_unavailable', '数据库暂不可用，通话仍在正常接入与记录，恢复后自动补录', 'The database is unavailable')
  else if (path === '/supervisors') answer(200, { people: SUPERVISORS })
  else if (path === '/agents') answer(200, { agents: staff(scene).map(({ agent, work_number, name }) => ({ agent, work_number, name })) })
  else if (path === '/teams') {
    if (method === 'PUT') putTeams(scene, (body as { teams: Team[] }).teams, answer, refuse)
    else answer(200, { teams: teams.get(scene) ?? firstTeams(scene), version: versionOf(teams.get(scene) ?? firstTeams(scene)) })
  } else if (method === 'PUT') putFields(scene, (body as { items: CustomerFieldForm[] }).items, answer, refuse)
  else answerFields(scene, answer)
  return true
}

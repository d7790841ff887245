import type { Installation, Person } from '../data/contract.ts'

export const QUEUES = [
  { queue: 'demo01-consult', name_zh: '业务咨询', key: '1' },
  { queue: 'demo01-aftersales', name_zh: '售后服务', key: '2' },
  { queue: 'demo01-complaint', name_zh: '投诉建议', key: '3' },
  { queue: 'demo01-operator', name_zh: '人工', key: '0' },
]

const NAMES = Array.from({ length: 12 }, (_, index) => `演示坐席${String(index + 1).padStart(2, '0')}`)

export const AGENTS = NAMES.map((name, index) => ({
  agent: `A${String(index + 1).padStart(5, '0')}`, work_number: String(8001 + index), name, seat: String(1001 + index),
}))

/** A full room, with names that do not fit. */
export const CROWD = Array.from({ length: 60 }, (_, index) => ({
  agent: `A${String(index + 1).padStart(5, '0')}`, work_number: String(8001 + index), seat: String(1001 + index),
  name: index % 7 === 3 ? '买买提明·阿卜杜热合曼江' : index % 5 === 1 ? '欧阳静怡' : `演示坐席${String(index + 1).padStart(2, '0')}`,
}))

export const INSTALLATION: Installation = {
  company_name: '示例通信服务有限公司', licence_number: 'B2-20260001（演示）', hotlines: ['4000000001'], demo: true, version: '0.1.0',
}

export const LONG_INSTALLATION: Installation = {
  ...INSTALLATION,
  company_name: '内蒙古自治区呼伦贝尔市鄂温克族自治旗某某信息技术与客户联络服务外包（集团）股份有限公司第一分公司',
  licence_number: '合字B2-20260001、蒙B2-20260002、京B2-20260003（跨地区增值电信业务经营许可证）',
  hotlines: ['4000000001', '4000000002', '95XXX001'],
}

export const PERSON: Person = { id: 'p1', name: 'banzhang', display_name: '演示班长', roles: ['supervisor'], company_id: 'demo01' }

export const ADMIN_PERSON: Person = { id: 'p9', name: 'guanliyuan', display_name: '演示系统管理员', roles: ['system_admin'], company_id: 'demo01' }

export const AGENT_PERSON: Person = { id: 'p5', name: 'agent8005', display_name: '演示坐席05', roles: ['agent'], company_id: 'demo01' }

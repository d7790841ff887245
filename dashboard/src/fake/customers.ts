import type { CategoryPlan, ContactCategory } from '../data/contacts.ts'
import type { Customer, CustomerField } from '../data/customers.ts'
import type { Script } from '../data/scripts.ts'
import type { ContactEntry } from '../data/station_contract.ts'

const S = 1_000_000

const PAST = 1_760_000_000_000_000

const one = (id: string, name: string, more: Partial<Customer> = {}): Customer => ({
  id, version: 3, state: 'active', merged_into: null, demo: true, name, phones: [{ token: 'f'.repeat(32), masked: '138****1234' }],
  identity_number: '1101**********123X', bank_account: '6222 **** 8888', address: '北京市朝阳区****', preferences: '希望周末送货；来电前请先发短信。', needs: '想把席位从 50 扩到 80。',
  tags: ['老客户', '企业采购'], marks: [], custom: { contract: 'HT-2026-0917', plan: '企业版 50 席' }, vip: 0, source: 'call', owner: { id: 'p3', name: '演示坐席03' },
  created_us: PAST, changed_us: PAST, revealable: ['name', 'phones', 'address', 'needs', 'preferences'], ...more,
})

export const CUSTOMERS: Customer[] = [
  one('c1', '演示客户甲', { vip: 2, marks: ['投诉敏感'], phones: [{ token: 'f'.repeat(32), masked: '138****1234' }, { token: 'e'.repeat(32), masked: '010****5566' }] }),
  one('c2', '演示客户乙', { tags: ['家属'], address: '' }),
  one('c3', '北京示例商贸有限公司（前台）', { tags: ['企业'], identity_number: '' }),
  one('c4', '阿依古丽·买买提明·阿卜杜热合曼江（内蒙古自治区呼伦贝尔市鄂温克族自治旗办事处）', {
    vip: 3, marks: ['投诉敏感', '请勿推销', '曾辱骂坐席，请班长陪同'], tags: ['少数民族语言服务', '老客户', '企业采购', '重点维护', '续约期内', '跨省业务', '需要发票'],
    custom: { contract: 'HT-2026-0917-0001-超长合同编号-含补充协议一二三四五', plan: '企业旗舰版 500 席（含外呼、质检与多地灾备）' },
    needs: '希望由蒙古语坐席接待；合同续约前由商务总监上门；每季度出具对账单并加盖公章邮寄至办事处。',
  }),
]

/** Ids as the platform makes them, behind the short ones of the other pages. */
export const idOf = ({ id }: Customer) => id.toUpperCase().replaceAll(/[^0-9C]/g, '').padStart(26, '01KAJ7Q2M4X8')

const field = (code: string, zh: string, en: string, sensitivity: CustomerField['sensitivity'], purpose_zh: string, kind: CustomerField['kind'] = 'text'): CustomerField => ({
  code, zh, en, sensitivity, purpose_zh, purpose_en: en, kind, choices: [], active: true, built_in: code !== 'contract' && code !== 'plan',
})

export const FIELDS: CustomerField[] = [
  field('name', '姓名', 'name', 'personal', '称呼客户，识别重复来电的客户'), field('phones', '电话', 'phones', 'personal', '来电弹屏与回访', 'list'),
  field('identity_number', '证件号码', 'identity number', 'sensitive', '办理需要核验身份的业务'), field('bank_account', '银行账号', 'bank account', 'sensitive', '退款与结算'),
  field('address', '地址', 'address', 'personal', '寄送与上门服务'), field('preferences', '偏好', 'preferences', 'plain', '按客户习惯提供服务', 'long_text'),
  field('needs', '需求', 'needs', 'plain', '跟进客户提出的需求', 'long_text'), field('tags', '标签', 'tags', 'plain', '归类客户', 'list'),
  field('marks', '警示标记', 'warning marks', 'plain', '提醒坐席注意', 'list'), field('contract', '合同编号', 'contract', 'plain', '核对服务范围'), field('plan', '套餐', 'plan', 'plain', '核对服务范围'),
]

export const REVEALED: Record<string, string> = { name: '演示客户甲', phones: '138 0000 1234（演示）', address: '北京市朝阳区示例路 8 号院 3 号楼（演示）' }

export function historyOf(nowUs: number): ContactEntry[] {
  const ago = (hours: number) => nowUs - hours * 3600 * S
  const entry = (hours: number, kind: ContactEntry['kind'], zh: string, outcome: string | null = null, agent: string | null = '演示坐席03'): ContactEntry => ({
    at_us: ago(hours), kind, zh, en: zh, outcome, agent_name: agent, call_id: kind === 'call' ? `zz1-${hours}.3` : null,
  })
  return [
    entry(3, 'call', '呼入 4000000001，业务咨询，通话 03:12', '接通'),
    entry(3, 'note', '咨询企业版扩容到 80 席的报价，要求今天下班前回电；已转商务同事跟进。', '咨询呼入'),
    entry(27, 'survey', '满意度评分 5 分', null, '演示坐席08'),
    entry(27, 'call', '呼入 4000000001，售后服务，通话 11:40', '接通', '演示坐席08'),
    entry(51, 'call', '呼入 4000000001，业务咨询，等待 00:41 后放弃', '放弃', null),
    entry(120, 'follow_up', '跟进：寄送合同盖章件（已完成）', '完成'),
    entry(121, 'note', '合同盖章件需顺丰寄送，收件人演示客户甲本人。', '咨询呼入'),
    entry(400, 'call', '呼入 4000000001，投诉建议，通话 08:05', '接通', '演示坐席11'),
  ]
}

const category = (code: string, zh: string, en: string, call_type: ContactCategory['call_type'], call_type_zh: string, queues: string[] = [], notes_required = false): ContactCategory => ({
  code, zh, en, call_type, call_type_zh, queues, notes_required,
})

export const CATEGORIES: CategoryPlan = {
  categories: [
    category('consult', '业务咨询', 'Enquiry', 'consult', '咨询呼入'), category('business', '业务办理', 'Business handled', 'business', '业务办理呼入'),
    category('after-sales', '售后服务', 'After-sales', 'after_sales', '售后呼入'), category('complaint', '投诉', 'Complaint', 'complaint', '投诉呼入', [], true),
    category('suggestion', '建议与表扬', 'Suggestion', 'suggestion', '建议呼入'), category('silent', '无声或中断', 'Silent', 'other', '其他呼入'),
    category('escalation', '升级投诉', 'Escalation', 'complaint', '投诉呼入', ['demo01-complaint'], true),
  ],
  required_queues: ['demo01-consult', 'demo01-complaint'],
}

const script = (id: string, kind: Script['kind'], title: string, body: string, queues: string[] = []): Script => ({ id, kind, title, body, queues, archived: false, updated_by: null, updated_us: PAST, version: 1 })

export const SCRIPTS: Script[] = [
  script('s1', 'script', '开场白', '您好，这里是示例通信客户服务，工号 {工号} 为您服务，请问有什么可以帮您？'),
  script('s2', 'script', '核对身份', '为保护您的信息安全，请您提供登记姓名和证件号码后四位，我来为您核对。', ['demo01-consult', 'demo01-aftersales']),
  script('s3', 'script', '扩容报价', '企业版扩容按新增席位数计费，签约满一年可享阶梯价。具体报价由商务经理在一个工作日内以书面形式提供，以合同为准。', ['demo01-consult']),
  script('k1', 'knowledge', '退换货时限', '签收次日起 7 日内，商品完好可退；15 日内有质量问题可换。定制类商品除外。需登记订单号、问题描述与照片。', ['demo01-consult', 'demo01-aftersales']),
  script('k2', 'knowledge', '发票开具', '支持电子普通发票与增值税专用发票。电子发票 24 小时内发送到登记邮箱；专票每周三、周五寄出。'),
  script('s4', 'script', '结束语', '请问还有其他可以帮您的吗？感谢您的来电，稍后请您对本次服务做出评价，再见。'),
  script('s5', 'script', '安抚投诉客户', '非常抱歉给您带来不便，您反映的情况我已完整记录，我们会在 1 个工作日内给您首次反馈。', ['demo01-complaint']),
]

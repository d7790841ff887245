import type { ReportDefinition, ReportSubject, ReportUnit } from '../data/reports.ts'

const EVERYBODYS: ReportSubject[] = ['call', 'queue', 'agent']
const CALLS: ReportSubject[] = ['call', 'queue']
const AGENTS: ReportSubject[] = ['agent']

const REQUESTED = '按转人工时刻归入时段；转人工取按键转人工与首次进入队列两者中较早者'
const WAIT = '转人工时刻 → 人工应答时刻；排队与振铃均计入'
const WITHIN = '不超过 15.000 秒（含）'
const OFFERED = '人工请求量：每通电话总计只计一次，在其进入的每个队列各计一次；经转接进入者另计'

const define = (
  id: string, zh: string, en: string, unit: ReportUnit, formula: string, subjects: ReportSubject[], more: { clock?: string; boundary?: string; counted?: string; target?: number } = {},
): ReportDefinition => ({
  id, version: 1, name_zh: zh, name_en: en, unit, formula_zh: formula, formula_en: formula, clock_zh: more.clock ?? REQUESTED, clock_en: more.clock ?? REQUESTED, boundary_zh: more.boundary ?? '—',
  boundary_en: more.boundary ?? '—', counted_zh: more.counted ?? '—', counted_en: more.counted ?? '—', target: more.target ?? null, subjects,
})

/** Some of the platform's, in its words. */
export const DEFINITIONS: ReportDefinition[] = [
  define('offered', '人工请求量', 'Offered', 'count', '所选时段内转人工的通话数；转人工取按键转人工与首次进入队列两者中较早者', CALLS),
  define('answered', '人工接通量', 'Answered', 'count', '人工请求量中，主叫与坐席已接通的通话数；一通电话只计一次', CALLS),
  define('abandoned', '放弃量', 'Abandoned', 'count', '人工请求量中，主叫在人工应答前挂断的通话数（含短时放弃）', CALLS),
  define('short_abandoned', '短时放弃量', 'Short abandons', 'count', '放弃量中，转人工后 5.000 秒以内（含）挂断的通话数', CALLS, { boundary: '不超过 5.000 秒（含）' }),
  define('long_abandoned', '长时放弃量', 'Long abandons', 'count', '放弃量 − 短时放弃量', CALLS, { boundary: '超过 5.000 秒' }),
  define('answer_rate', '接通率', 'Answer rate', 'ratio', '人工接通量 ÷ 人工请求量', CALLS, { counted: OFFERED }),
  define('service_level_15s', '15秒接通率', 'Service level (15 s)', 'ratio', '转人工至人工应答不超过 15.000 秒（含）的接通量 ÷ 人工请求量（F3；排队与振铃均计入）', CALLS, { clock: WAIT, boundary: WITHIN, counted: OFFERED, target: 0.85 }),
  define('abandon_rate', '放弃率', 'Abandon rate', 'ratio', '放弃量 ÷ 人工请求量', CALLS, { counted: OFFERED }),
  define('asa', '平均应答速度', 'Average speed of answer', 'us', 'Σ(人工应答时刻 − 转人工时刻) ÷ 人工接通量', CALLS, { clock: WAIT, counted: '人工接通量' }),
  define('wait_p90', '应答等待 P90', 'Wait, P90', 'us', '人工接通量按应答等待由短到长排列，第 ⌈0.9 × n⌉ 通所在组的上界', CALLS, { clock: WAIT, counted: '人工接通量' }),
  define('taken', '接听量', 'Taken', 'count', '坐席接听的次数', AGENTS),
  define('missed', '未接听量', 'Missed', 'count', '振铃未接、忙与不可达的次数', AGENTS),
  define('talk_us', '通话时长', 'Talk time', 'us', '各坐席与主叫同在一个桥接内的时长之和，保持除外', EVERYBODYS),
  define('aht_agent', '平均处理时长（坐席）', 'Average handling time of an agent', 'us', '（通话 + 保持 + 事后处理）÷ 接听量', AGENTS, { counted: '接听量' }),
  define('occupancy', '占用率', 'Occupancy', 'ratio', '（通话 + 保持 + 事后处理）÷（通话 + 保持 + 事后处理 + 空闲）', ['call', 'agent'], { counted: '通话、保持、事后处理与空闲时长' }),
  define('work_rate', '工时利用率', 'Work-hour rate', 'ratio', '（通话 + 保持 + 事后处理）÷ 签入时长', ['call', 'agent'], { counted: '签入时长（出勤）' }),
  define('utilisation', '坐席利用率', 'Utilisation', 'ratio', '（通话 + 保持 + 事后处理 + 空闲）÷ 排班时长', ['call', 'agent'], { counted: '排班时长；无排班时为“—”' }),
  define('satisfaction', '满意度', 'Satisfaction', 'ratio', '评 4 分或 5 分的通话数 ÷ 有评分的通话数', EVERYBODYS, { boundary: '4 分及以上', counted: '有评分的通话' }),
  define('survey_participation', '参评率', 'Survey participation', 'ratio', '有评分的通话数 ÷ 已邀请评分的通话数', EVERYBODYS, { counted: '已邀请评分的通话' }),
  ...([['24h', 24], ['72h', 72], ['7d', 168]] as const).map(([name, hours]) =>
    define(`fcr_${name}`, `一次解决率（${hours} 小时）`, `First contact resolution (${hours} h)`, 'ratio', `首次联络中，其后 ${hours} 小时内同一主叫未再转人工的通话数 ÷ 首次联络数`, CALLS, {
      clock: '转人工时刻 → 同一主叫下一次转人工时刻', boundary: `恰为 ${hours} 小时视为重复；只计已满 ${hours} 小时的完整自然日`, counted: `已接通、且此前 ${hours} 小时内同一主叫未曾转人工的通话；隐藏号码的主叫不计`,
    }),
  ),
]

export const USUAL: Record<ReportSubject, string[]> = {
  call: ['offered', 'answered', 'abandoned', 'answer_rate', 'service_level_15s', 'asa', 'satisfaction', 'survey_participation'],
  queue: ['offered', 'answered', 'abandoned', 'short_abandoned', 'answer_rate', 'service_level_15s', 'asa', 'satisfaction'],
  agent: ['taken', 'missed', 'talk_us', 'aht_agent', 'occupancy', 'work_rate', 'satisfaction', 'survey_participation'],
}

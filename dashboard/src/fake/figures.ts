import type { CallRow, CurvePoint, Figure, QueueToday } from '../data/contract.ts'
import { startOfDay } from '../format/time.ts'

const QUARTER_US = 900_000_000

export function todayFigures(calls: readonly CallRow[], nowUs: number): { figures: Figure[]; curve: CurvePoint[] } {
  const from = startOfDay(nowUs)
  const offered = calls.filter((call) => call.human_requested_us !== null)
  const answered = offered.filter((call) => call.outcome === 'answered')
  const abandoned = offered.filter((call) => call.outcome === 'abandoned')
  const inTime = answered.filter((call) => (call.wait_us ?? Infinity) <= 15_000_000)
  const waited = answered.reduce((sum, call) => sum + (call.wait_us ?? 0), 0)
  const figure = (id: string, zh: string, en: string, unit: Figure['unit'], numerator: number, denominator: number | null, formula: string): Figure => ({
    definition_id: id, version: 1, name_zh: zh, name_en: en, unit, numerator, denominator, target: id === 'service_level_15s' ? 0.85 : null,
    value: denominator === null ? numerator : denominator === 0 ? null : numerator / denominator,
    formula_zh: formula, formula_en: formula, period: { from_us: from, to_us: nowUs }, scope: 'all', rows: offered.length, as_of_us: nowUs, completeness: 'live', demo: true,
  })
  const short = abandoned.filter((call) => (call.wait_us ?? Infinity) <= 5_000_000)
  const invited = answered.filter((_, index) => index % 3 !== 0)
  const scored = invited.filter((call) => call.survey_score !== null)
  const satisfied = scored.filter((call) => (call.survey_score ?? 0) >= 4)
  const curve: CurvePoint[] = []
  for (let at = from; at < nowUs; at += QUARTER_US) {
    const within = offered.filter((call) => (call.human_requested_us ?? 0) >= at && (call.human_requested_us ?? 0) < at + QUARTER_US)
    curve.push({
      from_us: at, offered: within.length, answered: within.filter((call) => call.outcome === 'answered').length,
      abandoned: within.filter((call) => call.outcome === 'abandoned').length,
      completeness: Math.floor((nowUs - at) / QUARTER_US) === 9 ? 'unknown' : Math.floor((nowUs - at) / QUARTER_US) === 10 ? 'recovered' : 'live',
    })
  }
  return {
    figures: [
      figure('offered', '人工请求量', 'Offered', 'count', offered.length, null, '所选时段内转人工的通话数'),
      figure('answered', '人工接通量', 'Answered', 'count', answered.length, null, '人工请求量中，主叫与坐席已接通的通话数'),
      figure('abandoned', '放弃量', 'Abandoned', 'count', abandoned.length, null, '人工请求量中，主叫在人工应答前挂断的通话数'),
      figure('answer_rate', '接通率', 'Answer rate', 'ratio', answered.length, offered.length, '人工接通量 ÷ 人工请求量'),
      figure('service_level_15s', '15秒接通率', 'Service level (15 s)', 'ratio', inTime.length, offered.length, '转人工至人工应答不超过 15.000 秒（含）的接通量 ÷ 人工请求量'),
      figure('short_abandoned', '短时放弃量', 'Short abandons', 'count', short.length, null, '放弃量中，转人工后 5.000 秒以内（含）挂断的通话数'),
      figure('satisfaction', '满意度', 'Satisfaction', 'ratio', satisfied.length, scored.length, '评 4 分或 5 分的通话数 ÷ 有评分的通话数'),
      figure('survey_participation', '参评率', 'Survey participation', 'ratio', scored.length, invited.length, '有评分的通话数 ÷ 已邀请评分的通话数'),
      figure('asa', '平均应答速度', 'Average speed of answer', 'us', waited, answered.length, 'Σ(人工应答时刻 − 转人工时刻) ÷ 人工接通量'),
    ],
    curve,
  }
}

export function queueFigures(calls: readonly CallRow[], nowUs: number): QueueToday {
  const { figures } = todayFigures(calls, nowUs)
  return Object.fromEntries(figures.map(({ definition_id, value, numerator, denominator }) => [definition_id, { value, numerator, denominator }]))
}

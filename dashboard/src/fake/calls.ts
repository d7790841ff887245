import type { CallDetail, CallRow, Leg, Outcome, TimelineEvent } from '../data/contract.ts'
import { chance } from './chance.ts'
import { AGENTS, QUEUES } from './company.ts'

const S = 1_000_000

function pick<T>(random: () => number, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)] as T
}

function outcomeBy(random: () => number): Outcome {
  const at = random()
  if (at < 0.84) return 'answered'
  if (at < 0.91) return 'abandoned'
  if (at < 0.94) return 'ivr_ended'
  return pick(random, ['timed_out', 'overflowed', 'refused', 'left_by_key', 'cut', 'closed'] as const)
}

function oneCall(random: () => number, arrived: number, number: number): CallDetail {
  const outcome = outcomeBy(random)
  const queue = pick(random, QUEUES)
  const agent = pick(random, AGENTS)
  const us = (seconds: number) => Math.floor(seconds * S)
  const offered = outcome !== 'ivr_ended' && outcome !== 'closed'
  const human = offered ? arrived + us(9 + random() * 8) : null
  const wait = human === null ? null : us(outcome === 'answered' ? 2 + random() ** 3 * 28 : 2 + random() * 60)
  const answered = outcome === 'answered' && human !== null && wait !== null ? human + wait : null
  const talk = answered === null ? null : us(15 + random() ** 2 * 400)
  const ended = answered !== null && talk !== null ? answered + talk + us(random() * 12) : (human ?? arrived + us(8)) + (wait ?? us(6))
  const rings = answered === null ? (random() < 0.4 ? 1 : 0) : random() < 0.15 ? 2 : 1
  const legs: Leg[] = Array.from({ length: rings }, (_, index): Leg => {
    const last = index === rings - 1 && answered !== null
    const who = last ? agent : pick(random, AGENTS)
    const start = (human ?? arrived) + us(0.6) + (index * (wait ?? 0)) / 2
    return {
      number: index + 1, agent: who.agent, seat: who.seat, queue: queue.queue, started_us: start, answered_us: last ? answered : null,
      bridged_us: last ? answered : null, unbridged_us: last && answered !== null ? answered + (talk ?? 0) : null, lost: false, is_caller: false, role: 'agent', hold_us: 0, consult_us: 0, talk_us: last ? (talk ?? 0) : 0,
      ended_us: last && answered !== null ? answered + (talk ?? 0) : Math.min(start + 8 * S, ended), result: last ? 'answered' : 'no_answer',
    }
  })
  const row: CallRow = {
    call_id: `zz1-${Math.floor(arrived / S)}.${number}`, hotline: '4000000001',
    caller_masked: `13${Math.floor(random() * 10)}****${String(Math.floor(random() * 10_000)).padStart(4, '0')}`,
    trunk: random() < 0.93 ? 'main' : 'backup', demo: true, arrived_us: arrived, human_requested_us: human, answered_us: answered, ended_us: ended,
    ended_by: answered === null ? (outcome === 'abandoned' || outcome === 'ivr_ended' ? 'caller' : 'system') : pick(random, ['caller', 'caller', 'agent']),
    outcome, short_abandon: outcome === 'abandoned' && (wait ?? 0) <= 5 * S, queue: offered ? queue.queue : null,
    agent: answered === null ? null : agent.agent, seat: answered === null ? null : agent.seat, wait_us: wait, talk_us: talk, rings,
    keys: offered ? [{ menu: 'main', key: queue.key, at_us: human ?? arrived }] : [], survey_score: answered !== null && random() < 0.4 ? 1 + Math.floor(random() * 5) : null,
    recorded: answered === null ? 'none' : random() < 0.985 ? 'present' : 'missing', voice_message: outcome === 'closed' && random() < 0.5, complete: random() < 0.99,
  }
  const more = {
    first_answered_us: arrived + 52_431, notice_us: arrived + 5_210_884, queued_us: human, end_reason: null, hold_us: 0, seat_lost: false,
    survey_offered: answered !== null, queues: [], holds: [], transfers: [], three_ways: [], supervisions: [], quality: [],
  }
  return { ...row, ...more, quality: [], legs, timeline: timelineOf(row, legs) }
}

function timelineOf(call: CallRow, legs: Leg[]): TimelineEvent[] {
  const events: TimelineEvent[] = []
  const add = (at_us: number | null, kind: string, text_zh: string, text_en: string, detail: Record<string, unknown> = {}) => {
    if (at_us !== null) events.push({ at_us: Math.floor(at_us), kind, text_zh, text_en, detail })
  }
  const a = call.arrived_us
  add(a, 'arrived', '呼入', 'Arrived', { hotline: call.hotline, trunk: call.trunk })
  add(a + 52_431, 'first_answered', '系统应答', 'System answered')
  add(a + 5_210_884, 'notice_played', '录音告知播放完毕', 'Recording notice played')
  add(a + 5_214_002, 'recording_started', '开始录音', 'Recording started')
  if (call.outcome === 'closed') add(a + 5_500_100, 'out_of_hours', '非服务时间', 'Outside business hours', { reason: 'hours' })
  add(call.human_requested_us, 'key_pressed', '按键转人工', 'Key pressed for an agent', { menu: 'main', key: call.keys[0]?.key })
  if (call.human_requested_us !== null) add(call.human_requested_us + 41_220, 'queue_joined', '进入队列', 'Joined the queue', { queue: call.queue, position: 1 })
  for (const leg of legs) {
    add(leg.started_us, 'ringing', '坐席振铃', 'Seat ringing', { seat: leg.seat, agent: leg.agent })
    if (leg.answered_us === null) add(leg.ended_us, 'ring_no_answer', '坐席未接听', 'No answer', { seat: leg.seat, agent: leg.agent })
    else add(leg.answered_us, 'answered', '人工应答', 'Agent answered', { seat: leg.seat, agent: leg.agent })
  }
  if (call.answered_us !== null && call.talk_us !== null) {
    add(call.answered_us + call.talk_us, 'talk_ended', call.ended_by === 'agent' ? '坐席挂断' : '通话结束', 'Talk ended')
    if (call.survey_score !== null) add(call.answered_us + call.talk_us + 4_000_123, 'survey_scored', '满意度评分', 'Survey scored', { score: call.survey_score })
  }
  add(call.ended_us, 'ended', '挂断', 'Ended')
  return events.sort((x, y) => x.at_us - y.at_us)
}

/** A morning and afternoon of calls, newest last, ending a minute before `nowUs`. */
export function dayOfCalls(fromUs: number, nowUs: number, seed: number): CallDetail[] {
  const random = chance(seed)
  const calls: CallDetail[] = []
  let at = fromUs
  for (let number = 1; at < nowUs - 60 * S; number += 3) {
    calls.push(oneCall(random, Math.floor(at), number))
    const busy = 0.5 + Math.abs(Math.sin(((at - fromUs) / S / 3600) * 0.9))
    at += ((20 + random() * 70) / busy) * S
  }
  return calls
}

// What on the wall needs somebody, and since when. Pure: facts and the time come in, the alarms that follow come out.
// Each alarm has a time it must hold before it is raised and one it must be gone before it is cleared, and the rate a
// margin between its two thresholds: at the edge of a threshold nothing flickers and no bell rings twice.
import type { StaleReason } from '@/live/freshness'
import { LATE_AFTER_US } from '@/features/floor/waiting'

export const ALARM_KINDS = ['link', 'waiting', 'no_ready', 'trunk', 'recording', 'rate', 'messages'] as const
export type AlarmKind = (typeof ALARM_KINDS)[number]

/** `now` needs a person at once and is red; `soon` wants to be known. */
export type AlarmLevel = 'now' | 'soon'

export interface AlarmQueue {
  queue: string
  waiting: number
  longest_wait_since_us: number | null
  members_ready: number
  /** How many of those waiting ring at a seat already. */
  ringing: number
}

/** A 15-second rate with its target; `of` are the calls it is over. Of a queue, or of everything. */
export interface AlarmRate {
  subject: string | null
  value: number
  target: number
  of: number
}

export interface AlarmFacts {
  /** Why the wall cannot be believed; null while it can. */
  stale: StaleReason | null
  /** When the last thing was heard. */
  heard_us: number | null
  queues: readonly AlarmQueue[]
  trunks: readonly { name: string; state: 'reachable' | 'unreachable' | 'unknown'; since_us: number }[]
  /** Whether anybody is signed in: without, a quiet queue is a closed one. */
  staffed: boolean
  rates: readonly AlarmRate[]
  /** Calls answered today whose recording is not there. */
  recordings: { missing: number; since_us: number | null } | null
  /** Voice messages that nobody dealt with for longer than the company allows. */
  messages: { overdue: number; hours: number; oldest_us: number | null } | null
}

export interface Alarm {
  id: string
  kind: AlarmKind
  level: AlarmLevel
  /** Which sentence says it: `alarm.says.<says>` of the locale. */
  says: string
  /** The queue or trunk it is about; null where it is about the whole. */
  subject: string | null
  count: number
  /** What its running time counts from: the caller's wait where there is one, else `since_us`. */
  from_us: number
  value: number
  target: number
  since_us: number
}

export interface Watched extends Alarm {
  raised: boolean
  seen_us: number
}

interface Finding extends Partial<Alarm> {
  kind: AlarmKind
  level: AlarmLevel
  says: string
  raise_us: number
}

const S = 1_000_000

/** A rate over fewer calls says little: the first caller of a day who hangs up would raise an alarm. */
export const RATE_NEEDS_CALLS = 20
/** How far above the target a rate must climb to be well again. */
export const RATE_MARGIN = 0.005

const LEVELS: readonly AlarmLevel[] = ['now', 'soon']

function ofLink(facts: AlarmFacts, nowUs: number): Finding[] {
  if (facts.stale === null) return []
  const since = facts.heard_us ?? nowUs
  return [{ kind: 'link', level: facts.stale === 'connecting' ? 'soon' : 'now', says: facts.stale, since_us: since, from_us: since, raise_us: 0 }]
}

function ofQueue(queue: AlarmQueue, nowUs: number): Finding[] {
  const since = queue.longest_wait_since_us
  const common = { subject: queue.queue, count: queue.waiting, from_us: since ?? nowUs }
  const nobody = queue.members_ready === 0
  if (since !== null && nowUs - since > LATE_AFTER_US) {
    return [{ ...common, kind: 'waiting', level: 'now', says: nobody ? 'waiting_nobody' : 'waiting', since_us: since + LATE_AFTER_US, raise_us: 0 }]
  }
  if (!nobody || queue.waiting <= queue.ringing) return []
  return [{ ...common, kind: 'no_ready', level: 'now', says: 'no_ready_waiting', raise_us: 5 * S }]
}

/** Open queues without a ready seat and, so far, without a caller: one word for all of them when it is all of them. */
function ofStaffing(facts: AlarmFacts): Finding[] {
  if (!facts.staffed) return []
  const bare = facts.queues.filter((queue) => queue.members_ready === 0 && queue.waiting === 0)
  const finding = { kind: 'no_ready', level: 'soon', raise_us: 60 * S } as const
  if (bare.length > 1 && bare.length === facts.queues.length) return [{ ...finding, says: 'no_ready_anywhere' }]
  return bare.map(({ queue }) => ({ ...finding, says: 'no_ready', subject: queue }))
}

function ofTrunks({ trunks }: AlarmFacts): Finding[] {
  const down = trunks.filter(({ state }) => state === 'unreachable')
  // While another one carries the calls the carrier is called in office hours; without any nobody gets through.
  const none = down.length > 0 && !trunks.some(({ state }) => state === 'reachable')
  return down.map(({ name, since_us }) => ({
    kind: 'trunk', level: none ? 'now' : 'soon', says: none ? 'trunk_last' : 'trunk', subject: name, since_us, raise_us: 5 * S,
  }))
}

function ofRates({ rates }: AlarmFacts, held: ReadonlySet<string>): Finding[] {
  const found: Finding[] = []
  for (const { subject, value, target, of } of rates) {
    const finding: Finding = { kind: 'rate', level: 'soon', says: 'rate', subject, value, target, raise_us: 30 * S }
    const enough = target + (held.has(idOf(finding)) ? RATE_MARGIN : 0)
    if (of >= RATE_NEEDS_CALLS && value < enough) found.push(finding)
  }
  return found
}

function ofWhatIsLeft({ recordings, messages }: AlarmFacts, nowUs: number): Finding[] {
  const found: Finding[] = []
  if (recordings && recordings.missing > 0) {
    found.push({ kind: 'recording', level: 'soon', says: 'recording', count: recordings.missing, since_us: recordings.since_us ?? nowUs, raise_us: 0 })
  }
  if (messages && messages.overdue > 0) {
    // Its age is the message's, its place among the alarms its own: days of waiting must not come before a rate of now.
    found.push({ kind: 'messages', level: 'soon', says: 'messages', count: messages.overdue, value: messages.hours, from_us: messages.oldest_us ?? nowUs, raise_us: 0 })
  }
  return found
}

function findings(facts: AlarmFacts, held: ReadonlySet<string>, nowUs: number): Finding[] {
  return [...facts.queues.flatMap((queue) => ofQueue(queue, nowUs)), ...ofStaffing(facts), ...ofTrunks(facts), ...ofRates(facts, held), ...ofWhatIsLeft(facts, nowUs)]
}

/** No ready seat while somebody waits is another alarm than no ready seat in a quiet queue. */
function idOf({ kind, says, subject }: Finding): string {
  const what = kind === 'no_ready' ? says : kind
  return subject ? `${what}/${subject}` : what
}

function watched(finding: Finding, known: Watched | undefined, nowUs: number): Watched {
  const { kind, level, says, subject = null, count = 0, from_us, value = 0, target = 0, raise_us } = finding
  const since = finding.since_us ?? known?.since_us ?? nowUs
  return {
    id: idOf(finding), kind, level, says, subject, count, value, target, since_us: since, from_us: from_us ?? since, seen_us: nowUs,
    raised: (known?.raised ?? false) || nowUs - since >= raise_us,
  }
}

const CLEARS_AFTER: Record<AlarmKind, number> = { link: 2 * S, waiting: 3 * S, no_ready: 5 * S, trunk: 10 * S, recording: 5 * S, rate: 30 * S, messages: 5 * S }

/** Everything that holds or has just ceased to hold, after what was watched `before`. */
export function watch(before: readonly Watched[], facts: AlarmFacts, nowUs: number): Watched[] {
  const known = new Map(before.map((one) => [one.id, one]))
  const link = ofLink(facts, nowUs)
  // What cannot be seen can be neither raised nor cleared.
  if (link.length) return [...link.map((one) => watched(one, known.get('link'), nowUs)), ...before.filter(({ kind }) => kind !== 'link')]
  const held = new Set(before.filter(({ raised }) => raised).map(({ id }) => id))
  const after = findings(facts, held, nowUs).map((one) => watched(one, known.get(idOf(one)), nowUs))
  const holds = new Set(after.flatMap(({ id, kind, subject, raised }) => (raised && subject && kind !== 'rate' ? [id, subject] : [id])))
  // A queue with another alarm raised needs no word of its last one.
  const fading = before.filter((one) => !holds.has(one.id) && (one.kind === 'rate' || !holds.has(one.subject ?? '')) && one.raised && one.says !== 'connecting' && nowUs - one.seen_us < CLEARS_AFTER[one.kind])
  return [...after, ...fading]
}

/** The alarms to show: worst first, and of the equally bad the longest. Alone the broken link when there is one. */
export function shownAlarms(all: readonly Watched[], nowUs: number): Watched[] {
  const shown = all.filter(({ raised }) => raised)
  const broken = shown.filter(({ kind, seen_us }) => kind === 'link' && seen_us >= nowUs)
  if (broken.length) return broken
  return shown.sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || a.since_us - b.since_us || a.id.localeCompare(b.id))
}

/** What the bell rings for: raised now and not before, or worse than before. The worst of it; null for silence. */
export function newlyRaised(before: readonly Watched[], after: readonly Watched[]): AlarmLevel | null {
  const was = new Map(before.filter(({ raised }) => raised).map(({ id, level }) => [id, level]))
  // Every page begins by connecting.
  const news = after.filter(({ id, raised, level, says }) => raised && says !== 'connecting' && (!was.has(id) || (level === 'now' && was.get(id) === 'soon')))
  return LEVELS.find((level) => news.some((one) => one.level === level)) ?? null
}

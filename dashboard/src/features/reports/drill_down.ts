// From a number of a report to the list of the calls that it counted.
import type { LocationQueryRaw } from 'vue-router'
import type { CallPart } from '@/data/calls'
import type { CallLink } from '@/data/reports'
import { dateTime } from '@/format/time'

// A rate opens what it divides by, unless its numerator is what one looks for.
const PART_OF: Record<string, CallPart> = {
  offered: 'offered', answered: 'answered', abandoned: 'abandoned', timed_out: 'timed_out', overflowed: 'overflowed', refused: 'refused', left_by_key: 'left_by_key',
  cut: 'cut', waiting: 'waiting', short_abandoned: 'short_abandoned', long_abandoned: 'long_abandoned', transferred: 'transferred', transferred_in: 'transferred_in',
  answer_rate: 'answered', answer_rate_without_short: 'answered', service_level_15s: 'in_time', service_level_15s_f1: 'in_time', service_level_15s_f2: 'in_time',
  service_level_15s_f4: 'in_time', service_level_15s_f5: 'in_time', service_level_15s_f6: 'in_time', abandon_rate: 'abandoned', short_abandon_rate: 'short_abandoned',
  long_abandon_rate: 'long_abandoned', asa: 'answered', wait_p50: 'answered', wait_p90: 'answered', wait_max: 'answered', att: 'answered', aht: 'answered', talk_us: 'talked',
  hold_us: 'talked', aht_agent: 'taken', rings: 'rings', taken: 'taken', missed: 'missed', rejected: 'rejected', satisfaction: 'scored', survey_participation: 'invited',
  recording_completeness: 'answered', arrived: 'arrived', closed: 'closed', ivr_ended: 'ivr_ended', ivr_abandoned: 'ivr_abandoned', system_answer_15s: 'system_in_time',
  system_answer_time: 'arrived', fcr_24h: 'first_contacts_24h', fcr_72h: 'first_contacts_72h', fcr_7d: 'first_contacts_7d',
  first_contacts_24h: 'first_contacts_24h', first_contacts_72h: 'first_contacts_72h', first_contacts_7d: 'first_contacts_7d', resolved_24h: 'resolved_24h', resolved_72h: 'resolved_72h',
  resolved_7d: 'resolved_7d',
}

export const partOf = (figure: string): CallPart | null => PART_OF[figure] ?? null

/** Null where no list of calls stands behind: time that was nobody's call, or rows that no filter can say. */
export function callsBehind(link: CallLink | null | undefined, figure: string, more: CallLink = {}): LocationQueryRaw | null {
  const part = partOf(figure)
  if (!link || !part) return null
  const query: LocationQueryRaw = { part }
  const all: CallLink = { ...link, ...more }
  if (all.from_us && all.to_us) Object.assign(query, { from: dateTime(all.from_us), to: dateTime(all.to_us) })
  for (const key of ['company', 'queue', 'agent', 'hotline', 'hour', 'weekday', 'ivr_path'] as const) {
    const value = all[key]
    if (value === undefined || value === null || value === '') continue
    query[key] = String(value)
  }
  return query
}

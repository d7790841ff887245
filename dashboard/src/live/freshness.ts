import type { FloorLink } from '@/data/contract'
import type { ConnectionState } from './connection'

export type StaleReason = 'connecting' | 'no_contact' | 'refused' | 'link_lost' | 'no_link_state'

export interface Freshness {
  stale: boolean
  reason: StaleReason | null
  ageSeconds: number | null
}

/** A page may not show old numbers as new: after this long without a word from the platform it says so. */
export const STALE_AFTER_SECONDS = 10

/** What stands beside the lamp: since the last word, or since the platform itself hears no more of the telephones. */
export function ageOf(fresh: Freshness, link: FloorLink | null, platformNowUs: number): number | null {
  if (fresh.reason !== 'link_lost' || !link) return fresh.ageSeconds
  return Math.max(0, Math.floor((platformNowUs - link.since_us) / 1_000_000))
}

export function freshness(
  state: ConnectionState,
  heardAtMs: number | null,
  nowMs: number,
  link: FloorLink | null,
  linkExpected: boolean,
): Freshness {
  const ageSeconds = heardAtMs === null ? null : Math.max(0, Math.floor((nowMs - heardAtMs) / 1000))
  const because = (reason: StaleReason): Freshness => ({ stale: true, reason, ageSeconds })
  if (state === 'refused') return because('refused')
  if (ageSeconds === null) return because('connecting')
  if (state !== 'open' || ageSeconds >= STALE_AFTER_SECONDS) return because('no_contact')
  if (link && link.state !== 'live') return because('link_lost')
  if (!link && linkExpected) return because('no_link_state')
  return { stale: false, reason: null, ageSeconds }
}

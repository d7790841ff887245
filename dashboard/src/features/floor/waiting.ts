import type { FloorQueue } from '@/data/contract'

/** A caller waiting longer than this needs a person now. */
export const LATE_AFTER_US = 15_000_000

export function longestWaitSince(queues: readonly Pick<FloorQueue, 'longest_wait_since_us'>[]): number | null {
  let since: number | null = null
  for (const { longest_wait_since_us: from } of queues) if (from !== null && (since === null || from < since)) since = from
  return since
}

export function isLate(sinceUs: number | null, clockUs: number): boolean {
  return sinceUs !== null && clockUs - sinceUs > LATE_AFTER_US
}

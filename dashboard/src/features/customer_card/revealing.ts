/** A whole number stands on a screen for no longer than it takes to read it out twice. */
export const LONGEST_US = 30_000_000

/** How long from now, by the platform's word and never longer than our own limit. */
export function shownForUs(untilUs: number, nowUs: number): number {
  return Math.max(0, Math.min(LONGEST_US, untilUs - nowUs))
}

export function secondsLeft(untilUs: number, nowUs: number): number {
  return Math.max(0, Math.ceil((untilUs - nowUs) / 1_000_000))
}

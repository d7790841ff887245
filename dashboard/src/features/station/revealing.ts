/** A whole number stands on a screen for no longer than it takes to read it out twice. */
export const SHOWN_FOR_MS = 20_000

export function secondsLeft(untilMs: number, nowMs: number): number {
  return Math.max(0, Math.ceil((untilMs - nowMs) / 1000))
}

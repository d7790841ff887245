import type { TimeRow } from '@/data/reports'

export const STATES = ['talk', 'hold', 'wrap_up', 'ready', 'break', 'not_ready', 'other'] as const
export type TimeState = (typeof STATES)[number]
export interface TimePart {
  state: TimeState
  us: number
  percent: number
}

type Times = Pick<TimeRow, 'signed_in_us' | 'talk_us' | 'hold_us' | 'wrap_up_us' | 'ready_us' | 'break_us' | 'not_ready_us'>

/** How the time signed in was spent; `other` is what no state of these has, such as ringing. */
export function partsOf(row: Times): TimePart[] {
  const known: [TimeState, number][] = [
    ['talk', row.talk_us], ['hold', row.hold_us], ['wrap_up', row.wrap_up_us], ['ready', row.ready_us], ['break', row.break_us], ['not_ready', row.not_ready_us],
  ]
  const spent = known.reduce((sum, [, us]) => sum + us, 0)
  // A talk is booked when the caller asked for a person, a state where the clock was: at midnight they may not add up.
  const whole = Math.max(row.signed_in_us, spent)
  if (whole === 0) return []
  return [...known, ['other', whole - spent] as [TimeState, number]].filter(([, us]) => us > 0).map(([state, us]) => ({ state, us, percent: (us / whole) * 100 }))
}

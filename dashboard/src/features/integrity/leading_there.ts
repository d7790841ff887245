import { dayAfter } from '@/format/days'
import { date } from '@/format/time'
import { MOST_DAYS } from './integrity_scope'

/** The page that says why a period is as whole as it is; of a long one its last days. */
export function integrityOf({ from_us, to_us }: { from_us: number; to_us: number }) {
  const last = date(Math.max(from_us, to_us - 1))
  const [begun, earliest] = [date(from_us), dayAfter(last, 1 - MOST_DAYS)]
  return { name: 'integrity', query: { first: begun < earliest ? earliest : begun, last } }
}

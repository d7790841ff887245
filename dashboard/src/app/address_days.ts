// Days and times that an address names: pages show their usual period in place of what cannot be one.
import type { LocationQuery } from 'vue-router'
import { isDay } from '@/format/days'
import { parseInstant } from '@/format/time'

/** Whether some are none, or the first day comes after the last. */
export function namesNoDays(query: LocationQuery): boolean {
  const word = (key: string) => (typeof query[key] === 'string' ? query[key] : '')
  const wrongDay = ['first', 'last', 'day'].some((key) => word(key) !== '' && !isDay(word(key)))
  const wrongTime = ['from', 'to'].some((key) => word(key) !== '' && parseInstant(word(key)) === null)
  return wrongDay || wrongTime || (word('first') !== '' && word('last') !== '' && word('first') > word('last'))
}

import { useI18n } from 'vue-i18n'
import { dateTime, date } from '@/format/time'

/** Why it is marked, in words; a reason that the platform learns later is still named. */
export function useReasons() {
  const { t, te } = useI18n()
  return (reason: string) => (te(`integrity.reason.${reason}`) ? t(`integrity.reason.${reason}`) : reason)
}

/** One day needs to be said once only. */
export function spanParts(fromUs: number, toUs: number): string[] {
  const [from, to] = [dateTime(fromUs), dateTime(toUs)]
  if (from === to) return [from]
  return [`${from} —`, date(fromUs) === date(toUs) ? to.slice(11) : to]
}

export const spanWords = (fromUs: number, toUs: number) => spanParts(fromUs, toUs).join(' ')

import { useI18n } from 'vue-i18n'
import { dateTime, date } from '@/format/time'

/** Why it is marked, in words; a reason that the platform learns later is still named. */
export function useReasons() {
  const { t, te } = useI18n()
  return (reason: string) => (te(`integrity.reason.${reason}`) ? t(`integrity.reason.${reason}`) : reason)
}

/** One day needs to be said once only. */
export function spanWords(fromUs: number, toUs: number): string {
  const [from, to] = [dateTime(fromUs), dateTime(toUs)]
  if (from === to) return from
  return date(fromUs) === date(toUs) ? `${from} — ${to.slice(11)}` : `${from} — ${to}`
}

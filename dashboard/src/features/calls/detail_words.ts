import { useI18n } from 'vue-i18n'

// Said by the event's own words, or by the head of the page; the platform's codes are nobody's words.
const SAID_ELSEWHERE = new Set(['ended_by', 'outcome', 'key', 'status', 'reason', 'score', 'kind', 'result', 'act', 'call', 'from_seat'])
const TIMES = /_us$/

interface Names {
  queueName: (queue: string | null) => string
  agentName: (agent: string | null) => string
}

/** The small print of an event: names instead of ids, and nothing that is not plain text or a number. */
export function useDetailWords(names: Names): (detail: Record<string, unknown>) => string {
  const { t, te } = useI18n()
  function shown(key: string, value: unknown): string | null {
    if (SAID_ELSEWHERE.has(key) || TIMES.test(key)) return null
    if (typeof value !== 'string' && typeof value !== 'number') return null
    if (value === '') return null
    const text = String(value)
    // A transfer goes to a seat, a menu or the survey as well, and its own words say which.
    if (key === 'to' && !text.includes('-')) return null
    if (key === 'queue' || key === 'from' || key === 'to') return names.queueName(text)
    if (key === 'agent' || key === 'from_agent' || key === 'to_agent') return names.agentName(text)
    if (key === 'menu' && te(`menu.${text}`)) return t(`menu.${text}`)
    if (key === 'trunk' && te(`trunk.${text}`)) return t(`trunk.${text}`)
    return text
  }
  return (detail) =>
    Object.entries(detail)
      .map(([key, value]) => {
        const text = shown(key, value)
        return text === null ? null : `${te(`detail.${key}`) ? t(`detail.${key}`) : key} ${text}`
      })
      .filter((text) => text !== null)
      .join(' · ')
}

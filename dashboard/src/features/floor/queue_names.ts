import { useI18n } from 'vue-i18n'
import type { FloorQueue } from '@/data/contract'
import { bareQueue } from '@/format/identifier'

/** Names for queues: the installation's own in Chinese, ours in English where the queue is one of the usual four. */
export function useQueueNames(queues: () => readonly FloorQueue[]): (queue: string | null) => string {
  const { t, te, locale } = useI18n()
  return (queue) => {
    if (queue === null) return '—'
    const usual = `queue.${bareQueue(queue)}`
    const own = queues().find((known) => known.queue === queue)?.name_zh
    if (locale.value === 'en' && te(usual)) return t(usual)
    return own ?? (te(usual) ? t(usual) : queue)
  }
}

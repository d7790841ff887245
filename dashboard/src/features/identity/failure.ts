import { RequestFailed } from '@/data/http'

export interface FailureWords {
  /** A word of our own, or `text` from the platform. */
  key?: string
  text?: string
  code?: string
}

export function wordsOfFailure(cause: unknown, language: string): FailureWords {
  if (!(cause instanceof RequestFailed)) return { key: 'signIn.failed' }
  if (cause.status === 0) return { key: 'signIn.unreachable' }
  const code = cause.problem?.code
  const words = cause.words(language)
  const coded = code ? { code } : {}
  if (words && cause.status < 500) return { text: words, ...coded }
  if (cause.status === 401) return { key: 'signIn.wrong' }
  if (cause.status === 429) return { key: 'signIn.tooMany' }
  return { key: 'signIn.failed', ...coded }
}

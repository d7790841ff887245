import { request } from './http'

export interface Script {
  id: string
  kind: 'script' | 'knowledge'
  title: string
  body: string
  queues: string[]
}

export const searchScripts = (query: { queue?: string; q?: string }, signal?: AbortSignal) =>
  request<{ items: Script[] }>('/scripts', { query: { ...query }, ...(signal ? { signal } : {}) }).then(({ items }) => items)

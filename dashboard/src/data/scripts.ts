import { request } from './http'

export interface Script {
  id: string
  title: string
  text: string
  kind: 'script' | 'knowledge'
  queues: string[]
}

export const searchScripts = (query: { queue?: string; q?: string }, signal?: AbortSignal) =>
  request<Script[]>('/scripts', { query: { ...query }, ...(signal ? { signal } : {}) })

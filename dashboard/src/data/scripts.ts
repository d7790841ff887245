import type { components } from './api'
import { request } from './http'

export type Script = components['schemas']['ScriptShown']

export const searchScripts = (query: { queue?: string; q?: string }, signal?: AbortSignal) =>
  request<{ items: Script[] }>('/scripts', { query: { ...query }, ...(signal ? { signal } : {}) }).then(({ items }) => items)

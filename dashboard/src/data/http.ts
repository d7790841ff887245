import type { Problem } from './contract'

/** What went wrong, in words a person can act on; `status` 0 means that the platform was not reached. */
export class RequestFailed extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem | null,
  ) {
    super(problem?.title ?? 'unreachable')
  }

  words(language: string): string | null {
    if (!this.problem) return null
    const { title, detail, detail_en } = this.problem
    return language === 'en' ? (detail_en ?? detail ?? title) : (detail ?? title)
  }
}

const signedOutListeners = new Set<() => void>()

/** Called when the platform no longer knows this session. */
export function onSignedOut(listener: () => void): void {
  signedOutListeners.add(listener)
}

async function problemOf(response: Response): Promise<Problem | null> {
  try {
    const body: unknown = await response.json()
    return typeof body === 'object' && body !== null && 'title' in body ? (body as Problem) : null
  } catch {
    return null
  }
}

interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: unknown
  /** A list goes as the same word several times. */
  query?: Record<string, string | number | readonly (string | number)[] | undefined>
  signal?: AbortSignal
}

async function send(path: string, options: RequestOptions): Promise<Response> {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(options.query ?? {})) {
    if (Array.isArray(value)) for (const each of value) query.append(key, String(each))
    else if (value !== undefined && value !== '') query.set(key, String(value))
  }
  const address = query.size ? `/api${path}?${query}` : `/api${path}`
  const init: RequestInit = {
    method: options.method ?? 'GET',
    credentials: 'same-origin',
    // Cross-site forms cannot set a header of their own; the platform refuses unsafe methods without it.
    headers: { Accept: 'application/json', 'Content-Type': 'application/json', 'X-Callcenter': '1' },
  }
  if (options.body !== undefined) init.body = JSON.stringify(options.body)
  if (options.signal) init.signal = options.signal
  let response: Response
  try {
    response = await fetch(address, init)
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new RequestFailed(0, null)
  }
  if (!response.ok) {
    const problem = await problemOf(response)
    if (response.status === 401 && path !== '/session') signedOutListeners.forEach((listener) => listener())
    throw new RequestFailed(response.status, problem)
  }
  return response
}

export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(path, options)
  return (response.status === 204 ? undefined : await response.json()) as T
}

/** A file that comes with the answer itself. */
export const requestFile = (path: string, options: RequestOptions = {}): Promise<Blob> => send(path, options).then((response) => response.blob())

import type { Person, SessionAnswer } from './contract'
import { request, RequestFailed } from './http'

export async function currentPerson(): Promise<Person | null> {
  try {
    return (await request<SessionAnswer>('/session')).person
  } catch (cause) {
    if (cause instanceof RequestFailed && (cause.status === 401 || cause.status === 403)) return null
    throw cause
  }
}

export async function signIn(name: string, password: string): Promise<Person> {
  return (await request<SessionAnswer>('/session', { method: 'POST', body: { name, password } })).person
}

export function signOut(): Promise<void> {
  return request<undefined>('/session', { method: 'DELETE' })
}

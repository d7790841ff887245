import type { Person } from './contract'
import { request, RequestFailed } from './http'

interface SessionAnswer {
  person: Person
}

// The platform may answer with the person itself or with the person inside an object.
function person(answer: SessionAnswer | Person): Person {
  return 'person' in answer ? answer.person : answer
}

export async function currentPerson(): Promise<Person | null> {
  try {
    return person(await request<SessionAnswer | Person>('/session'))
  } catch (cause) {
    if (cause instanceof RequestFailed && (cause.status === 401 || cause.status === 403)) return null
    throw cause
  }
}

export async function signIn(name: string, password: string): Promise<Person> {
  return person(await request<SessionAnswer | Person>('/session', { method: 'POST', body: { name, password } }))
}

export function signOut(): Promise<void> {
  return request<undefined>('/session', { method: 'DELETE' })
}

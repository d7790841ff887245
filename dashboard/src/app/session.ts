import { reactive } from 'vue'
import type { Installation, Person } from '@/data/contract'
import { onSignedOut } from '@/data/http'
import { readInstallation } from '@/data/installation'
import * as sessions from '@/data/session'
import { closeLive, onLiveSignedOut } from '@/live/use_topic'
import { sessionShelf } from './session_shelf'

/** Who sits here, and on whose installation. */
export const session = reactive({
  known: false,
  person: null as Person | null,
  installation: null as Installation | null,
})

function forget() {
  session.person = null
  closeLive()
}

function lose() {
  sessionShelf.setAside()
  forget()
}

onSignedOut(lose)
onLiveSignedOut(lose)

export async function learnInstallation(): Promise<void> {
  session.installation ??= await readInstallation()
}

export async function learnPerson(): Promise<void> {
  if (session.known) return
  session.person = await sessions.currentPerson()
  sessionShelf.begin(session.person?.id ?? null)
  session.known = true
}

export async function signIn(name: string, password: string): Promise<void> {
  session.person = await sessions.signIn(name, password)
  sessionShelf.begin(session.person.id)
  session.known = true
}

export async function signOut(): Promise<void> {
  await sessions.signOut()
  sessionShelf.begin(null)
  forget()
}

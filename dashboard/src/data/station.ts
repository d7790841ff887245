import { computed, type ComputedRef } from 'vue'
import { useTopic } from '@/live/use_topic'
import { byPlace, USUAL_QUEUES } from './floor'
import { request } from './http'
import type {
  Colleague, Notice, OwnSeat, PhoneKind, StationCall, StationCard, StationMe, StationQueue, StationToday,
} from './station_contract'

export interface Station {
  loaded: ComputedRef<boolean>
  me: ComputedRef<StationMe | null>
  call: ComputedRef<StationCall | null>
  card: ComputedRef<StationCard | null>
  queues: ComputedRef<StationQueue[]>
  colleagues: ComputedRef<Colleague[]>
  today: ComputedRef<StationToday | null>
  notices: ComputedRef<Notice[]>
}

/** One agent's own seat, as it is now. */
export function useStation(personId: string): Station {
  const view = useTopic(`station/${personId}`)
  const entry = <T>(key: string) => computed(() => (view.value.entries.get(key) as T | null | undefined) ?? null)
  const under = <T>(prefix: string, by: (item: T) => string) =>
    computed(() => {
      const found: T[] = []
      for (const [key, value] of view.value.entries) if (key.startsWith(prefix) && value !== null) found.push(value as T)
      return found.sort((a, b) => by(a).localeCompare(by(b), 'en', { numeric: true }))
    })
  const notices = entry<Notice[]>('notices')
  return {
    loaded: computed(() => view.value.seq !== null),
    me: entry<StationMe>('me'),
    call: entry<StationCall>('call'),
    card: entry<StationCard>('card'),
    queues: under<StationQueue>('queues/', (queue) => `${byPlace(USUAL_QUEUES, queue.queue)}${queue.queue}`),
    colleagues: under<Colleague>('colleagues/', (colleague) => colleague.seat),
    today: entry<StationToday>('today'),
    notices: computed(() => notices.value ?? []),
  }
}

const ME = '/agents/me'
const post = (path: string, body?: unknown) => request<unknown>(ME + path, { method: 'POST', ...(body === undefined ? {} : { body }) })

export const readOwnSeat = () => request<OwnSeat>(ME)
export const signInAtSeat = (seat: string, phone: PhoneKind) => post('/sign-in', { seat, phone })
export const signOutOfSeat = () => post('/sign-out')
export const becomeReady = () => post('/ready')
export const takeBreak = (reason: string) => post('/break', { reason })
export const cancelBreak = () => post('/break/cancel')
export const endWrapUp = (then: string) => post('/wrap-up/end', { then })
export const extendWrapUp = () => post('/wrap-up/extend')

export type DeskAct = 'answer' | 'hang-up' | 'hold' | 'resume' | 'transfer' | 'consult' | 'consult/complete' | 'three-way'

/** The platform does it at the desk phone; `to` is what a seat's phone could dial. */
export const atDeskPhone = (act: DeskAct, to?: string) => post(`/desk/${act}`, to === undefined ? undefined : { to })

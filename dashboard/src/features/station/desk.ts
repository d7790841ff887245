// The buttons of a desk phone that is driven from the page: one place each, whatever the call is doing. Pure.
import type { DeskAct } from '@/data/station'
import type { StationCallState } from '@/data/station_contract'
import { SHOWN_PHONE_KEY } from './keys'

export interface DeskButton {
  place: string
  act: DeskAct
  word: string
  key?: string
  on: boolean
}

export function deskButtons(state: StationCallState | null, linked: boolean): DeskButton[] {
  const up = state === 'talking' || state === 'holding' || state === 'consulting'
  const held = state === 'holding'
  const asking = state === 'consulting'
  return [
    { place: 'answer', act: 'answer', word: 'answer', key: SHOWN_PHONE_KEY.answer, on: linked && state === 'ringing' },
    { place: 'end', act: 'hang-up', word: state === 'ringing' ? 'reject' : 'hangUp', key: SHOWN_PHONE_KEY.hangUp, on: linked && (up || state === 'ringing') },
    { place: 'hold', act: held ? 'resume' : 'hold', word: held ? 'resume' : 'hold', key: SHOWN_PHONE_KEY.hold, on: linked && (state === 'talking' || held) },
    { place: 'transfer', act: asking ? 'consult/complete' : 'transfer', word: asking ? 'complete' : 'transfer', key: SHOWN_PHONE_KEY.transfer, on: linked && up },
    { place: 'consult', act: 'consult', word: 'consult', on: linked && (state === 'talking' || held) },
    { place: 'three', act: 'three-way', word: 'threeWay', on: linked && asking },
  ]
}

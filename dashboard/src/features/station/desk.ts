// What can be done at a desk phone that is driven from the page, from the state of its call. Pure.
import type { DeskAct } from '@/data/station'
import type { StationCallState } from '@/data/station_contract'
import type { PhoneAction } from '@/features/softphone/function_keys'
import type { Controls } from '@/features/softphone/phone_call'

export function deskControls(state: StationCallState | null, linked: boolean): Controls {
  const ringing = linked && state === 'ringing'
  const talking = linked && state === 'talking'
  const held = linked && state === 'holding'
  const asking = linked && state === 'consulting'
  return {
    answer: ringing, reject: ringing, hangUp: talking || held, hold: talking, resume: held, transfer: talking || held, cancelConsult: asking, threeWay: asking,
    // Only the phone itself can place its second call, and mute itself.
    consult: false, complete: false, mute: false, keypad: false, swap: false, selfTest: false,
  }
}

/** What the platform is asked to do; null for what only the phone itself can do. */
export const DESK_ACT: Record<PhoneAction, DeskAct | null> = {
  answer: 'answer', reject: 'hang-up', hangUp: 'hang-up', cancelConsult: 'hang-up', hold: 'hold', resume: 'resume', transfer: 'transfer', consult: 'consult',
  complete: 'consult/complete', threeWay: 'three-way', mute: null, keypad: null, swap: null,
}

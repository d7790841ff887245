// One button, one place, one key; where two actions share a place, the first that is possible is shown. Pure.
import type { Controls } from './phone_call'

export type PhoneAction =
  | 'answer' | 'reject' | 'hangUp' | 'hold' | 'resume' | 'mute' | 'keypad' | 'transfer' | 'consult' | 'complete' | 'swap' | 'cancelConsult' | 'threeWay'

export interface Place {
  key: string
  actions: readonly PhoneAction[]
}

/** In the order of the buttons. A consultation changes what hold, transfer and hang-up mean, not where they are. */
export const PLACES: readonly Place[] = [
  { key: 'F2', actions: ['answer'] },
  { key: 'F4', actions: ['swap', 'hold', 'resume'] },
  { key: 'F7', actions: ['mute'] },
  { key: 'F3', actions: ['reject', 'cancelConsult', 'hangUp'] },
  { key: 'F6', actions: ['complete', 'transfer'] },
  { key: 'Shift+F6', actions: ['consult'] },
  { key: 'Shift+F4', actions: ['threeWay'] },
  { key: 'Shift+F7', actions: ['keypad'] },
]

/** What a place is called while nothing at it is possible. */
const AT_REST: Record<string, PhoneAction> = { F4: 'hold', F3: 'hangUp', F6: 'transfer' }

export interface PlacedButton {
  key: string
  action: PhoneAction
  enabled: boolean
}

export function placed(allowed: Controls): PlacedButton[] {
  return PLACES.map(({ key, actions }) => {
    const possible = actions.find((action) => allowed[action])
    return { key, action: possible ?? AT_REST[key] ?? (actions[0] as PhoneAction), enabled: possible !== undefined }
  })
}

export interface KeyPressed {
  key: string
  shiftKey: boolean
  ctrlKey: boolean
  altKey: boolean
  metaKey: boolean
  repeat: boolean
  isComposing: boolean
}

function nameOf(pressed: KeyPressed): string | null {
  if (pressed.ctrlKey || pressed.altKey || pressed.metaKey || pressed.isComposing) return null
  return pressed.shiftKey ? `Shift+${pressed.key}` : pressed.key
}

/** The phone's own keys, pressed when they mean nothing too: F3 must not open the browser's search in between. */
export function isOurs(pressed: KeyPressed): boolean {
  const name = nameOf(pressed)
  return name !== null && PLACES.some(({ key }) => key === name)
}

export function actionOf(pressed: KeyPressed, allowed: Controls): PhoneAction | null {
  if (pressed.repeat) return null
  const name = nameOf(pressed)
  const button = placed(allowed).find(({ key }) => key === name)
  return button?.enabled ? button.action : null
}

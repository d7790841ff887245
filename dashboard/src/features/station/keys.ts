// Keys of the agent's own page. The phone's keys (F2 to F7) belong to the phone's panel, wherever it stands.

export type StationKey = 'help' | 'ready' | 'break' | 'extend' | 'customer' | 'notes' | 'scripts' | 'phone'

export const SHOWN_KEY: Record<StationKey, string> = {
  help: 'F1', ready: 'F8', break: 'F9', extend: 'F10', phone: 'Alt+P', customer: 'Alt+K', notes: 'Alt+J', scripts: 'Alt+S',
}

export type PhoneKey = 'answer' | 'hangUp' | 'hold' | 'transfer' | 'mute'

export const SHOWN_PHONE_KEY: Record<PhoneKey, string> = { answer: 'F2', hangUp: 'F3', hold: 'F4', transfer: 'F6', mute: 'F7' }

type Pressed = Pick<KeyboardEvent, 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'isComposing'>

function nameOf(pressed: Pressed): string | null {
  // A key that chooses characters in a Chinese input method is not a command.
  if (pressed.isComposing || pressed.ctrlKey || pressed.metaKey || pressed.shiftKey) return null
  if (/^F\d+$/.test(pressed.code)) return pressed.altKey ? null : pressed.code
  const letter = /^Key([A-Z])$/.exec(pressed.code)?.[1]
  return letter && pressed.altKey ? `Alt+${letter}` : null
}

function finder<T extends string>(shown: Record<T, string>): (pressed: Pressed) => T | null {
  const byName = new Map(Object.entries(shown).map(([act, name]) => [name as string, act as T]))
  return (pressed) => {
    const name = nameOf(pressed)
    return name === null ? null : (byName.get(name) ?? null)
  }
}

export const stationKey = finder(SHOWN_KEY)
export const phoneKey = finder(SHOWN_PHONE_KEY)

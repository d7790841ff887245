// Keys of the agent's own page. The phone's keys (F2 to F7) belong to the phone's panel, wherever it stands.

export type StationKey = 'help' | 'ready' | 'break' | 'extend' | 'customer' | 'notes' | 'scripts' | 'phone'

export const SHOWN_KEY: Record<StationKey, string> = {
  help: 'F1', ready: 'F8', break: 'F9', extend: 'F10', phone: 'Alt+P', customer: 'Alt+K', notes: 'Alt+J', scripts: 'Alt+S',
}

type Pressed = Pick<KeyboardEvent, 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'isComposing'>

function nameOf(pressed: Pressed): string | null {
  // A key that chooses characters in a Chinese input method is not a command.
  if (pressed.isComposing || pressed.ctrlKey || pressed.metaKey || pressed.shiftKey) return null
  if (/^F\d+$/.test(pressed.code)) return pressed.altKey ? null : pressed.code
  const letter = /^Key([A-Z])$/.exec(pressed.code)?.[1]
  return letter && pressed.altKey ? `Alt+${letter}` : null
}

const byName = new Map(Object.entries(SHOWN_KEY).map(([act, name]) => [name, act as StationKey]))

export function stationKey(pressed: Pressed): StationKey | null {
  const name = nameOf(pressed)
  return name === null ? null : (byName.get(name) ?? null)
}

import type { KeyPress } from '@/data/contract'
import { NOTHING } from '@/format/figure'

const SIGNS: Record<string, string> = { star: '*', hash: '#', wrong: '✕', none: '∅' }

/** Menu keys in the order pressed; a wrong key is never named: callers key in card numbers. */
export function keysText(keys: readonly KeyPress[]): string {
  return keys.length === 0 ? NOTHING : keys.map(({ key }) => SIGNS[key] ?? key).join(' ')
}

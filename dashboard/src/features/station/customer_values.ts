import type { Customer, CustomerField, CustomerValue } from '@/data/customers'

/** These have a place of their own at the head of the card. */
export const SHOWN_APART: ReadonlySet<string> = new Set(['name', 'tags', 'marks'])

export function listed(value: CustomerValue | undefined): string[] {
  return (Array.isArray(value) ? value : [value ?? '']).filter((text) => text !== '')
}

/** What an agent sees masked is typed anew or left alone: a mask must never be saved as the value. */
export function isTypedAnew(field: CustomerField): boolean {
  return field.sensitivity !== 'plain'
}

export type Typed = Record<string, string>

const SEPARATOR = /[,，;；、\n]/

/** What the form begins with: plain fields as they are, the others empty. */
export function typedFrom(fields: readonly CustomerField[], customer: Customer | null): Typed {
  return Object.fromEntries(
    fields.map((field) => [field.code, isTypedAnew(field) || !customer ? '' : listed(customer.values[field.code]).join('，')]),
  )
}

/** Only what the agent changed goes to the platform. */
export function changesOf(fields: readonly CustomerField[], before: Typed, after: Typed): Record<string, CustomerValue> {
  const changes: Record<string, CustomerValue> = {}
  for (const { code, kind } of fields) {
    const text = (after[code] ?? '').trim()
    if (text === (before[code] ?? '').trim()) continue
    changes[code] = kind === 'list' ? text.split(SEPARATOR).map((part) => part.trim()).filter(Boolean) : text
  }
  return changes
}

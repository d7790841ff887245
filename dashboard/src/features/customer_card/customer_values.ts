import type { Customer, CustomerField, CustomerNew, CustomerPatch } from '@/data/customers'

/** These have a place of their own at the head of the card. */
export const SHOWN_APART: ReadonlySet<string> = new Set(['name', 'tags', 'marks'])

const MASK = '****'

/** What may be seen of one field. */
export function seen(customer: Customer | null, code: string): string[] {
  if (!customer) return []
  if (code === 'phones') return customer.phones.map(({ masked }) => masked)
  const value: unknown = code in customer ? customer[code as keyof Customer] : customer.custom[code]
  const list = Array.isArray(value) ? value : [value]
  return list.filter((text): text is string => typeof text === 'string' && text !== '')
}

/** What is seen masked is typed anew or left alone: a mask must never be saved as the value. */
export function isTypedAnew(field: CustomerField, customer: Customer | null): boolean {
  return field.sensitivity !== 'plain' || seen(customer, field.code).some((text) => text.includes(MASK))
}

/** Code → text, as it stands in the form; lists are written with commas. */
export type Typed = Record<string, string>

const SEPARATOR = /[,，;；、\n]/
const parted = (text: string) => text.split(SEPARATOR).map((part) => part.trim()).filter(Boolean)

/** What the form begins with: what is readable as it is, the rest empty. */
export function typedFrom(fields: readonly CustomerField[], customer: Customer | null): Typed {
  return Object.fromEntries(fields.map((field) => [field.code, isTypedAnew(field, customer) ? '' : seen(customer, field.code).join('，')]))
}

/** The codes whose text is not what the form began with. */
export function touched(fields: readonly CustomerField[], before: Typed, after: Typed): CustomerField[] {
  return fields.filter(({ code }) => (after[code] ?? '').trim() !== (before[code] ?? '').trim())
}

type Written = Omit<CustomerNew & CustomerPatch, 'version'>

/** Only what was changed goes to the platform; an emptied field is emptied there. Numbers are only ever added. */
export function changesOf(changed: readonly CustomerField[], after: Typed, isNew: boolean): Written {
  const written: Record<string, unknown> = {}
  const custom: Record<string, string | null> = {}
  for (const { code, kind, built_in } of changed) {
    const text = (after[code] ?? '').trim()
    if (code === 'phones') written[isNew ? 'phones' : 'add_phones'] = parted(text)
    else if (!built_in) custom[code] = text || null
    else written[code] = kind === 'list' ? parted(text) : text || null
  }
  return { ...(written as Written), ...(Object.keys(custom).length ? { custom } : {}) }
}

const ORDER: CustomerField['sensitivity'][] = ['plain', 'personal', 'sensitive']

/** The name first; what is rarely asked of a new customer, and does most harm, last. */
export function forForm(fields: readonly CustomerField[]): CustomerField[] {
  const place = (field: CustomerField) => (field.code === 'name' ? -1 : ORDER.indexOf(field.sensitivity) === 2 ? 1 : 0)
  return [...fields].sort((a, b) => place(a) - place(b))
}

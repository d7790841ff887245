import type { CustomerField, CustomerFieldForm } from '@/data/customers'

export interface FieldRow extends Omit<CustomerFieldForm, 'choices' | 'kind' | 'sensitivity'> {
  kind: CustomerField['kind']
  sensitivity: CustomerField['sensitivity']
  choices: string
  /** The platform keeps it already: its code and kind stay. */
  known: boolean
}

export const OWN_KINDS = ['text', 'long_text', 'number', 'date', 'choice'] as const
export const SENSITIVITIES = ['plain', 'personal', 'sensitive'] as const

export const emptyRow = (): FieldRow => ({ code: '', zh: '', en: '', purpose_zh: '', purpose_en: '', kind: 'text', sensitivity: 'personal', choices: '', known: false })

export function rowOf({ code, zh, en, purpose_zh, purpose_en, kind, sensitivity, choices }: CustomerField): FieldRow {
  return { code, zh, en, purpose_zh, purpose_en, kind, sensitivity, choices: choices.join('，'), known: true }
}

export function sentOf({ code, zh, en, purpose_zh, purpose_en, kind, sensitivity, choices }: FieldRow): CustomerFieldForm {
  const parted = choices.split(/[,，、;；]/).map((part) => part.trim()).filter(Boolean)
  return { code, zh, en, purpose_zh, purpose_en, kind, sensitivity, choices: kind === 'choice' ? [...new Set(parted)] : [] }
}

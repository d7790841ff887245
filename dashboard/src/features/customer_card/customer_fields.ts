import { shallowRef, type ShallowRef } from 'vue'
import { readCustomerFields, type CustomerField } from '@/data/customers'

const known = shallowRef<CustomerField[]>([])
let asked: Promise<void> | null = null

/** The fields of a customer as the administrator set them; read once, again after a failure. */
export function useCustomerFields(): ShallowRef<CustomerField[]> {
  asked ??= readCustomerFields().then(
    ({ items }) => void (known.value = items),
    () => void (asked = null),
  )
  return known
}

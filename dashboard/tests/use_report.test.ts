import { flushPromises, mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import { useReport } from '@/features/reports/use_report'

it('an answer that comes after another question is thrown away', async () => {
  const answers: Record<string, (value: string) => void> = {}
  const current = ref('a')
  let found: { value: string | null } = { value: null }
  const wrapper = mount(defineComponent(() => {
    found = useReport(() => current.value, () => new Promise<string>((resolve) => (answers[current.value] = resolve))).value
    return () => h('i')
  }))
  current.value = 'b'
  await flushPromises()
  answers['b']?.('of b')
  answers['a']?.('of a')
  await flushPromises()
  expect(found.value).toBe('of b')
  wrapper.unmount()
})

import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { i18n } from '@/app/i18n'
import { useCallerSearch } from '@/features/calls/caller_search'
import CallFilters from '@/features/calls/CallFilters.vue'
import { PLAIN } from '@/features/calls/scope'

const TOKEN = '0123456789abcdef'.repeat(2)
const NUMBER = '13900001234'

function search(answer: unknown) {
  const asked = vi.fn<typeof fetch>(() => Promise.resolve(new Response(JSON.stringify(answer), { status: 200 })))
  vi.stubGlobal('fetch', asked)
  const found = vi.fn<(token: string) => void>()
  let made: ReturnType<typeof useCallerSearch> | undefined
  mount({ setup: () => ((made = useCallerSearch(found)), () => null) }, { global: { plugins: [i18n] } })
  return { asked, found, made: made as ReturnType<typeof useCallerSearch> }
}

describe('a search by number', () => {
  beforeEach(() => void (i18n.global.locale.value = 'zh-CN'))
  afterEach(() => void vi.unstubAllGlobals())

  it('sends the number in the body and finds its token', async () => {
    const { asked, found, made } = search({ caller: TOKEN, masked: '139****1234' })
    await made.find(NUMBER)
    const [address, init] = asked.mock.calls[0] ?? []
    expect(address).toBe('/api/callers')
    expect(init?.body).toContain(NUMBER)
    expect(found).toHaveBeenCalledWith(TOKEN)
    expect(made.maskedOf(TOKEN)).toBe('139****1234')
  })

  it('says that something is no number', async () => {
    const { found, made } = search({ caller: null, masked: '' })
    await made.find('anonymous')
    expect(found).not.toHaveBeenCalled()
    expect(made.failure.value).toBe('请输入完整号码')
  })

  it('shows the masked number as a chip that can be taken away', async () => {
    const filters = mount(CallFilters, {
      props: { scope: { ...PLAIN, caller: TOKEN }, callerMasked: '139****1234', callerFailure: '', queues: [], agents: [], nowUs: 0 },
      global: { plugins: [i18n] },
    })
    expect(filters.find('.caller').text()).toBe('主叫 139****1234')
    await filters.find('.caller .el-tag__close').trigger('click')
    await flushPromises()
    expect(filters.emitted('change')).toEqual([[PLAIN]])
  })
})

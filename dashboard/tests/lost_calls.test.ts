import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { i18n } from '@/app/i18n'
import type { Handling } from '@/data/lost_calls'
import { RequestFailed } from '@/data/http'
import { dayRange, daysText } from '@/features/handling/day_scope'
import HandlingForm from '@/features/handling/HandlingForm.vue'
import { countOf, lostQueryOf, lostScopeOf } from '@/features/lost_calls/lost_scope'
import { messageQueryOf, messageScopeOf } from '@/features/voice_messages/message_scope'
import MessagePlayer from '@/features/voice_messages/MessagePlayer.vue'

const NOON = Date.UTC(2026, 10, 21, 4) * 1000
const global = { plugins: [i18n] }

afterEach(() => vi.unstubAllGlobals())

describe('the scope of the lists', () => {
  it('comes back from its own address', () => {
    const scope = { days: 'custom' as const, first: '2026-11-01', last: '2026-11-03', queue: 'demo01-consult', state: 'open' as const, cursor: '' }
    expect(lostScopeOf(lostQueryOf(scope) as Record<string, string>)).toEqual(scope)
    const all = { ...messageScopeOf({}), state: '' as const }
    expect(messageQueryOf(all)).toEqual({ state: 'all' })
    expect(messageScopeOf(messageQueryOf(all) as Record<string, string>)).toEqual(all)
  })
  it('begins with what each page is for', () => {
    expect(lostScopeOf({})).toMatchObject({ days: 'today', state: '' })
    expect(messageScopeOf({})).toMatchObject({ days: 'month', state: 'open' })
    expect(lostQueryOf(lostScopeOf({}))).toEqual({})
  })
  it('takes no word it does not know', () => expect(lostScopeOf({ days: 'ever', state: 'won', first: '2026-99-99', last: 'x' })).toEqual(lostScopeOf({})))
  it('is of whole Shanghai days', () => {
    expect(daysText(dayRange({ days: 'today', first: '', last: '' }, NOON))).toBe('2026-11-21')
    expect(daysText(dayRange({ days: 'week', first: '', last: '' }, NOON))).toBe('2026-11-15 — 2026-11-21')
    expect(daysText(dayRange({ days: 'custom', first: '2026-11-01', last: '2026-11-03' }, NOON))).toBe('2026-11-01 — 2026-11-03')
  })
})

it('counts are told once there are any', () => {
  const counts = { open: 3, called_again: 2, handled: 1 }
  expect([countOf(counts, ''), countOf(counts, 'open'), countOf(null, 'open')]).toEqual(['6', '3', ''])
})

describe('the form of what was done', () => {
  const handling: Handling = { call_id: 'zz1-1.1', version: 2, handled: true, note: '已联系', by: { id: 'p1', name: '王班长' }, at_us: NOON }
  const form = (props: object, send = vi.fn().mockResolvedValue(handling)) => ({ send, made: mount(HandlingForm, { global, props: { callId: 'zz1-2.1', handling: null, writes: true, send, ...props } }) })

  it('says who did what, and lets it be opened again with the version seen', async () => {
    const { made, send } = form({ handling })
    expect(made.text()).toContain('王班长')
    expect(made.text()).toContain('已联系')
    await made.find('textarea').setValue('还没解决')
    await made.find('form').trigger('submit')
    await flushPromises()
    expect(send).toHaveBeenCalledWith('zz1-1.1', { handled: false, note: '还没解决', version: 2 })
    expect(made.emitted('changed')).toHaveLength(1)
  })
  it('keeps the words of who was refused, says why and shows what is there now', async () => {
    const refused = new RequestFailed(409, { title: '', status: 409, detail: '李班长 已在 14:05:09 标记为已处理' })
    const { made } = form({}, vi.fn().mockRejectedValue(refused))
    await made.find('textarea').setValue('已回访')
    await made.find('form').trigger('submit')
    await flushPromises()
    expect(made.text()).toContain('李班长 已在 14:05:09 标记为已处理')
    expect((made.find('textarea').element as HTMLTextAreaElement).value).toBe('已回访')
    expect(made.emitted('changed')).toHaveLength(1)
  })
  it('is only read by those who may not write', () => expect(form({ writes: false }).made.find('form').exists()).toBe(false))
})

it('asks for a sound only when somebody wants to hear it', async () => {
  const asked = vi.fn().mockResolvedValue(new Response(new Blob(['RIFF'])))
  vi.stubGlobal('fetch', asked)
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:sound', revokeObjectURL: vi.fn() }))
  const player = mount(MessagePlayer, { global, props: { callId: 'zz1-1.1' } })
  expect(asked).not.toHaveBeenCalled()
  await player.find('[data-act=play]').trigger('click')
  await flushPromises()
  expect(asked.mock.calls[0]?.[0]).toBe('/api/voice-messages/zz1-1.1/plays')
  expect(player.find('audio').attributes('src')).toBe('blob:sound')
})

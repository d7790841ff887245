import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { RequestFailed } from '@/data/http'
import type { PhoneHealth } from '@/data/phone'
import type { PhoneLine, SipLineWatcher } from '@/features/softphone/sip_line'
import { Softphone } from '@/features/softphone/softphone'
import { FakeLine } from './fake_line'

const CREDENTIALS = { endpoint: 'demo01-1001-web', sip_uri: 'sip:x@y', password: 'p', wss_url: 'ws://y/ws', realm: 'asterisk' }
const stream = { getTracks: () => [] } as unknown as MediaStream

let phone: Softphone
let asterisk: SipLineWatcher
let answer: { replaced: boolean; expires_us: number | null }
let refuse: RequestFailed | null
let elsewhere: boolean
const line = { call: vi.fn(), register: vi.fn(), check: vi.fn(), close: vi.fn(), abandon: vi.fn() } satisfies PhoneLine
const health = vi.fn<(said: PhoneHealth) => void>()
const quality = vi.fn<(call: string) => void>()
const left = vi.fn<() => void>()

beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
  vi.clearAllMocks()
  answer = { replaced: false, expires_us: 3_600_000_000 }
  refuse = null
  elsewhere = false
  phone = new Softphone(
    {
      platform: {
        takePhone: () => (refuse ? Promise.reject(refuse) : Promise.resolve({ ...CREDENTIALS, expires_us: (Date.now() + 600_000) * 1000 })),
        leavePhone: () => Promise.resolve(left()),
        sayHealth: (said) => Promise.resolve(health(said)).then(() => ({ ...answer, registered: true, trouble: null })),
        keepQuality: (call) => Promise.resolve(quality(call)),
      },
      openLine: (_credentials, watcher) => {
        asterisk = watcher
        return Promise.resolve(line)
      },
      nowMs: () => Date.now(),
      random: () => 1,
      hidden: () => false,
      microphone: { borrow: () => Promise.resolve(stream), tick: () => 'ok', look: () => Promise.resolve() },
      sounds: { play: vi.fn(), stop: vi.fn(), ring: vi.fn(), stopRinging: vi.fn() },
      announce: vi.fn(),
      callId: () => 'zz1-1.1',
    },
    { name: 'tab-0001', callElsewhere: () => Promise.resolve(elsewhere), sayTaken: vi.fn(), inCall: vi.fn() },
  )
})
afterEach(() => void vi.useRealTimers())

async function registered() {
  await phone.start()
  asterisk.registered()
}

async function talking(): Promise<FakeLine> {
  const call = new FakeLine('in')
  asterisk.incoming(call)
  await phone.desk.answer()
  call.far.connected()
  await nextTick()
  return call
}

describe('the phone', () => {
  it('registers with credentials of the platform, and tells it every five seconds', async () => {
    await registered()
    expect(phone.registration.value).toBe('registered')
    for (let second = 0; second < 11; second += 1) await phone.tick()
    expect(health).toHaveBeenCalledTimes(3)
    expect(health.mock.lastCall?.[0]).toEqual({ tab: 'tab-0001', registered: true, microphone: 'ok', hidden: false, in_call: false })
  })

  it('renews the password before it ends, under the running registration', async () => {
    await registered()
    await vi.advanceTimersByTimeAsync(480_000)
    expect(line.register).toHaveBeenCalledWith('p')
    expect(phone.registration.value).toBe('registered')
  })

  it('asks anew when Asterisk does not take the password', async () => {
    await registered()
    asterisk.rejected()
    expect(phone.registration.value).toBe('lost')
    await vi.advanceTimersByTimeAsync(500)
    expect(line.register).toHaveBeenCalledWith('p')
    asterisk.registered()
    expect(phone.registration.value).toBe('registered')
  })

  it('says why there is none, and tries again', async () => {
    refuse = new RequestFailed(409, { title: '', status: 409, detail: '您的电话正在另一个页面通话中' })
    await phone.start()
    expect(phone.registration.value).toBe('refused')
    expect(phone.refusal.value).toBe(refuse)
    refuse = null
    await vi.advanceTimersByTimeAsync(500)
    expect(phone.registration.value).toBe('connecting')
  })

  it('stays away from a window that is in a call', async () => {
    elsewhere = true
    await phone.start()
    expect(phone.refusal.value).toBe('call_elsewhere')
    expect(phone.registration.value).toBe('refused')
  })

  it('takes credentials again that were taken back', async () => {
    await registered()
    answer.expires_us = null
    await phone.tick()
    await vi.advanceTimersByTimeAsync(0)
    expect(line.register).toHaveBeenCalledWith('p')
  })

  it('stops without a word when another window has it', async () => {
    await registered()
    answer.replaced = true
    await phone.tick()
    expect(phone.registration.value).toBe('replaced')
    expect(line.abandon).toHaveBeenCalledOnce()
    expect(line.close).not.toHaveBeenCalled()
  })

  it('looks after its calls when the line is back', async () => {
    await registered()
    const call = await talking()
    asterisk.lost()
    expect(phone.allowed.value.hold).toBe(false)
    asterisk.registered()
    expect(call.said.at(-1)).toBe('probe')
  })
})

describe('a call that is up', () => {
  it('is told to the platform at once', async () => {
    await registered()
    await talking()
    expect(health.mock.lastCall?.[0]).toMatchObject({ in_call: true })
  })

  it.each(['sign-out', 'another window'])('is not ended by %s', async (what) => {
    await registered()
    const call = await talking()
    if (what === 'sign-out') await phone.stop()
    else phone.replaced()
    expect(call.said).not.toContain('bye')
    expect(line.close.mock.calls.length + line.abandon.mock.calls.length).toBe(0)
    call.far.ended('there')
    await nextTick()
    expect(what === 'sign-out' ? line.close : line.abandon).toHaveBeenCalledOnce()
  })

  it('answers by itself where that is set, once', async () => {
    phone.autoAnswer = true
    await registered()
    const call = new FakeLine('in')
    asterisk.incoming(call)
    await vi.advanceTimersByTimeAsync(1000)
    expect(call.said).toEqual(['answer'])
  })
})

import { beforeEach, describe, expect, it, vi } from 'vitest'
import { CallDesk } from '@/features/softphone/call_desk'
import { PhoneCallState as S, type PhoneCall } from '@/features/softphone/phone_call'
import { FakeLine } from './fake_line'

let desk: CallDesk
let dialled: FakeLine[]
let ended: PhoneCall[]
let stopped: number
let microphone: () => Promise<MediaStream>
const rings = vi.fn()

function stream(): MediaStream {
  return { getTracks: () => [{ stop: () => (stopped += 1) }] } as unknown as MediaStream
}

beforeEach(() => {
  dialled = []
  ended = []
  stopped = 0
  rings.mockClear()
  microphone = () => Promise.resolve(stream())
  desk = new CallDesk({
    nowUs: () => 1,
    openMicrophone: () => microphone(),
    dial: (number) => {
      const line = new FakeLine(`out ${number}`)
      dialled.push(line)
      return line
    },
    play: vi.fn(),
    stopPlaying: vi.fn(),
    rings,
    ended: (call) => void ended.push(call),
  })
})

const states = () => desk.calls.value.map(({ role, state }) => `${role} ${state}`)

async function talking(): Promise<FakeLine> {
  const line = new FakeLine('in')
  desk.incoming(line)
  await desk.answer()
  line.far.connected()
  return line
}

async function consulting(): Promise<[FakeLine, FakeLine]> {
  const caller = await talking()
  await desk.consult('1002')
  const colleague = dialled[0] as FakeLine
  colleague.far.connected()
  return [caller, colleague]
}

describe('an incoming call', () => {
  it('rings until it is answered', async () => {
    const line = await talking()
    expect(line.said).toEqual(['answer'])
    expect(rings.mock.calls.map(([call]) => (call as PhoneCall | null)?.state ?? null)).toEqual([S.RINGING, null])
    expect(states()).toEqual(['caller talking'])
  })

  it('is rejected while another is up: the phone is busy', async () => {
    await talking()
    const second = new FakeLine('second')
    desk.incoming(second)
    expect(second.said).toEqual(['reject'])
    expect(states()).toEqual(['caller talking'])
  })

  it('goes back to the queue when there is no microphone, and says so', async () => {
    microphone = () => Promise.reject(new DOMException('', 'NotAllowedError'))
    const line = new FakeLine('in')
    desk.incoming(line)
    await desk.answer()
    expect(line.said).toEqual(['reject'])
    expect(desk.trouble.value).toBe('no_microphone')
    expect(states()).toEqual([])
  })

  it('that is missed closes the microphone again', async () => {
    const line = new FakeLine('in')
    desk.incoming(line)
    line.far.ended('missed')
    await vi.waitFor(() => expect(stopped).toBe(1))
    expect(ended[0]?.ended).toBe('missed')
  })

  it('whose caller leaves in the moment of the answer is not answered', async () => {
    let open: (stream: MediaStream) => void = () => undefined
    microphone = () => new Promise((resolve) => (open = resolve))
    const line = new FakeLine('in')
    desk.incoming(line)
    const answering = desk.answer()
    line.far.ended('missed')
    open(stream())
    await answering
    expect(line.said).toEqual([])
    expect(stopped).toBeGreaterThan(0)
  })
})

describe('hold, mute and keys', () => {
  it('reach the call', async () => {
    const line = await talking()
    desk.hold()
    desk.key('1')
    desk.resume()
    desk.key('2')
    desk.mute(true)
    expect(line.said).toEqual(['answer', 'hold', 'resume', 'key 2', 'mute'])
    expect(desk.calls.value[0]?.muted).toBe(true)
  })
})

describe('a consultation', () => {
  it('begins with the caller on hold', async () => {
    const [caller] = await consulting()
    expect(caller.said).toEqual(['answer', 'hold'])
    expect(states()).toEqual(['caller holding', 'consult talking'])
  })
  it('is swapped there and back', async () => {
    await consulting()
    desk.swap()
    expect(states()).toEqual(['caller talking', 'consult holding'])
    desk.swap()
    expect(states()).toEqual(['caller holding', 'consult talking'])
  })
  it('cancelled leads back to the caller', async () => {
    const [caller, colleague] = await consulting()
    desk.cancelConsult()
    expect(colleague.said).toEqual(['bye'])
    expect(caller.said.at(-1)).toBe('resume')
    expect(states()).toEqual(['caller talking'])
    expect(desk.trouble.value).toBeNull()
  })
  it('that the colleague ends leaves the caller on hold, and says so', async () => {
    const [, colleague] = await consulting()
    colleague.far.ended('there')
    expect(states()).toEqual(['caller holding'])
    expect(desk.trouble.value).toBe('consult_ended')
  })
  it('becomes a transfer', async () => {
    const [caller, colleague] = await consulting()
    desk.completeTransfer()
    expect(caller.said.at(-1)).toBe('refer 1002 replaces out 1002')
    caller.hangUp()
    colleague.hangUp()
    expect(ended.map(({ role, ended }) => `${role} ${ended}`)).toEqual(['caller transferred', 'consult transferred'])
    expect(desk.trouble.value).toBeNull()
  })
  it('whose transfer is refused is where it was', async () => {
    const [caller] = await consulting()
    desk.completeTransfer()
    caller.far.transferRefused()
    expect(states()).toEqual(['caller holding', 'consult talking'])
    expect(desk.trouble.value).toBe('transfer_refused')
  })
  it('survives a caller who leaves', async () => {
    const [caller] = await consulting()
    caller.far.ended('there')
    expect(states()).toEqual(['consult talking'])
    desk.cancelConsult()
    expect(states()).toEqual([])
  })
  it('becomes three people in one bridge of the phone system', async () => {
    const [caller, colleague] = await consulting()
    desk.threeWay()
    expect(colleague.said.at(-1)).toBe('refer three-way')
    colleague.far.transferred()
    colleague.hangUp()
    expect(caller.said.at(-1)).toBe('resume')
    expect(desk.calls.value[0]).toMatchObject({ state: S.TALKING, with: '1002' })
  })
  it('that cannot become three stays two', async () => {
    const [caller, colleague] = await consulting()
    desk.threeWay()
    colleague.far.transferRefused()
    expect(states()).toEqual(['caller holding', 'consult talking'])
    expect(caller.said).not.toContain('resume')
    expect(desk.trouble.value).toBe('three_way_failed')
  })
})

describe('a blind transfer', () => {
  it('hands the caller over and ends here', async () => {
    const line = await talking()
    desk.blindTransfer('queue-demo01-complaint')
    expect(line.said.at(-1)).toBe('refer queue-demo01-complaint')
    expect(states()).toEqual(['caller transferring'])
    line.hangUp()
    expect(ended[0]?.ended).toBe('transferred')
  })
  it('that is refused leaves the caller here', async () => {
    const line = await talking()
    desk.blindTransfer('1009')
    line.far.transferRefused()
    expect(states()).toEqual(['caller talking'])
  })
})

it('a line that was away too long is told apart from a hang-up', async () => {
  const line = await talking()
  desk.probe()
  expect(line.said.at(-1)).toBe('probe')
  line.far.ended('lost')
  expect(desk.trouble.value).toBe('lost')
})

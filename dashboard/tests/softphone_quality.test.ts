import { describe, expect, it } from 'vitest'
import { microphoneHealth, SILENCE_MEANS_DEAD_MS, type MicrophoneSeen } from '@/features/softphone/microphone_health'
import { mos, rFactor } from '@/features/softphone/mos'
import { add, between, counted, grade, NOTHING_SEEN, trouble, type Counted, type Quality } from '@/features/softphone/quality'

const seen = (loss: number, rttMs: number, jitterMs = 0) => ({ loss, rttMs, jitterMs })

describe('the estimated MOS', () => {
  it.each([
    // By hand from G.107: R = 93.2 − 0.024 d − 0.11 (d − 177.3)H − 95·Ppl/(Ppl + 25.1), d = rtt/2 + 2·jitter + 20.
    [seen(0, 0), 92.72, 4.4],
    [seen(0, 100), 91.52, 4.38],
    [seen(0.02, 60, 5), 84.75, 4.21],
    [seen(0, 600), 70.02, 3.58],
    [seen(0.1, 40), 65.17, 3.36],
  ])('of %j', (network, r, expected) => {
    expect(rFactor(network)).toBeCloseTo(r, 0)
    expect(mos(network)).toBeCloseTo(expected, 1)
  })

  it('never leaves 1 to 4.5 and never rises with more trouble', () => {
    let before = 5
    for (let loss = 0; loss <= 1; loss += 0.05) {
      const now = mos(seen(loss, 200, 20))
      expect(now).toBeGreaterThanOrEqual(1)
      expect(now).toBeLessThanOrEqual(Math.min(4.5, before))
      before = now
    }
    expect(mos(seen(1, 5000))).toBe(1)
  })
})

const count = (more: Partial<Counted> = {}): Counted => ({ received: 0, lost: 0, jitterMs: 0, rttMs: 20, lostThere: null, ...more })
const second = (more: Partial<Quality> = {}): Quality => ({ loss: 0, jitterMs: 2, rttMs: 30, mos: 4.4, arrived: 50, ...more })

describe('what the counters say', () => {
  it('takes the audio reports only', () => {
    const reports = [
      { type: 'inbound-rtp', kind: 'video', packetsReceived: 9 },
      { type: 'inbound-rtp', kind: 'audio', packetsReceived: 50, packetsLost: 2, jitter: 0.004 },
      { type: 'remote-inbound-rtp', kind: 'audio', roundTripTime: 0.03, fractionLost: 0.25 },
    ]
    expect(counted(reports)).toEqual({ received: 50, lost: 2, jitterMs: 4, rttMs: 30, lostThere: 0.25 })
    expect(counted([])).toBeNull()
  })
  it('measures the way by the connectivity checks while no report has come back', () => {
    const pair = { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.012 }
    expect(counted([{ type: 'inbound-rtp', kind: 'audio', packetsReceived: 1 }, pair])).toMatchObject({ rttMs: 12, lostThere: null })
  })
  it('counts the loss of one second, here or there, whichever is worse', () => {
    expect(between(count({ received: 100, lost: 5 }), count({ received: 145, lost: 10 }))).toMatchObject({ loss: 0.1, arrived: 45 })
    expect(between(count(), count({ received: 50, lostThere: 0.3 })).loss).toBe(0.3)
  })
  it('is not fooled by late duplicates', () => expect(between(count({ lost: 5 }), count({ received: 50, lost: 3 })).loss).toBe(0))
  it('adds up to means and the worst second', () => {
    const whole = [second(), second({ loss: 0.1, mos: 3 })].reduce(add, NOTHING_SEEN)
    expect(whole).toMatchObject({ seconds: 2, worst_mos: 3 })
    expect(whole.loss).toBeCloseTo(0.05)
    expect(whole.mos).toBeCloseTo(3.7)
  })
  it('tells a person only what a person notices', () => {
    expect(trouble(second(), false)).toBeNull()
    expect(trouble(second({ arrived: 0 }), false)).toBe('no_sound')
    expect(trouble(second({ arrived: 0 }), true)).toBeNull()
    expect(trouble(second({ loss: 0.05, rttMs: 900 }), false)).toBe('loss')
    expect(trouble(second({ rttMs: 450 }), false)).toBe('delay')
    expect(trouble(second({ jitterMs: 60 }), false)).toBe('jitter')
  })
  it('grades', () => expect([4.4, 3.6, 3.5, 3.1, 3].map(grade)).toEqual(['good', 'good', 'fair', 'fair', 'poor']))
})

const microphone = (more: Partial<MicrophoneSeen> = {}): MicrophoneSeen => ({ permission: 'granted', present: 1, track: null, silentForMs: 0, ...more })
const open = { ended: false, muted: false }

describe('the microphone', () => {
  it.each([
    ['ok', microphone()],
    ['ok', microphone({ track: open })],
    ['ok', microphone({ track: open, silentForMs: SILENCE_MEANS_DEAD_MS - 1 })],
    ['dead', microphone({ track: open, silentForMs: SILENCE_MEANS_DEAD_MS })],
    ['dead', microphone({ track: { ended: true, muted: false } })],
    ['dead', microphone({ track: { ended: false, muted: true } })],
    ['dead', microphone({ permission: 'denied' })],
    ['dead', microphone({ present: 0 })],
    ['unknown', microphone({ permission: 'prompt' })],
    ['unknown', microphone({ present: null })],
  ] as const)('is %s', (health, given) => expect(microphoneHealth(given)).toBe(health))
})

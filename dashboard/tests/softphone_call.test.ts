import { describe, expect, it } from 'vitest'
import { actionOf, isOurs, placed, PLACES, type KeyPressed } from '@/features/softphone/function_keys'
import {
  advance, controls, inFront, isUp, newCall, PhoneCallEvent as E, PhoneCallState as S, TRANSITIONS, type PhoneCall, type PhoneCallEvent,
} from '@/features/softphone/phone_call'

const ring = () => newCall('1', 'caller', true, '', 1000)
const after = (call: PhoneCall, ...events: PhoneCallEvent[]) => events.reduce((now, event, at) => advance(now, event, 2000 + at), call)
const talk = () => after(ring(), E.ACCEPTED, E.CONNECTED)
const consulting = () => ({ ...after(newCall('2', 'consult', false, '1002', 5), E.CONNECTED) })

describe('a call of the phone', () => {
  it('rings, is answered, held, resumed and ends', () => {
    const states = [ring(), after(ring(), E.ACCEPTED), talk(), after(talk(), E.HELD), after(talk(), E.HELD, E.RESUMED), after(talk(), E.ENDED)]
    expect(states.map(({ state }) => state)).toEqual([S.RINGING, S.ANSWERING, S.TALKING, S.HOLDING, S.TALKING, S.ENDED])
  })

  it('keeps the time of each change', () => {
    expect(advance(talk(), E.HELD, 7777)).toMatchObject({ sinceUs: 7777, startedUs: 1000 })
    const held = advance(talk(), E.HELD, 7777)
    expect(advance(held, E.RESUMED, 9999)).toMatchObject({ sinceUs: 9999, connectedUs: talk().connectedUs })
    expect(ring().connectedUs).toBeNull()
  })

  it.each(Object.values(S))('in state %s ignores what does not fit', (state) => {
    const call: PhoneCall = { ...ring(), state }
    for (const event of Object.values(E)) {
      const next = advance(call, event, 9)
      expect(next.state).toBe(TRANSITIONS[state][event] ?? state)
      if (!TRANSITIONS[state][event]) expect(next).toBe(call)
    }
  })

  it('has no way out of its end', () => expect(TRANSITIONS[S.ENDED]).toEqual({}))

  it('says why it ended, and a handed-over one that it was handed over', () => {
    expect(advance(ring(), E.ENDED, 3, 'missed').ended).toBe('missed')
    expect(advance(after(talk(), E.TRANSFER_ASKED), E.ENDED, 3, 'here').ended).toBe('transferred')
  })

  it('comes back where it was when a transfer is refused', () => {
    expect(after(talk(), E.TRANSFER_ASKED, E.TRANSFER_REFUSED).state).toBe(S.TALKING)
    expect(after(talk(), E.HELD, E.TRANSFER_ASKED, E.TRANSFER_REFUSED).state).toBe(S.HOLDING)
  })

  it('is up from the moment it is accepted', () => {
    expect([ring(), after(ring(), E.ACCEPTED), talk(), after(talk(), E.ENDED)].map(isUp)).toEqual([false, true, true, false])
  })
})

const possible = (calls: PhoneCall[], registered = true) =>
  Object.entries(controls(calls, registered)).filter(([, on]) => on).map(([name]) => name)

describe('what can be done', () => {
  it('without a call: only the self-test, and that only while registered', () => {
    expect(possible([])).toEqual(['selfTest'])
    expect(possible([], false)).toEqual([])
  })
  it('while it rings: answer or reject', () => expect(possible([ring()])).toEqual(['answer', 'reject']))
  it('while talking', () => expect(possible([talk()])).toEqual(['hangUp', 'hold', 'mute', 'keypad', 'transfer', 'consult']))
  it('on hold: no keypad, but resume', () => expect(possible([after(talk(), E.HELD)])).toEqual(['hangUp', 'resume', 'mute', 'transfer', 'consult']))
  it('while the line is cut the call goes on as it is', () => {
    expect(possible([talk()], false)).toEqual(['hangUp', 'mute'])
    expect(possible([after(talk(), E.HELD), consulting()], false)).toEqual(['hangUp', 'mute', 'cancelConsult'])
  })
  it('with a colleague beside the caller', () =>
    expect(possible([after(talk(), E.HELD), consulting()])).toEqual(['hangUp', 'mute', 'keypad', 'complete', 'swap', 'cancelConsult', 'threeWay']))
  it('while the colleague has not answered: only back', () => {
    const dialling = newCall('2', 'consult', false, '1002', 5)
    expect(possible([after(talk(), E.HELD), dialling])).toEqual(['hangUp', 'cancelConsult'])
  })
  it('in a self-test nobody is transferred', () => {
    const test = after(newCall('9', 'self_test', false, 'echo', 1), E.CONNECTED)
    expect(possible([test])).toEqual(['hangUp', 'mute', 'keypad'])
  })
  it('microphone and keypad belong to the call that is not on hold', () => {
    const [held, with_colleague] = [after(talk(), E.HELD), consulting()]
    expect(inFront([held, with_colleague])?.id).toBe('2')
    expect(inFront([talk(), after(consulting(), E.HELD)])?.id).toBe('1')
    expect(inFront([held])?.id).toBe('1')
    expect(inFront([])).toBeUndefined()
  })
})

const key = (name: string, more: Partial<KeyPressed> = {}): KeyPressed => ({
  key: name, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, repeat: false, isComposing: false, ...more,
})

describe('the keys', () => {
  it('are each at one place', () => expect(new Set(PLACES.map((place) => place.key)).size).toBe(PLACES.length))
  it('mean what the call allows', () => {
    expect(actionOf(key('F2'), controls([ring()], true))).toBe('answer')
    expect(actionOf(key('F3'), controls([ring()], true))).toBe('reject')
    expect(actionOf(key('F3'), controls([talk()], true))).toBe('hangUp')
    expect(actionOf(key('F4'), controls([talk()], true))).toBe('hold')
    expect(actionOf(key('F4'), controls([after(talk(), E.HELD)], true))).toBe('resume')
    expect(actionOf(key('F6', { shiftKey: true }), controls([talk()], true))).toBe('consult')
    expect(actionOf(key('F2'), controls([talk()], true))).toBeNull()
  })
  it('keep their places in a consultation', () => {
    const both = controls([after(talk(), E.HELD), consulting()], true)
    expect(['F4', 'F6', 'F3'].map((name) => actionOf(key(name), both))).toEqual(['swap', 'complete', 'cancelConsult'])
  })
  it('leave the browser its own, and a word that is being composed', () => {
    expect(isOurs(key('F5'))).toBe(false)
    expect(isOurs(key('F3', { ctrlKey: true }))).toBe(false)
    expect(isOurs(key('F2', { isComposing: true }))).toBe(false)
    expect(isOurs(key('F3'))).toBe(true)
  })
  it('held down act once', () => expect(actionOf(key('F4', { repeat: true }), controls([talk()], true))).toBeNull())
  it('all places are shown whatever can be done', () => {
    expect(placed(controls([], false)).map(({ action }) => action)).toEqual(['answer', 'hold', 'mute', 'hangUp', 'transfer', 'consult', 'threeWay', 'keypad'])
    expect(placed(controls([], false)).some(({ enabled }) => enabled)).toBe(false)
  })
})

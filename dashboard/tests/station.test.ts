import { beforeEach, describe, expect, it } from 'vitest'
import type { CategoryPlan } from '@/data/contacts'
import type { Customer, CustomerField } from '@/data/customers'
import type { StationMe } from '@/data/station_contract'
import { SessionShelf, sessionShelf } from '@/app/session_shelf'
import { breakWord, countdown, noticeToShow, offer, unwellToShow } from '@/features/station/bar'
import { changesOf, isTypedAnew, touched, typedFrom } from '@/features/customer_card/customer_values'
import { deskControls } from '@/features/station/desk'
import { Drafts, KEPT_FOR_MS } from '@/features/station/drafts'
import { usualDue } from '@/features/station/follow_ups'
import { stationKey } from '@/features/station/keys'
import { missingOf, offered } from '@/features/station/outcome'
import { LONGEST_US, secondsLeft, shownForUs } from '@/features/customer_card/revealing'

const me = (more: Partial<StationMe> = {}): StationMe => ({
  agent: 'A00005', work_number: '8005', name: '演示坐席05', seat: '1005', phone: 'web', state: 'ready', since_us: 0, reason: null, by: { kind: 'self', name: null },
  booked_break: null, wrap_up_until_us: null, wrap_up_extensions_left: 2, registered: true, unwell: null, supervised: null, link: 'live', ...more,
})
const well = { link: true, busy: false }

describe('keys', () => {
  const pressed = (code: string, more: Partial<KeyboardEvent> = {}) => stationKey({ code, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, isComposing: false, ...more })
  it.each([['F1', 'help'], ['F8', 'ready'], ['F9', 'break'], ['F10', 'extend']])('%s means %s', (code, act) => expect(pressed(code)).toBe(act))
  it('lead to the panels with Alt', () => expect(['KeyK', 'KeyJ', 'KeyS', 'KeyP'].map((code) => pressed(code, { altKey: true }))).toEqual(['customer', 'notes', 'scripts', 'phone']))
  it('leave letters alone', () => expect(pressed('KeyK')).toBeNull())
  it('leave the browser its own keys', () => expect([pressed('F5'), pressed('F11'), pressed('F12'), pressed('F8', { ctrlKey: true })]).toEqual([null, null, null, null]))
  it('of the phone are the phone\'s', () => expect(['F2', 'F3', 'F4', 'F6', 'F7'].map((code) => pressed(code))).toEqual([null, null, null, null, null]))
  it('that choose characters are no commands', () => expect(pressed('F8', { isComposing: true })).toBeNull())
})

describe('the state bar', () => {
  it('offers a break to who is ready, and nothing that is already so', () =>
    expect(offer(me(), well)).toEqual({ ready: 'ready_already', break: null, extend: 'not_in_wrap_up', signOut: null }))
  it.each(['ringing', 'talking', 'holding', 'consulting'] as const)('books a break while %s, and keeps the agent at the call', (state) =>
    expect(offer(me({ state }), well)).toEqual({ ready: 'in_call', break: null, extend: 'not_in_wrap_up', signOut: 'end_call_first' }))
  it('says what its button of breaks does', () =>
    expect([me(), me({ state: 'talking' }), me({ state: 'talking', booked_break: 'meal' }), me({ state: 'wrap_up', booked_break: 'meal' }), me({ state: 'wrap_up', booked_break: 'sign_out' })].map(breakWord)).toEqual(
      ['break', 'bookBreak', 'cancelBooked', 'endAndBreak', 'cancelBooked'],
    ))
  it('offers all of wrap-up', () => expect(offer(me({ state: 'wrap_up' }), well)).toMatchObject({ ready: null, break: null, extend: null, signOut: null }))
  it('says when wrap-up was extended often enough', () => expect(offer(me({ state: 'wrap_up', wrap_up_extensions_left: 0 }), well).extend).toBe('no_extension'))
  it('does not offer ready while the phone is gone', () => expect(offer(me({ state: 'not_ready', unwell: 'registration_lost' }), well).ready).toBe('registration'))
  it('offers ready after missed rings: that is the way out', () => expect(offer(me({ state: 'not_ready', unwell: 'missed_rings' }), well).ready).toBeNull())
  it('offers nothing without a link, and says so', () =>
    expect(offer(me({ state: 'on_break' }), { link: false, busy: false })).toMatchObject({ ready: 'link_lost', break: 'link_lost', signOut: 'link_lost' }))
})

describe('what the bar says about missed rings', () => {
  it('stands while they keep the agent from calls', () => expect(unwellToShow(me({ state: 'not_ready', unwell: 'missed_rings' }))).toBe('missed_rings'))
  it('goes with a break that was chosen since', () => expect(unwellToShow(me({ state: 'on_break', unwell: 'missed_rings' }))).toBeNull())
  it('leaves what is wrong with the phone', () => expect(unwellToShow(me({ state: 'on_break', unwell: 'registration_lost' }))).toBe('registration_lost'))
})

describe('a notice', () => {
  const notice = (id: string, seconds: number) => ({ id, at_us: seconds * 1_000_000, zh: id, en: id, level: 'warn' as const })
  const two = [notice('old', 10), notice('new', 20)]
  it('is the newest', () => expect(noticeToShow(two, 0, 21_000_000)?.id).toBe('new'))
  it('takes the older ones with it when it is put away', () => expect(noticeToShow(two, 20_000_000, 21_000_000)).toBeNull())
  it('goes by itself: it says what happened, not what is', () => expect(noticeToShow(two, 0, 141_000_000)).toBeNull())
  it('says nothing twice: what the bar says of the state is not said once more', () => {
    expect(noticeToShow(two, 0, 21_000_000, 18_500_000)).toBeNull()
    expect(noticeToShow(two, 0, 21_000_000, 10_000_000)?.id).toBe('new')
  })
  it('is none without any', () => expect(noticeToShow([], 0, 0)).toBeNull())
})

describe('the countdown of wrap-up', () => {
  const wrapUp = me({ state: 'wrap_up', since_us: 0, wrap_up_until_us: 60_000_000 })
  it('runs to the limit', () => expect(countdown(wrapUp, 15_000_000)).toEqual({ leftUs: 45_000_000, share: 0.75, nearEnd: false }))
  it('warns at its end', () => expect(countdown(wrapUp, 50_000_000)?.nearEnd).toBe(true))
  it('stops at nothing', () => expect(countdown(wrapUp, 99_000_000)).toEqual({ leftUs: 0, share: 0, nearEnd: true }))
  it('is none in other states, and none without a limit', () => {
    expect(countdown(me(), 0)).toBeNull()
    expect(countdown({ ...wrapUp, wrap_up_until_us: null }, 0)).toBeNull()
  })
})

describe('drafts of notes', () => {
  beforeEach(() => sessionStorage.clear())
  const shelf = (person = 'p1') => new SessionShelf(sessionStorage).of(person)
  const draft = { notes: '要求回电', category: 'consult', customer_id: null, version: 0 }
  it('survive a reload', () => {
    new Drafts(shelf(), () => 1000).keep('zz1-1.2', draft)
    expect(new Drafts(shelf(), () => 2000).find('zz1-1.2')).toEqual({ ...draft, at_ms: 1000 })
  })
  it('are gone once they were accepted', () => {
    const drafts = new Drafts(shelf(), () => 0)
    drafts.keep('a', draft)
    drafts.drop('a')
    expect(drafts.left()).toEqual([])
  })
  it('are one person\'s, newest first', () => {
    let now = 1
    const mine = new Drafts(shelf(), () => now++)
    mine.keep('a', draft)
    mine.keep('b', draft)
    new Drafts(shelf('p2'), () => now).keep('c', draft)
    expect(mine.left().map(({ callId }) => callId)).toEqual(['b', 'a'])
  })
  it('do not stay beyond a working day', () => {
    new Drafts(shelf(), () => 0).keep('old', draft)
    expect(new Drafts(shelf(), () => KEPT_FOR_MS + 1).left()).toEqual([])
    expect(sessionStorage.length).toBe(0)
  })
  it('that cannot be read are no drafts', () => {
    shelf().write('notes-draft/x', '{')
    expect(new Drafts(shelf(), () => 0).find('x')).toBeNull()
  })
  it('do not break the page when nothing can be kept', () =>
    expect(() => new Drafts({ ...shelf(), write: () => { throw new Error('full') } }, () => 0).keep('a', draft)).not.toThrow())
})

describe('what was typed and not saved', () => {
  beforeEach(() => sessionStorage.clear())
  it('outlives the window it was typed in', () => {
    sessionShelf.of('p1').write('a', 'typed')
    sessionStorage.clear()
    sessionShelf.begin('p1')
    expect(new SessionShelf(localStorage).of('p1').read('a')).toBe('typed')
    sessionShelf.begin(null)
    expect(localStorage.length).toBe(0)
  })
  it('is gone at sign-out', () => {
    const kept = new SessionShelf(sessionStorage)
    kept.of('p1').write('a', 'typed')
    kept.begin(null)
    expect(sessionStorage.length).toBe(0)
    kept.begin('p1')
    expect(kept.of('p1').names()).toEqual([])
  })
  it('is not in the browser when the session ends by itself, and comes back to the same person', () => {
    const kept = new SessionShelf(sessionStorage)
    kept.of('p1').write('a', 'typed')
    kept.setAside()
    expect(sessionStorage.length).toBe(0)
    kept.begin('p1')
    expect(kept.of('p1').read('a')).toBe('typed')
  })
  it('never comes to anybody else', () => {
    const kept = new SessionShelf(sessionStorage)
    kept.of('p1').write('a', 'typed')
    kept.setAside()
    kept.begin('p2')
    kept.begin('p1')
    expect([sessionStorage.length, kept.of('p1').names()]).toEqual([0, []])
    kept.of('p1').write('a', 'left in a window that was never signed out')
    kept.begin('p2')
    expect(sessionStorage.length).toBe(0)
  })
  it('leaves what else the browser remembers alone', () => {
    sessionStorage.setItem('tab', 'one')
    new SessionShelf(sessionStorage).begin(null)
    expect(sessionStorage.getItem('tab')).toBe('one')
  })
})

describe('the outcome of a call', () => {
  const category = (code: string, queues: string[] = [], notes_required = false) => ({ code, zh: code, en: code, call_type: 'other' as const, call_type_zh: '', queues, notes_required })
  const plan: CategoryPlan = { categories: [category('any'), category('own', ['q1']), category('words', [], true)], required_queues: ['q1'] }
  it('offers what is for all and what is for the queue', () => {
    expect(offered(plan, 'q1').map(({ code }) => code)).toEqual(['any', 'own', 'words'])
    expect(offered(plan, 'q2').map(({ code }) => code)).toEqual(['any', 'words'])
  })
  it('is demanded where the administrator says so', () => {
    expect(missingOf(plan, 'q1', null, 'x')).toBe('category')
    expect(missingOf(plan, 'q2', null, '')).toBeNull()
  })
  it('may demand words', () => {
    expect(missingOf(plan, 'q1', 'words', ' ')).toBe('notes')
    expect(missingOf(plan, 'q1', 'words', 'said')).toBeNull()
  })
})

describe('a customer\'s form', () => {
  const field = (code: string, sensitivity: CustomerField['sensitivity'], more: Partial<CustomerField> = {}): CustomerField => ({
    code, zh: code, en: code, purpose_zh: '', purpose_en: '', sensitivity, kind: 'text', choices: [], active: true, built_in: true, ...more,
  })
  const fields = [field('address', 'personal'), field('needs', 'plain'), field('tags', 'plain', { kind: 'list' }), field('plan', 'plain', { built_in: false }), field('phones', 'personal', { kind: 'list' })]
  const customer = { address: '北京市朝阳区****', needs: '回电 138****34', tags: ['老客户'], custom: { plan: 'A' }, phones: [{ token: '', masked: '138****1234' }] } as unknown as Customer
  it('never begins with a mask', () => {
    const typed = typedFrom(fields, customer)
    expect(typed).toEqual({ address: '', needs: '', tags: '老客户', plan: 'A', phones: '' })
    expect(isTypedAnew(fields[1] as CustomerField, customer)).toBe(true)
  })
  it('sends only what was changed', () => {
    const before = typedFrom(fields, customer)
    const after = { ...before, tags: '老客户，VIP；企业', plan: '' }
    expect(changesOf(touched(fields, before, after), after, false)).toEqual({ tags: ['老客户', 'VIP', '企业'], custom: { plan: null } })
  })
  it('adds numbers, and never sends back what it saw', () => {
    const after = { ...typedFrom(fields, customer), phones: '010 5566 7788' }
    expect(changesOf(touched(fields, typedFrom(fields, customer), after), after, false)).toEqual({ add_phones: ['010 5566 7788'] })
    expect(changesOf(touched(fields, {}, after), after, true)).toMatchObject({ phones: ['010 5566 7788'] })
  })
})

describe('a revealed value', () => {
  it('hides when the platform says so', () => expect(shownForUs(20_000_000, 5_000_000)).toBe(15_000_000))
  it('never stays longer than our own limit', () => expect(shownForUs(999_000_000, 0)).toBe(LONGEST_US))
  it('counts whole seconds down to none', () => expect([secondsLeft(2_000_000, 500_000), secondsLeft(1, 9)]).toEqual([2, 0]))
})

describe('a desk phone driven from the page', () => {
  it('answers while it rings', () => expect(deskControls('ringing', true)).toMatchObject({ answer: true, reject: true, hangUp: false, hold: false }))
  it('hands over while it talks', () => expect(deskControls('talking', true)).toMatchObject({ hold: true, transfer: true, complete: false, threeWay: false }))
  it('leaves consulting to the phone, and joins three from here', () => {
    expect(deskControls('talking', true).consult).toBe(false)
    expect(deskControls('consulting', true)).toMatchObject({ threeWay: true, cancelConsult: true, transfer: false })
  })
  it('does nothing without a link', () => expect(Object.values(deskControls('talking', false)).some(Boolean)).toBe(false))
})

describe('the usual times of a promise', () => {
  const at = (clock: string) => Date.parse(`2026-11-22T${clock}+08:00`) * 1000
  const names = (clock: string) => usualDue(at(clock)).map(({ name }) => name)
  it('are an hour, this afternoon and tomorrow morning', () => {
    expect(names('09:12:30')).toEqual(['hour', 'afternoon', 'tomorrow'])
    expect(usualDue(at('09:12:30')).map(({ due_us }) => due_us)).toEqual([at('10:13:00'), at('17:00:00'), at('10:00:00') + 86_400_000_000])
  })
  it('do not offer an afternoon that is nearly over', () => expect(names('16:30:00')).toEqual(['hour', 'tomorrow']))
})

import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, ref } from 'vue'
import { i18n } from '@/app/i18n'
import type { Figure } from '@/data/contract'
import { useAlarmBell } from '@/features/wall/alarm_bell'
import AlarmBand from '@/features/wall/AlarmBand.vue'
import { watch, type AlarmFacts } from '@/features/wall/alarms'
import QueueRows from '@/features/wall/QueueRows.vue'
import type { WallChoice } from '@/features/wall/wall_choice'
import WallHeader from '@/features/wall/WallHeader.vue'

const S = 1_000_000
const NOW = 1_763_654_400 * S
const queue = (name: string, waited: number | null) => ({ queue: name, name_zh: name, waiting: waited === null ? 0 : 1, longest_wait_since_us: waited === null ? null : NOW - waited * S, members_ready: 1 })
const figure = (id: string, unit: Figure['unit'], target: number | null = null): Figure => ({
  definition_id: id, version: 1, name_zh: id, name_en: id, unit, value: 0, numerator: 0, denominator: 0, target, formula_zh: '', formula_en: '',
  period: { from_us: 0, to_us: 1 }, scope: 'c', rows: 0, as_of_us: 1, completeness: 'live', demo: false,
})

class FakeContext {
  static made: FakeContext[] = []
  state = 'suspended'
  currentTime = 0
  destination = {}
  onstatechange: (() => void) | null = null
  tones = 0
  constructor() {
    FakeContext.made.push(this)
  }
  createOscillator() {
    this.tones += 1
    return { frequency: { value: 0 }, connect: (next: unknown) => next, start: vi.fn(), stop: vi.fn(), onended: null }
  }
  createGain() {
    return { gain: { setValueAtTime: vi.fn(), linearRampToValueAtTime: vi.fn() }, connect: vi.fn(), disconnect: vi.fn() }
  }
  resume() {
    this.state = 'running'
    this.onstatechange?.()
    return Promise.resolve()
  }
  close() {
    return Promise.resolve()
  }
}

describe('the bell', () => {
  beforeEach(() => {
    localStorage.clear()
    FakeContext.made = []
    vi.stubGlobal('AudioContext', FakeContext)
  })
  const press = (key: string, repeat = false) => window.dispatchEvent(new KeyboardEvent('keydown', { key, repeat }))

  it('says that it is kept silent until somebody touches the page, then rings', () => {
    const scope = effectScope()
    const bell = scope.run(useAlarmBell)
    const context = FakeContext.made[0] as FakeContext
    bell?.ring('now')
    expect([bell?.blocked.value, context.tones]).toEqual([true, 0])
    press('x')
    bell?.ring('now')
    expect([bell?.blocked.value, context.tones]).toEqual([false, 4])
    scope.stop()
  })
  it('is muted by M, and stays so', () => {
    const scope = effectScope()
    const bell = scope.run(useAlarmBell)
    press('m')
    // Held down.
    press('m', true)
    bell?.ring('now')
    expect([bell?.muted.value, FakeContext.made[0]?.tones]).toEqual([true, 0])
    scope.stop()
    press('m')
    const next = effectScope()
    expect(next.run(useAlarmBell)?.muted.value).toBe(true)
    next.stop()
  })
})

describe('the band of alarms', () => {
  const bell = { muted: ref(false), blocked: ref(true), toggle: () => undefined, ring: () => undefined }
  const band = (facts: Partial<AlarmFacts>, more: object = {}) =>
    mount(AlarmBand, {
      props: {
        alarms: watch([], { stale: null, heard_us: NOW, queues: [], trunks: [], staffed: true, rates: [], recordings: null, messages: null, ...facts }, NOW).filter(({ raised }) => raised),
        fresh: { stale: false, reason: null, ageSeconds: 0 }, clockUs: NOW, nowUs: NOW, queueName: (name) => name ?? '', bell, linked: false, known: true, ...more,
      },
      global: { plugins: [i18n], stubs: { RouterLink: true } },
    })

  it('writes three out and counts the rest', () => {
    const queues = ['a', 'b', 'c', 'd', 'e'].map((name, index) => ({ ...queue(name, 20 + index), ringing: 0 }))
    const found = band({ queues })
    expect(found.findAll('.alarm')).toHaveLength(3)
    expect(found.find('.more').text()).toContain('2')
  })
  it('is calm only when it knows', () => {
    expect(band({}).find('.calm').text()).toBe('✓ 无告警')
    expect(band({}, { known: false }).find('.calm').text()).toBe('正在读取现场数据')
  })
  it('says how sound is allowed', () => expect(band({}).find('.blocked').text()).toContain('打开声音'))
})

it('the head of the wall marks calls of a demo that is over', () => {
  const choice = { company: null, queue: null, hotline: null } as unknown as WallChoice
  const head = (figures: Figure[]) =>
    mount(WallHeader, {
      props: { link: null, linkExpected: false, choice: { ...choice, strange: [] }, present: { view: { queue: null, hotline: null }, of: 1, place: 1, over: null }, choosable: { queues: [], hotlines: [], companies: [] }, queueName: () => '', full: true, figures },
      global: { plugins: [i18n], stubs: { LinkState: true, ShanghaiClock: true, RouterLink: true } },
    }).find('.demo').exists()
  expect([head([figure('offered', 'count')]), head([figure('offered', 'count'), { ...figure('asa', 'us'), demo: true }])]).toEqual([false, true])
})

describe('the rows of the queues', () => {
  const rows = (queues: ReturnType<typeof queue>[], hotline: string | null = null) =>
    mount(QueueRows, {
      props: {
        queues, hotline, figures: [figure('offered', 'count'), figure('service_level_15s', 'ratio', 0.85)], clockUs: NOW, loaded: true, linked: false, queueName: (name) => name ?? '',
        today: new Map([['a', { offered: { value: 7, numerator: 7, denominator: null }, service_level_15s: { value: 0.8499, numerator: 1, denominator: 2 } }]]),
      },
      global: { plugins: [i18n] },
    })

  it('show the day beside the now, and — where a queue had no call', () => {
    const [a, b] = rows([queue('a', null), queue('b', null)]).findAll('tbody tr')
    expect(a?.findAll('td').map((cell) => cell.text())).toEqual(['0', '—', '1', '7', '—', '84.9%', '—'])
    expect(a?.find('[data-of-queue=service_level_15s]').classes()).toContain('at_risk')
    expect(b?.findAll('td').map((cell) => cell.text()).slice(3)).toEqual(['—', '—', '—', '—'])
  })
  it('lend one hotline no day of all of them', () =>
    expect(rows([queue('a', null)], '4001').findAll('td').map((cell) => cell.text()).slice(3)).toEqual(['—', '—', '—', '—']))
  it('keep to eight, the longest waits among them', () => {
    const found = rows([...'abcdefgh'].map((name) => queue(name, null)).concat(queue('z', 30)))
    expect(found.findAll('tbody tr')).toHaveLength(8)
    expect(found.text()).toContain('z')
    expect(found.find('.rest').text()).toContain('1')
  })
})

import { mount, RouterLinkStub } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { i18n } from '@/app/i18n'
import type { Figure } from '@/data/contract'
import FigureDetails from '@/features/reporting/FigureDetails.vue'
import FigureTile from '@/features/reporting/FigureTile.vue'

const figure: Figure = {
  definition_id: 'service_level_15s', version: 1, name_zh: '15秒接通率', name_en: 'Service level (15 s)', unit: 'ratio', value: 0.8113,
  numerator: 860, denominator: 1060, target: 0.85, formula_zh: '15 秒内接通 ÷ 人工请求量', formula_en: 'answered in 15 s ÷ offered',
  period: { from_us: 1_763_654_400_000_000, to_us: 1_763_704_800_000_000 }, scope: 'demo01', rows: 1060, as_of_us: 1_763_704_800_000_000, completeness: 'live', demo: false,
}
const tile = (given: Figure | null, judge = true) =>
  mount(FigureTile, { props: { name: '15秒接通率', figure: given, judge }, global: { plugins: [i18n], stubs: { RouterLink: RouterLinkStub } } })

describe('a figure', () => {
  beforeEach(() => void (i18n.global.locale.value = 'zh-CN'))

  it('shows value, unit, verdict and target', () => {
    const text = tile(figure).find('.figure-tile')
    expect(text.text()).toContain('81.1%')
    expect(text.classes()).toContain('at_risk')
    expect(text.find('.mark').text()).toBe('!')
    expect(text.text()).toContain('85.0%')
  })

  it('is — and cannot be judged without a denominator', () => {
    const box = tile({ ...figure, value: null, denominator: 0 }).find('.figure-tile')
    expect(box.find('b').text()).toBe('—')
    expect(box.classes()).toContain('cannot_tell')
  })

  it('is — before anything is published', () => expect(tile(null, false).find('b').text()).toBe('—'))

  it('says so when its interval is not live, in the place of the word that every other tile has', () => {
    expect(tile(figure).find('.label').text()).toContain('今日')
    const label = tile({ ...figure, completeness: 'unknown' }).find('.label')
    expect([label.text().includes('未知'), label.text().includes('今日')]).toEqual([true, false])
  })

  it('explains itself: formula, parts, rows, definition, as-of, completeness', () => {
    const text = mount(FigureDetails, { props: { figure }, global: { plugins: [i18n], stubs: { RouterLink: RouterLinkStub } } }).text()
    for (const word of ['15 秒内接通 ÷ 人工请求量', '860 ÷ 1,060', '1060 通', 'service_level_15s v1', '实时', '2025-11-21 14:00:00']) expect(text).toContain(word)
    expect(text).not.toContain('演示数据')
  })

  it('says that calls of the demo are in it', () =>
    expect(mount(FigureDetails, { props: { figure: { ...figure, demo: true } }, global: { plugins: [i18n], stubs: { RouterLink: RouterLinkStub } } }).text()).toContain('实时 · 演示数据'))
})

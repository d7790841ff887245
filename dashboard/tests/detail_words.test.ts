import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { i18n } from '@/app/i18n'
import { useDetailWords } from '@/features/calls/detail_words'

function words(detail: Record<string, unknown>): string {
  i18n.global.locale.value = 'zh-CN'
  let told = ''
  const names = { queueName: (queue: string | null) => (queue === 'demo01-consult' ? '业务咨询' : '人工'), agentName: () => '王芳' }
  mount({ setup: () => ((told = useDetailWords(names)(detail)), () => null) }, { global: { plugins: [i18n] } })
  return told
}

describe('the small print of an event', () => {
  it.each([
    [{ menu: 'main', key: 'wrong' }, '菜单 主菜单'],
    [{ menu: 'queue', key: '9' }, '菜单 排队中'],
    [{ queue: 'demo01-consult', status: 'TIMEOUT' }, '队列 业务咨询'],
    [{ queue: 'demo01-consult', key: 'none' }, '队列 业务咨询'],
    [{ from: 'demo01-consult', to: 'demo01-operator' }, '从 业务咨询 · 到 人工'],
    [{ hotline: '4000000001', trunk: 'backup' }, '热线 4000000001 · 中继 备用中继'],
    [{ reason: 'no_choice' }, ''],
    [{ score: 'wrong' }, ''],
    [{ at_us: 1, kind: 'blind', from_seat: '1001', from_agent: 'A00001', to: '1002', to_agent: 'A00001', result: 'answered' }, '由 王芳 · 交给 王芳'],
    [{ kind: 'blind', from_agent: 'A00001', to: 'demo01-operator', to_agent: null, settled_us: 2 }, '由 王芳 · 到 人工'],
  ])('of %o', (detail, told) => expect(words(detail)).toBe(told))
})

import { enableAutoUnmount, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { i18n } from '@/app/i18n'
import { contactsOf } from '@/fake/contacts'
import { DEFINITIONS } from '@/fake/definitions'
import ContactTable from '@/features/reports/ContactTable.vue'
import { fitting } from '@/features/reports/figure_choice'
import { askedOf, PLAIN } from '@/features/reports/report_scope'

enableAutoUnmount(afterEach)
const NOON_US = Date.parse('2026-11-22T04:00:00Z') * 1000
const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: { render: () => null } }, { path: '/calls', name: 'calls', component: { render: () => null } }] })

function table() {
  const report = contactsOf({ first: '2026-11-10', last: '2026-11-20' }, '', NOON_US)
  return mount(ContactTable, { props: { report, filters: { queue: '', hotline: '' }, stale: false }, global: { plugins: [i18n, router] } })
}

describe('first contacts by day', () => {
  it('say nothing of a day before its window has passed, and from when on they will', () => {
    const row = table().find('[data-row="2026-11-20"]')
    expect(row.findAll('a')).toHaveLength(2)
    expect(row.text()).toContain('2026-11-24 起可统计')
    expect(row.text()).toContain('2026-11-28 起可统计')
  })
  it('lead to the calls that were counted, the total to those of mature days only', () => {
    const wrapper = table()
    expect(wrapper.find('[data-row="2026-11-10"] a').attributes('href')).toBe('/calls?part=first_contacts_24h&from=2026-11-10+00:00:00&to=2026-11-11+00:00:00')
    expect(wrapper.findAll('[data-row=total] a').at(-1)?.attributes('href')).toBe('/calls?part=resolved_7d&from=2026-11-10+00:00:00&to=2026-11-15+00:00:00')
  })
  it('are narrowed to queues and numbers, and offered only for rows of whole days', () => {
    const scope = { ...PLAIN, tab: 'contacts' as const, period: 'custom' as const, first: '2026-11-01', last: '2026-11-02', agent: 'A00001', queue: 'q', number: '4' }
    expect(askedOf(scope, '2026-11-22')).toEqual({ first: '2026-11-01', last: '2026-11-02', queue: 'q', number: '4' })
    expect(fitting(DEFINITIONS, { ...PLAIN, rows: 'month' }).map(({ id }) => id)).toContain('fcr_24h')
    expect(fitting(DEFINITIONS, { ...PLAIN, rows: 'hour' }).map(({ id }) => id)).not.toContain('fcr_24h')
  })
})

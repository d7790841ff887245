import { describe, expect, it } from 'vitest'
import { askedOf, chosen, partDone, stepOf, tellsWho } from '@/features/customers/importing'
import { moved, pieces } from '@/features/setup/marks'
import type { Import } from '@/data/transfers'
import type { Hit } from '@/data/setup'

const job = (state: Import['state'], dryRun: boolean) => ({ state, dry_run: dryRun }) as Import
const hit = (start: number, end: number) => ({ start, end, matched: '', phrase: '' }) as Hit

describe('what the columns of a file are', () => {
  it('a field stands for one column, telephone numbers for any', () => {
    expect(chosen({ 0: 'name', 1: '' }, 1, 'name')).toEqual({ 0: '', 1: 'name' })
    expect(chosen({ 0: 'phones', 1: '' }, 1, 'phones')).toEqual({ 0: 'phones', 1: 'phones' })
  })
  it('somebody needs a name or a number', () => {
    expect(tellsWho({ 0: '', 1: 'address' })).toBe(false)
    expect(tellsWho({ 0: 'phones' })).toBe(true)
  })
  it('only mapped columns are asked for', () => {
    expect(askedOf({ 0: 'name', 2: '' }, { has_header: true, on_duplicate: 'skip' }, true)).toEqual({
      mapping: [{ column: 0, field: 'name' }], has_header: true, on_duplicate: 'skip', dry_run: true,
    })
  })
})

describe('where an import stands', () => {
  it('goes from the file to the fields, the dry run and the import', () => {
    expect([null, job('uploaded', true), job('checked', true), job('running', false), job('done', false)].map(stepOf)).toEqual([
      'file', 'mapping', 'check', 'run', 'run',
    ])
  })
  it('is unknown when nobody counted the rows', () => {
    expect(partDone({ total: null, read: 5 } as Import['progress'])).toBeNull()
    expect(partDone({ total: 10, read: 5 } as Import['progress'])).toBe(0.5)
  })
})

describe('forbidden places in a text', () => {
  it('are cut out where they stand, behind an emoji too', () => {
    expect(pieces('😀第一名', [hit(1, 3)]).map(({ text, hit: found }) => [text, found !== null])).toEqual([['😀', false], ['第一', true], ['名', false]])
  })
  it('that overlap or lie outside are left alone', () => {
    expect(pieces('abcd', [hit(0, 2), hit(1, 3), hit(3, 9)]).map(({ text }) => text)).toEqual(['ab', 'cd'])
  })
})

it('an entry moves one place and never out of the list', () => {
  expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c'])
  expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c'])
  expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c'])
})

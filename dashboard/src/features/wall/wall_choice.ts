// What a wall shows, as its address says it: which queue, hotline and client company, and whether it turns by itself from one
// view to the next. Pure. A word of the address that names nothing is handed back to be said aloud, never passed over.
import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import { bareQueue } from '@/format/identifier'

export interface WallView {
  queue: string | null
  hotline: string | null
}

export type WallOrder = 'seat' | 'urgent'

export interface Strange {
  key: 'queue' | 'hotline' | 'company' | 'rotate' | 'sort'
  value: string
}

export interface WallChoice {
  company: string | null
  /** Never empty; the first alone unless it turns. */
  views: readonly WallView[]
  rotateSeconds: number | null
  order: WallOrder
  strange: readonly Strange[]
}

/** What there is to choose from, and which client companies this person may see. */
export interface Choosable {
  queues: readonly string[]
  hotlines: readonly string[]
  companies: readonly string[]
}

export const ROTATE_SECONDS = { least: 5, most: 600, usual: 20 } as const
const WHOLE: WallView = { queue: null, hotline: null }

export const companyOf = (queue: string) => queue.slice(0, Math.max(0, queue.indexOf('-')))

function words(query: LocationQuery, key: string): string[] {
  const given = query[key]
  return (Array.isArray(given) ? given : [given]).flatMap((value) => (typeof value === 'string' ? value.split(',') : [])).map((word) => word.trim()).filter(Boolean)
}

function seconds(text: string): number | null {
  const match = /^(\d+)s?$/.exec(text)
  const count = match ? Number(match[1]) : 0
  return count >= ROTATE_SECONDS.least && count <= ROTATE_SECONDS.most ? count : null
}

export function choiceOf(query: LocationQuery, known: Choosable): WallChoice {
  const strange: Strange[] = []
  const [askedCompany] = words(query, 'company')
  const company = askedCompany && known.companies.includes(askedCompany) ? askedCompany : null
  if (askedCompany && !company) strange.push({ key: 'company', value: askedCompany })

  const own = known.queues.filter((queue) => !company || companyOf(queue) === company)
  const queues: string[] = []
  for (const word of words(query, 'queue')) {
    const found = own.find((queue) => queue === word || bareQueue(queue) === word)
    if (found) queues.push(found)
    else strange.push({ key: 'queue', value: word })
  }
  const hotlines: string[] = []
  for (const word of words(query, 'hotline')) {
    if (known.hotlines.includes(word)) hotlines.push(word)
    else strange.push({ key: 'hotline', value: word })
  }

  const [askedPace] = words(query, 'rotate')
  const pace = askedPace ? seconds(askedPace) : null
  if (askedPace && pace === null) strange.push({ key: 'rotate', value: askedPace })
  const [askedOrder] = words(query, 'sort')
  if (askedOrder && askedOrder !== 'seat' && askedOrder !== 'urgent') strange.push({ key: 'sort', value: askedOrder })

  let views = (hotlines.length ? hotlines : [null]).flatMap((hotline) => (queues.length ? queues : [null]).map((queue): WallView => ({ queue, hotline })))
  // Asked to turn without being told what to: the whole first, then each queue.
  if (pace && views.length === 1 && views[0]?.queue === null) views = [...views, ...own.map((queue) => ({ queue, hotline: views[0]?.hotline ?? null }))]
  return {
    company, views: views.length ? views : [WHOLE], strange, order: askedOrder === 'urgent' ? 'urgent' : 'seat',
    // Several views cannot stand on one wall at a time.
    rotateSeconds: views.length > 1 ? (pace ?? ROTATE_SECONDS.usual) : null,
  }
}

export interface Present {
  view: WallView
  place: number
  of: number
  /** How much of its time is over, 0 to 1; null where nothing turns. */
  over: number | null
}

/** Told from the clock alone, so that walls beside one another turn together and a reload changes nothing. */
export function presentView({ views, rotateSeconds }: WallChoice, nowUs: number): Present {
  const turns = rotateSeconds === null ? 0 : nowUs / (rotateSeconds * 1_000_000)
  const place = Math.floor(turns) % views.length
  return { view: views[place] ?? WHOLE, place: place + 1, of: views.length, over: rotateSeconds === null ? null : turns - Math.floor(turns) }
}

export interface Composed {
  queues: readonly string[]
  hotlines: readonly string[]
  company: string
  rotateSeconds: number | null
  order: WallOrder
}

export function composed(choice: WallChoice, asked: LocationQuery): Composed {
  const unique = (values: readonly (string | null)[]) => [...new Set(values.filter((value) => value !== null))]
  return {
    // A wall that turns through every queue names none of them in its address.
    queues: words(asked, 'queue').length ? unique(choice.views.map(({ queue }) => queue)) : [],
    hotlines: unique(choice.views.map(({ hotline }) => hotline)),
    company: choice.company ?? '', rotateSeconds: choice.rotateSeconds, order: choice.order,
  }
}

export function queryOfComposed(wanted: Composed): LocationQueryRaw {
  const query: LocationQueryRaw = {}
  if (wanted.queues.length) query['queue'] = wanted.queues.join(',')
  if (wanted.hotlines.length) query['hotline'] = wanted.hotlines.join(',')
  if (wanted.company) query['company'] = wanted.company
  if (wanted.rotateSeconds) query['rotate'] = `${wanted.rotateSeconds}s`
  if (wanted.order === 'urgent') query['sort'] = 'urgent'
  return query
}

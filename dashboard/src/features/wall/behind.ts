// Where the calls behind a number of the wall are. Pure.
import type { RouteLocationRaw } from 'vue-router'
import { dateTime } from '@/format/time'
import type { Watched } from './alarms'
import type { WallView } from './wall_choice'

/** The list as it shows best what the figure is about: its own outcome where it has one, else the longest waits first. */
const OF_FIGURE: Record<string, Record<string, string>> = {
  answered: { outcome: 'answered' }, abandoned: { outcome: 'abandoned' }, short_abandoned: { outcome: 'abandoned' },
  service_level_15s: { sort: 'wait_desc' }, asa: { outcome: 'answered', sort: 'wait_desc' }, satisfaction: { outcome: 'answered' },
}

function scope({ queue, hotline }: WallView): Record<string, string> {
  return { ...(queue ? { queue } : {}), ...(hotline ? { hotline } : {}) }
}

export function callsBehind(figure: string, view: WallView): RouteLocationRaw {
  return { path: '/calls', query: { ...scope(view), ...OF_FIGURE[figure] } }
}

export function callsOfQuarter(fromUs: number, lengthUs: number, view: WallView): RouteLocationRaw {
  return { path: '/calls', query: { ...scope(view), from: dateTime(fromUs), to: dateTime(fromUs + lengthUs) } }
}

/** Who waits and who sits is on the floor, now, and not in the record. */
export function onFloor(view: Partial<WallView>, more: Record<string, string> = {}): RouteLocationRaw {
  return { path: '/floor', query: { ...(view.queue ? { queue: view.queue } : {}), ...more } }
}

export function behindAlarm({ kind, subject }: Watched): RouteLocationRaw | null {
  if (kind === 'waiting' || kind === 'no_ready') return onFloor({ queue: subject })
  if (kind === 'rate') return { path: '/calls', query: { sort: 'wait_desc', ...(subject ? { queue: subject } : {}) } }
  if (kind === 'recording') return { path: '/calls', query: { recorded: 'missing' } }
  return kind === 'messages' ? { path: '/voice-messages' } : null
}

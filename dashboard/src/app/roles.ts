import type { Person } from '@/data/contract'

// Only what the page offers; the platform checks every request and every topic itself.
const FLOOR_ROLES = new Set(['supervisor', 'inspector', 'system_admin'])

export function mayWatchFloor(person: Person | null): boolean {
  return person?.roles.some((role) => FLOOR_ROLES.has(role)) ?? false
}

export function isAgent(person: Person | null): boolean {
  return person?.roles.includes('agent') ?? false
}

/** Where a person's day begins. */
export function homeOf(person: Person | null): 'station' | 'calls' {
  return isAgent(person) ? 'station' : 'calls'
}

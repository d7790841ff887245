import type { Person } from '@/data/contract'

// Only what the page offers; the platform checks every request and every topic itself.
const FLOOR_ROLES = new Set(['supervisor', 'inspector', 'system_admin'])

export function mayWatchFloor(person: Person | null): boolean {
  return person?.roles.some((role) => FLOOR_ROLES.has(role)) ?? false
}

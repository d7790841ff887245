import type { Person } from '@/data/contract'

// Only what the page offers; the platform checks every request and every topic itself.
const FLOOR_ROLES = new Set(['supervisor', 'inspector', 'system_admin'])

export function mayWatchFloor(person: Person | null): boolean {
  return person?.roles.some((role) => FLOOR_ROLES.has(role)) ?? false
}

/** Teams, and what they may be forced to: who only watches is refused them, and every refusal is in the audit trail. */
export function mayKnowTeams(person: Person | null): boolean {
  return person?.roles.some((role) => role === 'supervisor' || role === 'system_admin') ?? false
}

export function isAgent(person: Person | null): boolean {
  return person?.roles.includes('agent') ?? false
}

export function mayServeCustomers(person: Person | null): boolean {
  return person?.roles.some((role) => role === 'agent' || role === 'supervisor') ?? false
}

/** When agents are to work: what they are measured by. */
export function mayChangeShifts(person: Person | null): boolean {
  return person?.roles.includes('supervisor') ?? false
}

/** Hold the record against all that knows of a call. */
export function mayReconcile(person: Person | null): boolean {
  return person?.roles.some((role) => role === 'supervisor' || role === 'system_admin') ?? false
}

/** Have links to reports sent by mail. */
export function mayMailReports(person: Person | null): boolean {
  return person?.roles.includes('supervisor') ?? false
}

/** Say what was done about a caller, and hear what they said. */
export function mayDealWithCallers(person: Person | null): boolean {
  return person?.roles.includes('supervisor') ?? false
}

/** Import, export and merge. */
export function mayMoveCustomers(person: Person | null): boolean {
  return person?.roles.includes('supervisor') ?? false
}

export function mayWriteScripts(person: Person | null): boolean {
  return person?.roles.some((role) => role === 'supervisor' || role === 'system_admin') ?? false
}

/** What people ask about their own data: find, hand over, freeze. */
export function mayAnswerForData(person: Person | null): boolean {
  return person?.roles.some((role) => role === 'supervisor' || role === 'security_admin') ?? false
}

/** Categories and forbidden words of the whole company. */
export function mayDecide(person: Person | null): boolean {
  return person?.roles.includes('system_admin') ?? false
}

/** Where a person's day begins: never at a page that refuses them. */
export function homeOf(person: Person | null): 'station' | 'floor' | 'calls' | 'rights' {
  if (isAgent(person)) return 'station'
  if (person?.roles.includes('supervisor')) return 'floor'
  return mayWatchFloor(person) ? 'calls' : 'rights'
}

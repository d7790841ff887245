// When agents are scheduled to work: what 坐席利用率 is divided by.
import { RequestFailed, request } from './http'
import type { Problem } from './contract'

export interface ShiftForm {
  agent: string
  day: string
  /** 09:00 */
  from: string
  /** 18:00; not after `from` means the next day. */
  to: string
}

export interface Shift extends ShiftForm {
  id: string
  label: string
}

export interface ShiftImport {
  read: number
  added: number
  unchanged: number
  wrong: number
  dry_run: boolean
  problems: { row: number; column: string | null; zh: string; en: string }[]
}

const at = (id: string) => `/shifts/${encodeURIComponent(id)}`

export const readShifts = (query: Record<string, string>) => request<{ items: Shift[] }>('/shifts', { query }).then(({ items }) => items)
export const addShift = (shift: ShiftForm) => request<Shift>('/shifts', { method: 'POST', body: shift })
export const changeShift = (id: string, shift: ShiftForm) => request<Shift>(at(id), { method: 'PUT', body: shift })
export const dropShift = (id: string) => request<null>(at(id), { method: 'DELETE' })

/** The file goes as it is; a dry run writes nothing. */
export async function importShifts(file: File, dryRun: boolean): Promise<ShiftImport> {
  let response: Response
  try {
    response = await fetch(`/api/shifts/import?dry_run=${dryRun}`, {
      method: 'POST', credentials: 'same-origin', body: file,
      headers: { Accept: 'application/json', 'Content-Type': 'application/octet-stream', 'X-Callcenter': '1', 'X-File-Name': encodeURIComponent(file.name).slice(0, 600) },
    })
  } catch {
    throw new RequestFailed(0, null)
  }
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) throw new RequestFailed(response.status, body as Problem | null)
  return body as ShiftImport
}

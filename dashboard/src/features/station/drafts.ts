// Notes that were typed and not yet accepted by the platform, by call.
import type { Shelf } from '@/app/session_shelf'

export interface Draft {
  notes: string
  category: string | null
  customer_id: string | null
  /** Version of the contact these notes were begun on; null when there was none. */
  version: number | null
  at_ms: number
}

const PREFIX = 'notes-draft/'
/** Notes about people do not stay in a browser for longer than a working day. */
export const KEPT_FOR_MS = 12 * 3_600_000

export class Drafts {
  constructor(
    private readonly shelf: Shelf,
    private readonly nowMs: () => number,
  ) {}

  keep(callId: string, draft: Omit<Draft, 'at_ms'>): void {
    try {
      this.shelf.write(PREFIX + callId, JSON.stringify({ ...draft, at_ms: this.nowMs() }))
    } catch {
      // A full or forbidden storage: the notes still stand in the page and are saved from there.
    }
  }

  find(callId: string): Draft | null {
    const text = this.shelf.read(PREFIX + callId)
    if (text === null) return null
    try {
      const draft = JSON.parse(text) as Draft
      return typeof draft.notes === 'string' && typeof draft.at_ms === 'number' ? draft : null
    } catch {
      return null
    }
  }

  drop(callId: string): void {
    this.shelf.remove(PREFIX + callId)
  }

  /** Calls whose notes were never accepted, newest first; what is too old is thrown away on the way. */
  left(): { callId: string; draft: Draft }[] {
    const found: { callId: string; draft: Draft }[] = []
    for (const name of this.shelf.names().filter((each) => each.startsWith(PREFIX))) {
      const callId = name.slice(PREFIX.length)
      const draft = this.find(callId)
      if (draft === null || this.nowMs() - draft.at_ms > KEPT_FOR_MS) this.drop(callId)
      else found.push({ callId, draft })
    }
    return found.sort((a, b) => b.draft.at_ms - a.draft.at_ms)
  }
}

// Notes that were typed and not yet accepted by the platform. They lie in this browser only, by call.

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

type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

export class Drafts {
  constructor(
    private readonly personId: string,
    private readonly shelf: Shelf,
    private readonly nowMs: () => number,
  ) {}

  private key(callId: string): string {
    return `${PREFIX}${this.personId}/${callId}`
  }

  keep(callId: string, draft: Omit<Draft, 'at_ms'>): void {
    try {
      this.shelf.setItem(this.key(callId), JSON.stringify({ ...draft, at_ms: this.nowMs() }))
    } catch {
      // A full or forbidden storage: the notes still stand in the page and are saved from there.
    }
  }

  find(callId: string): Draft | null {
    return this.read(this.key(callId))
  }

  drop(callId: string): void {
    this.shelf.removeItem(this.key(callId))
  }

  /** Calls whose notes were never accepted, newest first; what is too old is thrown away on the way. */
  left(): { callId: string; draft: Draft }[] {
    const mine = `${PREFIX}${this.personId}/`
    const keys = Array.from({ length: this.shelf.length }, (_, index) => this.shelf.key(index) ?? '')
    const found: { callId: string; draft: Draft }[] = []
    for (const key of keys.filter((name) => name.startsWith(PREFIX))) {
      const draft = this.read(key)
      if (draft === null || this.nowMs() - draft.at_ms > KEPT_FOR_MS) this.shelf.removeItem(key)
      else if (key.startsWith(mine)) found.push({ callId: key.slice(mine.length), draft })
    }
    return found.sort((a, b) => b.draft.at_ms - a.draft.at_ms)
  }

  private read(key: string): Draft | null {
    const text = this.shelf.getItem(key)
    if (text === null) return null
    try {
      const draft = JSON.parse(text) as Draft
      return typeof draft.notes === 'string' && typeof draft.at_ms === 'number' ? draft : null
    } catch {
      return null
    }
  }
}

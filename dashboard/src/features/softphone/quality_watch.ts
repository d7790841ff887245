import { shallowRef } from 'vue'
import { add, between, counted, NOTHING_SEEN, type Counted, type Quality, type Summary } from './quality'

/** Looks at one connection every second, and keeps what the whole call was like. */
export class QualityWatch {
  readonly now = shallowRef<Quality | null>(null)
  private before: Counted | null = null
  private whole: Summary = NOTHING_SEEN
  private watched: RTCPeerConnection | null = null

  async look(connection: RTCPeerConnection | null, held: boolean): Promise<void> {
    if (connection !== this.watched) this.begin(connection)
    if (!connection) return
    const reports = await connection.getStats().catch(() => null)
    if (!reports || connection !== this.watched) return
    const after = counted(reports.values() as Iterable<Record<string, unknown>>)
    if (after && this.before) {
      const second = between(this.before, after)
      this.now.value = second
      // Music or silence on hold says nothing about how the talk was heard.
      if (!held) this.whole = add(this.whole, second)
    }
    this.before = after
  }

  /** What the call was like, and forgets it. */
  finish(): Summary {
    const whole = this.whole
    this.whole = NOTHING_SEEN
    this.begin(null)
    return whole
  }

  private begin(connection: RTCPeerConnection | null): void {
    this.watched = connection
    this.before = null
    this.now.value = null
  }
}

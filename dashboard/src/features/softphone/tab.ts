// Which of a browser's tabs has the phone. The platform decides between browsers; this decides faster within one,
// and also while the platform is away.

export interface Locks {
  request(name: string, options: LockOptions, hold: (lock: Lock | null) => unknown): Promise<unknown>
  query(): Promise<LockManagerSnapshot>
}

export interface Channel {
  postMessage(message: unknown): void
  onmessage: ((event: MessageEvent) => void) | null
  close(): void
}

const CALL_LOCK = 'softphone-call'
const TAB_LOCK = 'softphone-tab-'
const REMEMBERED = 'softphone-tab'

interface Taken {
  taken_by: string
}

function isTaken(data: unknown): data is Taken {
  return typeof data === 'object' && data !== null && typeof (data as Record<string, unknown>)['taken_by'] === 'string'
}

/** A reloaded tab is the same tab; a duplicated one carries the first one's name with it and must get its own. */
export async function tabName(remembered: Storage, locks: Locks | undefined, fresh: () => string): Promise<string> {
  const before = remembered.getItem(REMEMBERED)
  if (before && (!locks || (await keep(locks, TAB_LOCK + before)))) return before
  const name = fresh()
  remembered.setItem(REMEMBERED, name)
  if (locks) await keep(locks, TAB_LOCK + name)
  return name
}

/** Held until the tab is gone; false when another tab holds it. */
function keep(locks: Locks, name: string): Promise<boolean> {
  return new Promise((resolve) => {
    void locks.request(name, { ifAvailable: true }, (lock) => {
      resolve(lock !== null)
      return lock && new Promise(() => undefined)
    })
  })
}

export class TabGuard {
  private release: (() => void) | null = null
  private wanted = false

  constructor(
    private readonly tab: string,
    private readonly locks: Locks | undefined,
    private readonly channel: Channel | undefined,
    private readonly replaced: () => void,
  ) {
    if (channel) {
      channel.onmessage = ({ data }) => {
        if (isTaken(data) && data.taken_by !== tab) this.replaced()
      }
    }
  }

  /** Another tab of this browser is in a call: the phone stays there. */
  async callElsewhere(): Promise<boolean> {
    if (this.release || !this.locks) return false
    const { held } = await this.locks.query()
    return held?.some(({ name }) => name === CALL_LOCK) ?? false
  }

  sayTaken(): void {
    this.channel?.postMessage({ taken_by: this.tab } satisfies Taken)
  }

  inCall(on: boolean): void {
    if (on === this.wanted) return
    this.wanted = on
    if (!on) {
      this.release?.()
      this.release = null
      return
    }
    void this.locks?.request(CALL_LOCK, { ifAvailable: true }, (lock) => {
      if (!lock || !this.wanted) return undefined
      return new Promise<void>((resolve) => (this.release = resolve))
    })
  }

  close(): void {
    this.inCall(false)
    this.channel?.close()
  }
}

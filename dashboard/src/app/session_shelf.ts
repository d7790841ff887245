// What a person typed and nobody has accepted yet: in this browser only, and only while that person is signed in, so that
// a window that was closed or died loses nothing. The next one at the same browser finds nothing of it on any page.

const PREFIX = 'session-shelf/'

/** Of one person. */
export interface Shelf {
  read(name: string): string | null
  write(name: string, text: string): void
  remove(name: string): void
  names(): string[]
}

export class SessionShelf {
  /** Of whoever's session ended by itself in the middle of something: not in storage any more, lost with the page. */
  private aside = new Map<string, string>()

  constructor(private readonly storage: Storage) {}

  of(personId: string): Shelf {
    const mine = `${PREFIX}${personId}/`
    return {
      read: (name) => this.storage.getItem(mine + name),
      write: (name, text) => this.storage.setItem(mine + name, text),
      remove: (name) => this.storage.removeItem(mine + name),
      names: () => this.keys(mine).map((key) => key.slice(mine.length)),
    }
  }

  /** Somebody is signed in, or nobody (null): what is anybody else's goes. */
  begin(personId: string | null): void {
    const mine = personId === null ? null : `${PREFIX}${personId}/`
    for (const key of this.keys()) if (mine === null || !key.startsWith(mine)) this.storage.removeItem(key)
    for (const [key, text] of this.aside) if (mine !== null && key.startsWith(mine)) this.storage.setItem(key, text)
    this.aside.clear()
  }

  /** The session ended by itself. The same person finds everything again after signing in on this page. */
  setAside(): void {
    for (const key of this.keys()) {
      this.aside.set(key, this.storage.getItem(key) ?? '')
      this.storage.removeItem(key)
    }
  }

  private keys(prefix = PREFIX): string[] {
    const all = Array.from({ length: this.storage.length }, (_, index) => this.storage.key(index) ?? '')
    return all.filter((key) => key.startsWith(prefix))
  }
}

export const sessionShelf = new SessionShelf(localStorage)

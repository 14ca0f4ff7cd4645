// Journals: what a page learned and had no time left to commit, put into localStorage in one breath as it ends.
//
// One for each page, under a random name; the next page of the site takes them in. All that fails here is let pass: a
// journal only matters when the page dies before its commit, and a commit that fails says so itself.

/** Journals that one page takes over: together they must fit into what an agent notes. */
const MOST_TAKEN = 32;
/** Journals that may lie there. */
const MOST_LEFT = 64;

export class Journals {
  readonly #prefix: string;
  readonly #key: string;
  /** Those that were handed out, as they were then: they may go once they are committed. */
  #taken = new Map<string, string>();
  #isDown = false;

  constructor(name: string) {
    this.#prefix = `${name}:journal:`;
    this.#key = this.#prefix + crypto.getRandomValues(new Uint32Array(2)).join("-");
  }

  /** Those of other pages. */
  take(): string[] {
    const keys = attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(this.#prefix) && key !== this.#key));
    // Where nothing can be committed they would pile up for ever.
    for (const key of (keys ?? []).splice(MOST_LEFT)) attempt(() => localStorage.removeItem(key));
    return (keys ?? []).slice(0, MOST_TAKEN).flatMap((key) => {
      const journal = attempt(() => localStorage.getItem(key)) ?? undefined;
      if (journal === undefined) return [];
      this.#taken.set(key, journal);
      return journal;
    });
  }

  /** Puts down this page's; gives whether that worked. */
  put(journal: string): boolean {
    return (this.#isDown = attempt(() => (localStorage.setItem(this.#key, journal), true)) ?? false);
  }

  /** Whether this page's was put down and somebody took it: another page, or whoever erased everything. */
  get isTaken(): boolean {
    return this.#isDown && this.own === undefined;
  }

  /** This page's, as it stands. */
  get own(): string | undefined {
    return attempt(() => localStorage.getItem(this.#key)) ?? undefined;
  }

  /** What was taken is committed, and this page's as far as it still is what it was then. */
  settle(own: string | undefined): void {
    const isKept = own !== undefined && own === this.own;
    if (isKept) this.#isDown = false;
    if (isKept) attempt(() => localStorage.removeItem(this.#key));
    for (const [key, journal] of this.#taken) {
      // Its page may live, and have put down more since.
      attempt(() => localStorage.getItem(key) === journal && localStorage.removeItem(key));
    }
    this.#taken.clear();
  }

  /** Removes all of them. */
  erase(): void {
    const keys = attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(this.#prefix)));
    for (const key of keys ?? []) attempt(() => localStorage.removeItem(key));
    this.#taken.clear();
  }
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

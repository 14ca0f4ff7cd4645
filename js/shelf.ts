// The shelf: the first place on this device that takes the site's snapshot, and what is told of those that did not.
//
// IndexedDB, then localStorage, then none: the visit goes on in memory. Which one it is, the first reading decides; after
// that a refusal is a refusal, and never passes for a device that was emptied. A database that is there and does not answer
// is not replaced: what would be written beside it, no other page would find.

import { database, local, type Place } from "./place";

/** Hears of a refusal, and where things are kept instead. */
export type Told = (error: unknown, instead: string) => void;

/** Errors of a database that exists and is held up. */
const MAY_ANSWER_LATER = new Set(["TimeoutError", "UnknownError", "AbortError"]);

export class Shelf {
  readonly #all: readonly Place[];
  readonly #told: Told;
  /** The first one is in use. */
  #places: Place[];
  #isChosen = false;

  constructor(name: string, told: Told) {
    this.#all = [database(name), local(name)];
    this.#places = [...this.#all];
    this.#told = told;
  }

  /** What lies there, in the first place that answers; rejects once that place is chosen and refuses. */
  async read(): Promise<string | undefined> {
    let refused: { error: unknown } | undefined;
    for (; this.#places[0]; this.#places.shift()) {
      try {
        const stored = await this.#places[0].read();
        if (refused) this.#told(refused.error, this.#places[0].name);
        this.#isChosen = true;
        return stored ?? (await this.#former());
      } catch (error) {
        if (this.#isChosen) throw error;
        refused = { error };
        if (MAY_ANSWER_LATER.has((error as Error).name)) this.#places.length = 1;
      }
    }
    if (refused) this.#told(refused.error, "memory");
    return undefined;
  }

  /** Whether a snapshot can be kept anywhere. */
  get isAny(): boolean {
    return this.#places.length > 0;
  }

  /** Puts there what `make` makes of what is there; nothing, if that is undefined. */
  async change(make: (stored: string | undefined) => string | undefined): Promise<void> {
    const former = await this.#former();
    await this.#places[0]?.change((stored) => make(stored ?? former));
    if (former !== undefined) await this.#places[1]?.erase();
  }

  /** Clears every place; rejects if one of them could not be. */
  async erase(): Promise<void> {
    const cleared = await Promise.allSettled(this.#all.map((place) => place.erase()));
    for (const outcome of cleared) if (outcome.status === "rejected") throw outcome.reason;
  }

  /** What the first versions of the agent kept in localStorage; it goes once it is merged. */
  async #former(): Promise<string | undefined> {
    return this.#places[1]?.read().catch(() => undefined);
  }
}

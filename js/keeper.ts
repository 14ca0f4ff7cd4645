// Keeps the agent's state on this device, beside other tabs that do the same. A chunk of its own: without an answer
// for `store` it is never fetched.
//
// The agent's wish to keep → when the page is idle, under the site's lock: read, let the agent merge, write, tell the
// other tabs. What is stored is the truth: the agent adds to it, and where it is gone, forgets.

import type { Agent } from "./agent";
import { eraseShown, noteShown } from "./early";
import { Journals } from "./journals";
import { idle } from "./model";
import { Shelf } from "./shelf";

/** Runs something on the agent; throws when the agent has ended, or ends by it. */
export type Call = <T>(use: (agent: Agent) => T) => T;

/** What earlier pages left. */
export interface Found {
  kept: string | null;
  journals: string[];
}

/** Longest wait for a tab that holds the lock, ms: it may be frozen. IndexedDB keeps order without the lock. */
const PATIENCE = 2_000;

export class Keeper {
  readonly #name: string;
  readonly #ended: AbortSignal;
  readonly #journals: Journals;
  readonly #shelf: Shelf;
  #found: Promise<Found> | undefined;
  #call: Call | undefined;
  /** What the agent is to be told once it is there. */
  #untold: ((agent: Agent) => void)[] = [];
  #channel: BroadcastChannel | undefined;
  /** Aborts as the page is left, if only for the back/forward cache. */
  #left = new AbortController();
  /** The agent has something to keep; another tab has kept something. */
  #due = false;
  #stale = false;
  /** The page is back from the back/forward cache, and heard nothing there. */
  #back = false;
  #works = false;
  #waits = false;
  /** How often all was erased. */
  #erasures = 0;
  /** It was, and nothing has asked to be kept since: reading would make an empty database. */
  #isErased = false;

  /** For one site, until `ended` aborts. */
  constructor(site: string, ended: AbortSignal) {
    this.#name = `nearside:${site}`;
    this.#ended = ended;
    this.#journals = new Journals(this.#name);
    this.#shelf = new Shelf(this.#name, (error, instead) => this.#refused(error, instead));
    this.#listen();
  }

  /** What was left before this page; never rejects. */
  found(): Promise<Found> {
    return (this.#found ??= this.#shelf.read().then((stored) => ({ kept: stored ?? null, journals: this.#shelf.isAny ? this.#journals.take() : [] })));
  }

  /** Serves a running agent; one that `knows` was started with what was found. */
  async serve(call: Call, knows: boolean): Promise<void> {
    // After an erasure there is nothing to find, and reading would make an empty database.
    const found = this.#erasures === 0 ? await this.found() : undefined;
    this.#call = call;
    if (this.#erasures > 0) {
      if (knows) this.#use((agent) => agent.forgotten());
    } else if (!knows && found) {
      this.#use((agent) => {
        agent.recall(found.kept);
        for (const journal of found.journals) agent.absorb(journal);
      });
    }
    for (const tell of this.#untold.splice(0)) this.#use(tell);
    this.#wake();
  }

  /** The agent has something to keep; with a `journal` if its page may be gone at any time. */
  keep(journal?: string): void {
    this.#isErased = false;
    if (journal !== undefined) {
      this.#journals.put(journal);
      const standing = this.#use((agent) => agent.standing());
      if (standing) noteShown(standing);
    }
    this.#due = true;
    if (document.hidden) void this.#work();
    else this.#wake();
  }

  /** Erases everything and has the other tabs forget it; rejects if something may be left. */
  async erase(): Promise<void> {
    this.#forget();
    this.#channel?.postMessage("forgotten");
    await this.#alone(() => this.#shelf.erase().finally(() => this.#journals.erase()).finally(eraseShown));
  }

  #forget(): void {
    this.#erasures += 1;
    this.#isErased = true;
    this.#due = this.#stale = this.#back = false;
  }

  #wake(): void {
    if (this.#waits) return;
    this.#waits = true;
    void idle().then(() => {
      this.#waits = false;
      return this.#work();
    });
  }

  async #work(): Promise<void> {
    if (this.#works || !this.#call) return;
    this.#works = true;
    // A page that is being left has its journal: what it would begin now could be frozen half-way.
    while ((this.#due || this.#stale || this.#back) && !this.#ended.aborted && !this.#left.signal.aborted) {
      if (this.#back) await this.#comeBack();
      else if (this.#due) await this.#write();
      else await this.#refresh();
    }
    this.#works = false;
  }

  async #write(): Promise<void> {
    // Whoever writes reads first.
    this.#due = this.#stale = false;
    const erasures = this.#erasures;
    let own: string | undefined;
    let made: string | undefined;
    try {
      await this.#alone(async () => {
        // Forgotten or left while it waited.
        if (erasures !== this.#erasures || this.#left.signal.aborted) return;
        await this.#shelf.change((stored) => {
          own = this.#journals.own;
          return (made = this.#use((agent) => agent.merge(stored)));
        });
      });
    } catch (error) {
      // The next write tries again; until then a journal says what this one should have.
      const journal = this.#use((agent) => agent.journal());
      const isLeft = journal !== undefined && this.#journals.put(journal);
      return this.#refused(error, isLeft ? "localStorage" : "memory");
    }
    if (made === undefined) return;
    this.#use((agent) => agent.written());
    this.#journals.settle(own);
    this.#channel?.postMessage("kept");
  }

  async #refresh(): Promise<void> {
    this.#stale = false;
    const erasures = this.#erasures;
    const stored = await this.#reread();
    if (stored && erasures === this.#erasures) this.#use((agent) => agent.recall(stored.text));
  }

  async #comeBack(): Promise<void> {
    this.#back = this.#stale = false;
    const took = this.#journals.isTaken;
    const stored = await this.#reread();
    if (stored) this.#use((agent) => agent.comeBack(stored.text, took));
  }

  /** What lies there now; nothing where it can't be told, which is no reason to forget anyone. */
  async #reread(): Promise<{ text: string | undefined } | undefined> {
    if (this.#isErased || !this.#shelf.isAny) return undefined;
    try {
      return { text: await this.#shelf.read() };
    } catch (error) {
      return void this.#refused(error, "memory");
    }
  }

  #listen(): void {
    const hear = () => {
      this.#left = new AbortController();
      this.#channel = new BroadcastChannel(this.#name);
      this.#channel.onmessage = ({ data }) => {
        if (data === "forgotten") {
          this.#forget();
          this.#use((agent) => agent.forgotten());
        } else {
          this.#stale = true;
          this.#wake();
        }
      };
    };
    const deaf = () => {
      this.#left.abort();
      this.#channel?.close();
      this.#channel = undefined;
    };
    hear();
    // A page in the back/forward cache is thrown out of it by a message, and has all to catch up with afterwards.
    const until = { signal: this.#ended };
    addEventListener("pagehide", deaf, until);
    addEventListener(
      "pageshow",
      ({ persisted }) => {
        if (!persisted) return;
        hear();
        this.#back = true;
        void this.#work();
      },
      until,
    );
    this.#ended.addEventListener("abort", deaf);
  }

  /** Runs `work` while no other tab of this site does the like. A page that is left lets go of the lock, or waits no more. */
  async #alone(work: () => Promise<void>): Promise<void> {
    const left = this.#left.signal;
    const waiting = new AbortController();
    const timer = setTimeout(() => waiting.abort(), PATIENCE);
    let working: Promise<void> | undefined;
    const begin = () => {
      working = work();
      return Promise.race([working, aborted(left)]);
    };
    void aborted(left).then(() => waiting.abort());
    try {
      await navigator.locks.request(this.#name, { signal: waiting.signal }, begin);
    } catch {
      // No locks without TLS or without site data, and none in time from a tab that is frozen. Or `work` threw, as below.
    }
    clearTimeout(timer);
    await (working ?? work());
  }

  /** What the agent gives; nothing once it has ended, of which others tell. */
  #use<T>(use: (agent: Agent) => T): T | undefined {
    try {
      return this.#call?.(use);
    } catch {
      return undefined;
    }
  }

  #refused(error: unknown, instead: string): void {
    const why = error instanceof Error ? error.name : String(error);
    const tell = (agent: Agent) => agent.withoutStorage(why, instead);
    if (this.#call) this.#use(tell);
    else this.#untold.push(tell);
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

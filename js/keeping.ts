// State, as far as every page goes: what was kept is asked for before the start, and the keeper's code is fetched only
// where the visitor has answered for `store`.
//
// Pending → nothing is opened or imported. Granted → what was left, in time for the first decision. Denied → erased.

import { NearsideError } from "./host";
import type { Call, Found, Keeper } from "./keeper";

/** The keeper's chunk. */
export interface KeeperChunk {
  Keeper: typeof Keeper;
}

/** Longest that a start, ready but for this, waits for what was kept, ms; what comes later is taken in later. */
const PATIENCE = 500;

export class Keeping {
  readonly #chunk: () => Promise<KeeperChunk>;
  readonly #ended: AbortSignal;
  #site: string | undefined;
  #keeper: Promise<Keeper> | undefined;
  #found: Promise<Found> | undefined;
  #knows = false;
  #erasing: Promise<void> | undefined;
  #serve!: (call: Call) => void;
  readonly #served = new Promise<Call>((resolve) => (this.#serve = resolve));

  constructor(chunk: () => Promise<KeeperChunk>, ended: AbortSignal) {
    this.#chunk = chunk;
    this.#ended = ended;
  }

  /** Begins to read, or to erase, as the answers before the start have it; they outrank the configured one. */
  begin(json: string, answers: [string, string][]): void {
    const { site, store } = settings(json);
    this.#site = site;
    this.answered(answers.findLast(([purpose]) => purpose === "store")?.[1] ?? store);
  }

  /** Takes an answer for `store` from between the beginning and the agent's start. */
  answered(answer: unknown): void {
    if (this.#site === undefined) return;
    if (answer === "granted") this.#found ??= this.#open().then((keeper) => keeper.found());
    if (answer === "denied") this.erase().catch(() => {});
  }

  /** What was kept, as far as it comes in time. */
  async found(): Promise<Found> {
    const found = this.#found && (await Promise.race([this.#found, late()]).catch(() => undefined));
    this.#knows = found !== undefined;
    return found ?? { kept: null, journals: [] };
  }

  /** The agent runs. */
  serve(call: Call): void {
    this.#serve(call);
  }

  /** The agent has something to keep; with a `journal` if its page may be gone at any time. */
  keep(journal?: string): void {
    this.#open().then((keeper) => keeper.keep(journal), () => {});
  }

  /** Erases all that is kept; rejects, and tells, if something may be left. */
  erase(): Promise<void> {
    this.#erasing ??= this.#open()
      .then((keeper) => keeper.erase())
      .catch(({ name }: Error) => {
        this.#without(name);
        throw new NearsideError("storage-unavailable", `what was kept may not be erased (${name}): clear this site's data`);
      })
      .finally(() => (this.#erasing = undefined));
    return this.#erasing;
  }

  #open(): Promise<Keeper> {
    if (!this.#keeper) {
      this.#keeper = this.#chunk().then(({ Keeper }) => new Keeper(this.#site ?? "", this.#ended));
      Promise.all([this.#keeper, this.#served]).then(
        ([keeper, call]) => keeper.serve(call, this.#knows),
        () => this.#without("its code did not load"),
      );
    }
    return this.#keeper;
  }

  #without(why: string): void {
    this.#served.then((call) => call((agent) => agent.withoutStorage(why, "memory"))).catch(() => {});
  }
}

function late(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, PATIENCE));
}

/** What matters here of a configuration; what is wrong with it the agent says. */
function settings(json: string): { site: string; store: unknown } {
  try {
    const { site, consent } = JSON.parse(json);
    return { site: String(site ?? ""), store: consent?.store };
  } catch {
    return { site: "", store: undefined };
  }
}

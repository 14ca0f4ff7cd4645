// One agent on one page: start it, ask it, end it. Nothing here throws into the page unasked.
//
// Shared by the script tag and the npm entry. Importing it touches neither `window` nor WebAssembly.

import { Agent, initSync, type DecisionReport, type ErrorReport, type ExposureReport, type Inspection, type SlotReport } from "./agent";
import { Host, isTrap, NearsideError, type Kind } from "./host";
import { Keeping, type KeeperChunk } from "./keeping";
import { attach, fetched, idle, type ModelChunk } from "./model";
import { objects } from "./objection";
import { sanitizer, type SanitizerChunks } from "./sanitizer/install";

/** What the agent is made of; functions, so that nothing is fetched for an agent that may not start. */
export interface Parts {
  /** The configuration, as JSON. */
  config: () => Promise<string>;
  wasm: () => Promise<WebAssembly.Module>;
  chunk: () => Promise<ModelChunk>;
  keeper: () => Promise<KeeperChunk>;
  /** The catalogue, as JSON. */
  catalogue?: (() => Promise<string>) | undefined;
  /** What makes a catalogue's HTML safe. */
  sanitizers: SanitizerChunks;
  /** URLs of the scripts that hold this code. */
  scripts: string[];
}

/** What listeners get. */
export interface Details {
  ready: { version: string };
  decision: DecisionReport;
  exposure: ExposureReport;
  error: ErrorReport;
}

export type Purpose = "personalize" | "store" | "learn" | "measure";
export type Answer = "granted" | "denied" | "pending";

/** On a document that has an agent, whichever copy of this code started it. */
const MARK = Symbol.for("nearside");
const marked = () => document as unknown as Record<symbol, unknown>;

export class Client {
  readonly host = new Host();
  #agent?: Agent;
  #keeping?: Keeping;
  #consent: [Purpose, Answer][] = [];
  #record = false;
  #sanitizers: SanitizerChunks | undefined;

  /** Starts; gives whether the agent runs. Whatever went wrong was reported. */
  async start({ config, wasm, chunk, keeper, catalogue, sanitizers, scripts }: Parts): Promise<boolean> {
    if (marked()[MARK]) {
      this.host.report("duplicate-agent", "an agent was started on this page already: start one and keep it");
      return false;
    }
    marked()[MARK] = this;
    this.#sanitizers = sanitizers;
    const keeping = (this.#keeping = this.host.keeping = new Keeping(keeper, this.host.controller.signal));
    const configured = async () => {
      const json = await config();
      keeping.begin(json, this.#consent);
      return json;
    };
    // Neither waits for the other: slots of the page's HTML are decided without the catalogue.
    const coming = catalogue?.();
    coming?.catch(() => {});
    try {
      const [json, module] = await Promise.all([configured(), wasm(), parsed()]);
      const found = await keeping.found();
      this.host.guard(scripts, () => this.#agent?.isStuck ?? true);
      initSync({ module });
      // Last, as the last answer holds.
      if (objects()) this.#consent.push(["measure", "denied"]);
      this.#agent = Agent.start(this.host, json, {
        record: this.#record,
        consent: this.#consent,
        catalogueDue: coming !== undefined,
        ...found,
      });
      keeping.serve((use) => this.#call(use));
    } catch (error) {
      this.#failed(error);
      // The variants of the last visit stand for an agent that takes them on.
      this.host.restore();
      // What was wrong may be put right; what died may have left its mark on more than this.
      if (!this.host.crashed) this.#unmark();
      return false;
    }
    this.host.emit("ready", JSON.stringify({ version: NEARSIDE_VERSION }));
    void this.#attachModels(chunk);
    if (coming) void this.#takeCatalogue(coming);
    return true;
  }

  async #takeCatalogue(coming: Promise<string>): Promise<void> {
    try {
      const json = await coming.catch(({ code, message }: NearsideError) => {
        if (code === "catalogue-unsigned") this.host.report(code, message);
        this.#running().withoutCatalogue(message);
      });
      if (json) await this.catalogue(json);
    } catch (error) {
      // What is wrong with a catalogue the agent says; one that was destroyed meanwhile needs none.
      if (isTrap(error)) this.#failed(error);
    }
  }

  async #attachModels(chunk: () => Promise<ModelChunk>): Promise<void> {
    try {
      const folders = this.#running().models;
      if (folders.length === 0) return;
      await idle();
      // Fetched side by side, put to use in the order of the configuration: which model serves a task is no race.
      const put = folders.map((folder) => fetched(folder, chunk));
      for (const [at, folder] of folders.entries()) await attach(this.#running(), folder, put[at]!);
    } catch (error) {
      // An agent that was destroyed meanwhile needs no model.
      if ((error as NearsideError).code !== "destroyed") this.#failed(error);
    }
  }

  /** Calls `listener` for each event of this kind; gives the function that ends it. */
  on<K extends Kind>(kind: K, listener: (detail: Details[K]) => void): () => void {
    const heard = (event: Event) => listener((event as CustomEvent<Details[K]>).detail);
    document.addEventListener(`nearside:${kind}`, heard);
    return () => document.removeEventListener(`nearside:${kind}`, heard);
  }

  /**
   * Takes the visitor's answer; before the start it counts from the start. For `measure` it is `denied`, whatever is said
   * here, where the browser sends Global Privacy Control or Do Not Track.
   */
  setConsent(purpose: Purpose, answer: Answer): void {
    if (this.#agent) {
      const held = purpose === "measure" && objects() ? "denied" : answer;
      this.#call((agent) => agent.setConsent(purpose, held));
    } else {
      this.#consent.push([purpose, answer]);
      if (purpose === "store") this.#keeping?.answered(answer);
    }
  }

  /** Before the start: keep a recording of this visit, in memory. */
  record(): void {
    this.#record = true;
  }

  /** What a slot shows and why. */
  explain(slot: string): SlotReport {
    return this.#call((agent) => agent.explain(slot));
  }

  /** Everything the inspector shows. */
  inspect(): Inspection {
    return this.#call((agent) => agent.inspect());
  }

  /** Shows a variant and keeps it, whatever is decided. */
  show(slot: string, variant: string): void {
    this.#call((agent) => agent.show(slot, variant));
  }

  /** Lets a slot that `show` changed show what is decided for it again. */
  release(slot: string): void {
    this.#call((agent) => agent.release(slot));
  }

  /**
   * Takes a catalogue into use in place of the one before: what both say in the same words stands, what the new one no longer
   * names gets its default back. Rejects with `catalogue-invalid` for what is none; the one before then stays in use.
   */
  async catalogue(catalogue: string | object): Promise<void> {
    const json = typeof catalogue === "string" ? catalogue : JSON.stringify(catalogue);
    // Without a sanitizer its `html` is not shown, and the rest is.
    if (this.#sanitizers) await sanitizer(json, this.#sanitizers).catch(({ code, message }) => this.host.report(code, message));
    this.#call((agent) => agent.catalogue(json));
  }

  /** Goes back to a version of the catalogue that this page was given before. */
  rollback(version: number): void {
    this.#call((agent) => agent.rollback(version));
  }

  /** Says that the visitor reached a goal, worth `value` from 0 to 1: slots with that goal as their reward learn from it. */
  reward(goal: string, value = 1): void {
    this.#call((agent) => agent.reward(goal, value));
  }

  /** All that is known of the visitor and would be kept, as JSON, for the visitor to have. */
  export(): string {
    return this.#call((agent) => agent.export());
  }

  /** From now on, on every page of this site: every slot shows its default, and nothing is learned. */
  pause(): void {
    this.#call((agent) => agent.pause(true));
  }

  /** Ends a pause. */
  resume(): void {
    this.#call((agent) => agent.pause(false));
  }

  /**
   * Forgets the visitor, here and in this site's other tabs. Settles once nothing is left on this device; rejects with
   * `storage-unavailable` if something may be. From then on it is a new visitor, of whom nothing is kept before the next
   * page or another grant.
   */
  async forget(): Promise<void> {
    this.#call((agent) => agent.forget());
    await this.#keeping?.erase();
  }

  /**
   * Says that something happened that the page has a word for, as an element marked `data-nearside-event` does when it is
   * used: conditions may ask for it. 1 to 64 letters, digits, `_` or `-`.
   */
  track(name: string): void {
    this.#call((agent) => agent.track(name));
  }

  /** The recording as JSON; undefined unless `record()` was called before the start. */
  recording(): string | undefined {
    return this.#call((agent) => agent.recording());
  }

  /** Gives every slot its default back and removes every listener. */
  destroy(): void {
    this.#call((agent) => agent.destroy());
    this.#unmark();
  }

  #unmark(): void {
    if (marked()[MARK] === this) delete marked()[MARK];
  }

  #running(): Agent {
    if (this.host.crashed) throw new NearsideError("panic", "the agent stopped; the page shows its default content");
    if (this.#agent) return this.#agent;
    throw new NearsideError("not-started", "the agent is not running: wait for nearside:ready");
  }

  #call<T>(call: (agent: Agent) => T): T {
    try {
      return call(this.#running());
    } catch (error) {
      if (isTrap(error)) this.host.crash(error);
      throw error;
    }
  }

  #failed(error: unknown): void {
    const { code, message } = error as NearsideError;
    if (isTrap(error)) this.host.crash(error);
    else this.host.report(code ?? "wasm-invalid", message);
  }
}

/** Settles once the document is parsed: a slot that is half there would lack templates. */
async function parsed(): Promise<void> {
  if (document.readyState === "loading") {
    await new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve, { once: true }));
  }
}

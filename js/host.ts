// The page's side of the agent: says things once, and cleans up if the agent dies.
//
// Errors, decisions and exposures → CustomEvents on document. A trap in the agent's WebAssembly → every default back,
// every listener gone, one `panic` error, then silence.

import type { ErrorReport } from "./agent";
import { takeBack, type Log } from "./edits.js";

/** What went wrong and what to do; `code` is stable. */
export class NearsideError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = "NearsideError";
  }
}

/** Whether WebAssembly code died, as against threw. */
export function isTrap(error: unknown): error is Error {
  return typeof WebAssembly === "object" && error instanceof WebAssembly.RuntimeError;
}

/** The kinds of `nearside:*` events. */
export type Kind = "ready" | "decision" | "exposure" | "error";

/** An error as JSON, the same whoever reports it. */
const spell = ({ code, message }: { code: string; message: string }) => JSON.stringify({ code, message });

/** What the head snippet did before anything of this was here: slot → what takes it back. */
const EARLY = Symbol.for("nearside.early");

/** Takes care of the state. */
export interface KeepsState {
  keep(journal?: string): void;
  erase(): Promise<void>;
}

export class Host {
  #logs: Map<object, Log> | undefined;
  readonly controller = new AbortController();
  keeping: KeepsState | undefined;
  #crashed = false;
  #emitting = false;
  #said = new Set<string>();

  /** Called by the agent and by the loader; `detail` is JSON. */
  emit(kind: Kind, detail: string): void {
    if (this.#crashed) return;
    const parsed = JSON.parse(detail);
    if (kind === "error") {
      this.#said.add(spell(parsed));
      console.warn(`[nearside] ${parsed.code}: ${parsed.message}`);
    }
    this.#emitting = true;
    document.dispatchEvent(new CustomEvent(`nearside:${kind}`, { detail: parsed }));
    this.#emitting = false;
  }

  /** What stands on the page. Looked up when it is first asked for: a client may be made on a server. */
  get logs(): Map<object, Log> {
    return (this.#logs ??= early());
  }

  /** Every error so far. */
  get said(): ErrorReport[] {
    return [...this.#said].map((detail) => JSON.parse(detail));
  }

  /** Called by the agent that has something to keep; with a `journal` if its page may be gone at any time. */
  keep(journal?: string): void {
    this.keeping?.keep(journal);
  }

  /** Called by the agent whose visitor wants nothing kept; what fails is told by whoever erases. */
  erase(): void {
    this.keeping?.erase().catch(() => {});
  }

  /** Reports an error that the agent itself can't, or has not, once. */
  report(code: string, message: string): void {
    const detail = spell({ code, message });
    if (!this.#said.has(detail)) this.emit("error", detail);
  }

  /**
   * Watches for the agent's death: a trap in code that one of `scripts` (URLs) called, or a function that the page
   * replaced and that threw through the agent, after which it `isStuck`. Lasts, because what was under way may
   * fail again.
   */
  guard(scripts: string[], isStuck: () => boolean): void {
    const watch = (event: ErrorEvent | PromiseRejectionEvent) => {
      const error: unknown = "reason" in event ? event.reason : event.error;
      const stack = error instanceof Error ? error.stack : undefined;
      // What a listener of ours throws is the page's own affair.
      if (this.#emitting || !scripts.some((url) => stack?.includes(url))) return;
      if (this.#crashed || isTrap(error)) {
        event.preventDefault();
        event.stopImmediatePropagation();
        this.crash(error as Error);
      } else {
        setTimeout(() => {
          if (isStuck()) this.crash(error as Error);
        });
      }
    };
    addEventListener("error", watch, true);
    addEventListener("unhandledrejection", watch, true);
  }

  /** Whether the agent died. */
  get crashed(): boolean {
    return this.#crashed;
  }

  /** Gives every slot its default back. */
  restore(): void {
    for (const log of this.logs.values()) takeBack(log);
    this.logs.clear();
  }

  /** Puts the page back as it was, without the agent. */
  crash(cause: Error): void {
    if (this.#crashed) return;
    this.controller.abort();
    this.restore();
    this.report("panic", `the agent stopped (${cause.message}); the page shows its default content. Please report this`);
    this.#crashed = true;
  }
}

function early(): Map<object, Log> {
  return (document as unknown as Record<symbol, Map<object, Log> | undefined>)[EARLY] ?? new Map();
}

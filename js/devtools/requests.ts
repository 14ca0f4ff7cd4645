// Requests that the browser made after the page, its agent and its models were loaded.
//
// the browser's own resource timing -> a list, or null while something still loads. It sees fetches, beacons, images,
// scripts: everything but sockets and what the browser itself does. The inspector's own file is not the page's doing.

import type { Inspection } from "../agent";

/** How many entries a browser holds for those who come late. */
const HELD = 250;

export interface Request {
  at: number;
  name: string;
  kind: string;
}

export class Requests {
  #entries: PerformanceResourceTiming[] = [];
  #modelsIn = 0;
  /** Some may have been made and forgotten before anyone looked. */
  readonly mayLack = performance.getEntriesByType("resource").length >= HELD;

  constructor(signal: AbortSignal) {
    const observer = new PerformanceObserver((list) => this.#entries.push(...(list.getEntries() as PerformanceResourceTiming[])));
    observer.observe({ type: "resource", buffered: true });
    signal.addEventListener("abort", () => observer.disconnect());
  }

  /** What was requested since everything was loaded. */
  made({ models, timeline }: Inspection): Request[] | null {
    const [page] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    if (!page?.loadEventEnd || models.some(({ state }) => state === "loading")) return null;
    // The log forgets; what it said is kept.
    const came = timeline.filter(({ kind }) => kind === "model").map(({ at }) => at);
    this.#modelsIn = Math.max(this.#modelsIn, ...came);
    const since = Math.max(page.loadEventEnd, this.#modelsIn);
    return this.#entries
      .filter(({ startTime, name }) => startTime > since && name !== import.meta.url)
      .map(({ startTime, name, initiatorType }) => ({ at: startTime, name, kind: initiatorType }));
  }
}

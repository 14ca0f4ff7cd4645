// The last minute of estimates, by region.
//
// inspections -> per region [{at, share}], oldest first; a region out of view has a null share there, which breaks its
// line. Bounded by the minute; before that is full, the span grows with what there is.

import type { Inspection } from "../agent";

const [SHORTEST, LONGEST] = [15_000, 60_000];

/** An estimate, or none out of view. */
export interface Sample {
  at: number;
  share: number | null;
}

/** A region that was looked at. */
export interface Leader {
  name: string;
  samples: Sample[];
}

export class Trace {
  #samples = new Map<string, Sample[]>();
  #first: number | null = null;
  #now = 0;

  add({ now, regions }: Inspection): void {
    this.#first ??= now;
    this.#now = now;
    for (const { name, score } of regions) {
      const samples = this.#samples.get(name) ?? [];
      samples.push({ at: now, share: score?.estimate ?? null });
      while (samples[0]!.at < now - LONGEST) samples.shift();
      this.#samples.set(name, samples);
    }
  }

  /** The time that a chart of this should cover, up to now: ms. */
  get span(): number {
    return Math.min(Math.max(this.#now - (this.#first ?? this.#now), SHORTEST), LONGEST);
  }

  /** The `count` regions that were looked at most in that minute, in the page's order. */
  leaders(count: number): Leader[] {
    const all = [...this.#samples].map(([name, samples]) => ({
      name,
      samples,
      sum: samples.reduce((sum, { share }) => sum + (share ?? 0), 0),
    }));
    const least = all.map(({ sum }) => sum).sort((a, b) => b - a)[count - 1] ?? 0;
    return all.filter(({ sum }) => sum > 0 && sum >= least).slice(0, count);
  }
}

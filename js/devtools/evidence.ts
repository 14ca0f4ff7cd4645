// What spoke for each variant at the moment of deciding.
//
// decisions and inspections -> per slot [{variant, about, ms}], most attention first. Attention goes on growing
// after a decision, so what it was is kept then; a decision made before this listened is explained by what holds now.

import type { Inspection, SlotReport } from "../agent";

/** A variant and what its subjects have won. */
export interface Held {
  variant: string;
  about: string[];
  ms: number;
}

export class Evidence {
  #kept = new Map<string, { variant: string; held: Held[] }>();

  /** Keeps what speaks for `slot`'s variants in this inspection. */
  keep(slotName: string, inspection: Inspection | null): void {
    const slot = inspection?.slots.find(({ name }) => name === slotName);
    if (slot && inspection) this.#kept.set(slotName, { variant: slot.decided, held: held(slot, inspection) });
  }

  /** What spoke for the slot's variants when it was decided. */
  of(slot: SlotReport, inspection: Inspection): Held[] {
    const kept = this.#kept.get(slot.name);
    return slot.reason === "score" && kept?.variant === slot.decided ? kept.held : held(slot, inspection);
  }
}

/** Attention that each variant's subjects hold now. */
export function held(slot: SlotReport, { regions }: Inspection): Held[] {
  const attention = new Map(regions.map(({ name, attention_ms: ms }) => [name, ms]));
  return slot.variants
    .filter(({ about }) => about.length > 0)
    .map(({ name, about }) => ({ variant: name, about, ms: about.reduce((sum, region) => sum + (attention.get(region) ?? 0), 0) }))
    .sort((a, b) => b.ms - a.ms);
}

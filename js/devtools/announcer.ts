// The voice: says decisions to those who can't see them, and what a button did; nothing else.
//
// a sentence -> a polite live region.

import type { DecisionReport, Inspection } from "../agent";
import { el, put } from "./element";
import type { Evidence } from "./evidence";
import { reason } from "./words";

export function announcer(evidence: Evidence) {
  const node = el("p", { class: "unseen", role: "status" });
  const say = (words: string) => put(node, words);
  const tell = (decision: DecisionReport, inspection: Inspection | null) => {
    const slot = inspection?.slots.find(({ name }) => name === decision.slot);
    if (slot && inspection) say(`${slot.name}: ${slot.decided}. ${reason(slot, evidence.of(slot, inspection), inspection.automation)}`);
  };
  return { node, say, tell };
}

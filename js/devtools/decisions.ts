// Decisions: a card per slot, saying what it shows and why.
//
// inspection -> the flow in numbers, then cards in the page's order. A page without slots is told how to make one.

import type { Inspection } from "../agent";
import { el, set } from "./element";
import type { Evidence } from "./evidence";
import { flow } from "./flow";
import type { Inspected } from "./inspected";
import { Keyed } from "./keyed";
import { slotCard, type Card } from "./slot-card";
import type { Say } from "./variants";
import type { View } from "./view";

export function decisions(agent: Inspected, evidence: Evidence, say: Say): View {
  const cards = el("div", { class: "cards" });
  const none = el("p", { class: "note", hidden: true }, "This page has no slots. An element with data-nearside-slot becomes one.");
  const steps = flow();
  const list = new Keyed<Card>(cards, (card) => slotCard(agent, card, say));
  const update = (inspection: Inspection) => {
    steps.update(inspection);
    set(none, "hidden", inspection.slots.length > 0);
    const rows = inspection.slots.map((slot) => ({ slot, held: evidence.of(slot, inspection), inspection }));
    list.update(rows, ({ slot }) => slot.name);
  };
  return { node: el("div", {}, steps.node, none, cards), update };
}

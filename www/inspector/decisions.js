// Decisions: a card per slot, saying what it shows and why.
//
// inspection -> the flow in numbers, then cards in the page's order. A page without slots is told how to make one.

import { el, set } from './element.js';
import { flow } from './flow.js';
import { Keyed } from './keyed.js';
import { slotCard } from './slot-card.js';

export function decisions(agent, evidence) {
  const cards = el('div', { class: 'cards' });
  const none = el('p', { class: 'note', hidden: true }, 'This page has no slots. An element with data-nearside-slot becomes one.');
  const steps = flow();
  const list = new Keyed(cards, (slot) => slotCard(agent, slot));
  const update = (inspection) => {
    steps.update(inspection);
    set(none, 'hidden', inspection.slots.length > 0);
    const rows = inspection.slots.map((slot) => ({ slot, held: evidence.of(slot, inspection), inspection }));
    list.update(rows, ({ slot }) => slot.name);
  };
  return { node: el('div', {}, steps.node, none, cards), update };
}

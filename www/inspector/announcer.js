// The voice: says decisions to those who can't see them, and nothing else.
//
// a decision -> one sentence in a polite live region.

import { el, put } from './element.js';
import { reason } from './words.js';

export function announcer(evidence) {
  const node = el('p', { class: 'unseen', role: 'status' });
  const say = (decision, inspection) => {
    const slot = inspection?.slots.find(({ name }) => name === decision.slot);
    if (slot) put(node, `${slot.name}: ${slot.decided}. ${reason(slot, evidence.of(slot, inspection), inspection.automation)}`);
  };
  return { node, say };
}

// A slot's card: what it shows, why, how sure that was, and what else it could show.
//
// {slot, held, inspection} -> one article. A variant that was forced by hand says so, since no decision led to it.

import { el, put, set } from './element.js';
import { variants } from './variants.js';
import { weights } from './weights.js';
import { regionFeature } from './region-words.js';
import { quantity, reason, unitOf } from './words.js';

const SHORT = {
  score: 'by score',
  policy: 'learned',
  experiment: 'split',
  forced: 'by address',
  paused: 'paused',
  worse: 'did worse',
  rule: 'by rule',
  exploration: 'exploring',
  consent: 'declined',
  automation: 'automation',
  holdout: 'holdout',
  default: 'undecided',
};

export function slotCard(agent, { slot: { name } }) {
  const shown = el('strong', { class: 'shown' });
  const how = el('span', { class: 'chip' });
  const why = el('p', { class: 'why' });
  const [propensity, exposed, swaps] = [fact('Propensity'), fact('Exposed'), fact('Swaps')];
  set(propensity.node, 'title', 'Probability of this choice when it was made');
  set(exposed.node, 'title', 'Half of it was in view for a second');
  const instead = el('p', { class: 'note' });
  const moved = weights();
  const others = variants(agent, name);
  const node = el(
    'article',
    { class: 'card slot', 'aria-label': `Slot ${name}` },
    el('header', { class: 'slot-head' }, el('h3', { class: 'slot-name' }, name), how),
    el('p', { class: 'shows' }, 'shows ', shown),
    why,
    instead,
    el('dl', { class: 'facts' }, propensity.node, exposed.node, swaps.node),
    moved.node,
    others.node,
  );

  const update = ({ slot, held, inspection }) => {
    put(shown, slot.shown);
    put(how, slot.forced ? 'by hand' : (SHORT[slot.reason] ?? slot.reason));
    set(how, 'data-reason', slot.forced ? 'forced' : slot.reason);
    const decided = reason(slot, held, inspection.automation);
    put(why, slot.forced ? `You chose this variant here. Left alone, the slot would show ${slot.decided}. ${decided}` : decided);
    put(instead, slot.instead ? otherwise(slot.instead) : '');
    set(instead, 'hidden', !slot.instead);
    propensity.update(slot.propensity.toFixed(2));
    exposed.update(slot.exposed ? 'yes' : 'not yet');
    swaps.update(String(slot.swaps));
    moved.update(slot, inspection);
    others.update(slot, inspection);
  };
  return { node, update };
}

/** What would have led to another variant. */
function otherwise({ variant, path, meaning, value, now }) {
  const unit = regionFeature(path)?.unit ?? unitOf(path);
  return `It would have been ${variant} with ${quantity(value, unit)} in place of ${quantity(now, unit)}: ${meaning}.`;
}

function fact(label) {
  const value = el('dd', {});
  return { node: el('div', {}, el('dt', {}, label), value), update: (text) => put(value, text) };
}

// The outlook: what the models say of the whole visit.
//
// inspection.outlook -> a card with a meter for each segment, fullest first, and how likely the visit is to convert.

import { el, set } from './element.js';
import { Keyed } from './keyed.js';
import { meter } from './meter.js';

export function outlook() {
  const segments = el('ul', { class: 'segments' });
  const list = new Keyed(segments, segment);
  const conversion = meter('Converts', 'This session converts');
  const update = ({ conversion: probability, segments: shares }) => {
    set(node, 'hidden', probability === null && shares.length === 0);
    // Every look in the same order would hide which leads; a list that is sorted anew with every look would never rest.
    list.update([...shares].sort((a, b) => Math.round(10 * (b.share - a.share))), ({ name }) => name);
    set(conversion.node, 'hidden', probability === null);
    if (probability !== null) conversion.update(probability);
  };
  const node = el('div', { class: 'card outlook', hidden: true }, el('h3', { class: 'label' }, 'This visit as a whole'), segments, conversion.node);
  return { node, update };
}

function segment({ name }) {
  const words = name.replaceAll('_', ' ');
  const share = meter(words, `This visit is one of a ${words}`);
  return { node: el('li', {}, share.node), update: (latest) => share.update(latest.share) };
}

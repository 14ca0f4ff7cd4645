// A meter: a share between nothing and all, as a bar and as a number.
//
// share -> bar, per cent and role=meter.

import { el, put, set } from './element.js';
import { percent } from './words.js';

export function meter(short, label) {
  const fill = el('span', { class: 'fill' });
  const bar = el('span', { class: 'bar', role: 'meter', 'aria-label': label, 'aria-valuemin': 0, 'aria-valuemax': 100 }, fill);
  const value = el('span', { class: 'meter-value', 'aria-hidden': 'true' });
  const update = (share) => {
    set(bar, 'aria-valuenow', Math.round(share * 100));
    set(bar, 'aria-valuetext', percent(share));
    fill.style.setProperty('--share', String(share));
    put(value, percent(share));
  };
  const node = el('div', { class: 'meter' }, el('span', { class: 'meter-label', 'aria-hidden': 'true' }, short), bar, value);
  return { node, update };
}

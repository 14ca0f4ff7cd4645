// A meter: a share between nothing and all, as a bar and as a number.
//
// share or null -> bar, per cent and role=meter. Null is "not known", which is not zero: the bar is hatched.

import { el, put, set } from './element.js';
import { percent } from './words.js';

export function meter(short, label) {
  const fill = el('span', { class: 'fill' });
  const bar = el('span', { class: 'bar', role: 'meter', 'aria-label': label, 'aria-valuemin': 0, 'aria-valuemax': 100 }, fill);
  const value = el('span', { class: 'meter-value', 'aria-hidden': 'true' });
  const update = (share) => {
    const words = share === null ? 'not known' : percent(share);
    set(bar, 'aria-valuenow', Math.round((share ?? 0) * 100));
    set(bar, 'aria-valuetext', words);
    set(bar, 'data-unknown', share === null);
    fill.style.setProperty('--share', String(share ?? 0));
    put(value, share === null ? '–' : words);
  };
  const node = el('div', { class: 'meter' }, el('span', { class: 'meter-label', 'aria-hidden': 'true' }, short), bar, value);
  return { node, update };
}

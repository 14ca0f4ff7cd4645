// A slot's variants: what each is about, how much attention that has won, and a button that shows it.
//
// slot, regions -> a row per variant, the default first. The bars are the race that the score step watches: attention
// now, on one scale per slot.

import { el, put, set } from './element.js';
import { held } from './evidence.js';
import { Keyed } from './keyed.js';
import { list as enumerate, seconds } from './words.js';

export function variants(agent, slotName) {
  const rows = el('ul', { class: 'variants' });
  const list = new Keyed(rows, ({ name }) => row(name, () => agent.show(slotName, name)));
  const update = (slot, inspection) => {
    const attention = new Map(held(slot, inspection).map(({ variant, ms }) => [variant, ms]));
    const most = Math.max(...attention.values(), 1);
    list.update(
      slot.variants.map((variant) => ({
        ...variant,
        isShown: variant.name === slot.shown,
        ms: attention.get(variant.name),
        most,
      })),
      ({ name }) => name,
    );
  };
  return { node: el('div', {}, el('h4', { class: 'label' }, 'Variants'), rows), update };
}

function row(name, show) {
  const about = el('span', { class: 'variant-about' });
  const won = el('span', { class: 'variant-ms' });
  const fill = el('span', { class: 'fill' });
  const bar = el('span', { class: 'bar', 'aria-hidden': 'true' }, fill);
  const button = el('button', { type: 'button', class: 'choose', on: { click: show } });
  const node = el('li', { class: 'variant' }, el('span', { class: 'variant-name' }, name), about, won, bar, button);
  const update = ({ about: subjects, hasRule, isShown, ms, most, exposures, rewards, uplift }) => {
    const isNamesake = subjects.length === 1 && subjects[0] === name;
    const words = [
      subjects.length > 0 && !isNamesake && `about ${enumerate(subjects)}`,
      hasRule && 'has a rule',
      name === 'default' && 'the page as it came',
      exposures > 0 && `seen ${exposures}×, rewarded ${Number(rewards.toFixed(1))}×`,
      uplift && `${lift(uplift)} over the default`,
    ];
    put(about, words.filter(Boolean).join(' · '));
    put(won, ms === undefined ? '' : seconds(ms));
    set(bar, 'hidden', ms === undefined);
    fill.style.setProperty('--share', String((ms ?? 0) / most));
    set(node, 'data-shown', isShown);
    put(button, isShown ? 'Shown' : 'Show');
    set(button, 'aria-pressed', String(isShown));
    set(button, 'aria-label', `${isShown ? 'Shown' : 'Show'}: ${name}`);
  };
  return { node, update };
}

/** +12 points (3 to 21): shares of exposures that were rewarded, less those of the default. */
function lift([estimate, low, high]) {
  const points = (share) => String(Math.round(share * 100));
  return `${estimate < 0 ? '−' : '+'}${points(Math.abs(estimate))} points (${points(low)} to ${points(high)})`;
}

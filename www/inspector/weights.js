// What weighed in a decision: a feature a row, with a bar to the right where it spoke for, to the left where against.
//
// slot.weighed -> rows, heaviest first. The model's weights are log-odds; a rule only read its features, so those have
// no bar. Bars of one slot share a scale.

import { el, put, set } from './element.js';
import { Keyed } from './keyed.js';
import { regionFeature } from './region-words.js';
import { quantity, signed } from './words.js';

export function weights() {
  const title = el('h4', { class: 'label' });
  const scaleNote = el('span', { class: 'sides', 'aria-hidden': 'true' }, 'against ◂ ▸ for');
  const rows = el('ul', { class: 'weights' });
  const node = el('div', { hidden: true }, el('div', { class: 'weights-head' }, title, scaleNote), rows);
  const list = new Keyed(rows, row);
  const update = ({ weighed, reason }, { context }) => {
    set(node, 'hidden', weighed.length === 0);
    put(title, reason === 'rule' ? 'What the rule read' : 'What moved the model');
    set(scaleNote, 'hidden', reason === 'rule');
    const scale = Math.max(...weighed.map(({ weight }) => Math.abs(weight)), 1e-6);
    list.update(
      weighed.map((feature) => ({ ...feature, ...meaningOf(feature.path, context), scale, isRule: reason === 'rule' })),
      ({ path }) => path,
    );
  };
  return { node, update };
}

function row() {
  const meaning = el('span', { class: 'weight-meaning' });
  const path = el('code', { class: 'path' });
  const value = el('span', { class: 'weight-value' });
  const weight = el('span', { class: 'weight-sign' });
  const fill = el('span', { class: 'fill' });
  const bar = el('span', { class: 'diverging', 'aria-hidden': 'true' }, fill);
  const update = (feature) => {
    put(meaning, feature.region ? `${feature.region}: ${feature.meaning[0].toLowerCase()}${feature.meaning.slice(1)}` : feature.meaning);
    put(path, feature.path);
    put(value, quantity(feature.value, feature.unit));
    put(weight, feature.isRule ? '' : signed(feature.weight));
    set(bar, 'hidden', feature.isRule);
    set(fill, 'data-side', feature.weight < 0 ? 'against' : 'for');
    fill.style.setProperty('--share', String(Math.abs(feature.weight) / feature.scale));
  };
  return { node: el('li', { class: 'weight' }, meaning, value, path, weight, bar), update };
}

function meaningOf(path, context) {
  const { unit, meaning } = context.find((feature) => feature.path === path) ?? regionFeature(path) ?? { unit: '', meaning: path };
  return { unit, meaning, region: regionFeature(path)?.region };
}

// The outline: a frame around each region on the page, with its name and the model's estimate.
//
// inspection, the page's layout -> boxes above the page that let every click through. Follows scrolling and layout by
// a frame callback, which runs only while it is on.

import { el, put, set } from './element.js';
import { Keyed } from './keyed.js';
import { percent } from './words.js';

export function outline() {
  const node = el('div', { class: 'outlines', 'aria-hidden': 'true', hidden: true });
  const boxes = new Keyed(node, box);
  let scores = new Map();
  let frame = 0;

  const follow = () => {
    boxes.update(placed(scores), ({ key }) => key);
    frame = requestAnimationFrame(follow);
  };
  return {
    node,
    get isOn() {
      return !node.hidden;
    },
    turn(on) {
      set(node, 'hidden', !on);
      cancelAnimationFrame(frame);
      if (on) follow();
    },
    update({ regions }) {
      scores = new Map(regions.map(({ name, score }) => [name, score?.estimate ?? null]));
    },
  };
}

/** Regions that are in the window, where they are. All reads come before the writes of `update`. */
function placed(scores) {
  return [...document.querySelectorAll('[data-nearside-slot], [data-nearside-watch]')]
    .map((element, key) => {
      const { nearsideSlot: slot, nearsideWatch: watch } = element.dataset;
      const name = slot ?? watch;
      return { key, name, isSlot: slot !== undefined, score: scores.get(name) ?? null, area: element.getBoundingClientRect() };
    })
    .filter(({ area }) => area.width > 0 && area.height > 0 && area.bottom > 0 && area.top < innerHeight);
}

function box() {
  const label = el('span', { class: 'outline-label' });
  const node = el('div', { class: 'outline' }, label);
  const update = ({ name, isSlot, score, area }) => {
    set(node, 'data-slot', isSlot);
    put(label, score === null ? name : `${name} · ${percent(score)}`);
    node.style.setProperty('transform', `translate(${area.left}px, ${area.top}px)`);
    node.style.setProperty('width', `${area.width}px`);
    node.style.setProperty('height', `${area.height}px`);
    node.style.setProperty('--heat', String(score ?? 0));
    // A label above a region at the window's top edge would be cut off: it moves in, and stays in the window.
    set(node, 'data-inside', area.top < 22);
    label.style.setProperty('transform', `translateY(${Math.max(0, -area.top)}px)`);
  };
  return { node, update };
}

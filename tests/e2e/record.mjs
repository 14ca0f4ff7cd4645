// Makes a recording: a person's way through a page, played with real input, as the page's agent recorded it.
//
//   node tests/e2e/record.mjs NAME        makes tests/recordings/NAME.json again, for a NAME listed below
//   node tests/e2e/record.mjs --all
//
// A way is a list of [what to read, for how many ms]. Scrolling comes in wheel notches, the cursor follows the
// lines with a hand's tremor, and chance comes from a seed: the same way gives the same gestures.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shown, snapshot, visit } from './agent.mjs';
import { open } from './browser.mjs';
import { serve } from './collector.mjs';
import { actions } from './input.mjs';
import { Site, root } from './site.mjs';

/** The ways that are recorded: which page, and what is read there for how long. */
export const ways = {
  'product-specs': { page: '/product.html', seed: 1, reads: [['specs', 9000], ['closing', 2500]] },
  'product-reviews': { page: '/product.html', seed: 2, reads: [['specs', 1200], ['reviews', 9000], ['closing', 2500]] },
  'magazine-food': { page: '/', seed: 3, reads: [['science', 1200], ['food', 9000], ['next-read', 2500]] },
};

const NOTCH = 100;

/** mulberry32: a small generator of numbers in [0, 1), for gestures only. */
function chance(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The gestures of a way, as signals in viewport px. `boxes` are page boxes by region. */
export function gestures({ reads, seed }, boxes, { width, height, documentHeight }) {
  const random = chance(seed);
  const events = [];
  let [t, top] = [400, 0];
  let at = { x: width * 0.5, y: height * 0.4 };
  const moveTo = (x, y, ms) => {
    const steps = Math.max(1, Math.round(ms / 66));
    const from = { ...at };
    for (let step = 1; step <= steps; step += 1) {
      // Minimum jerk (Flash & Hogan 1985), with a tremor of a px or two.
      const s = step / steps;
      const along = s * s * s * (10 + s * (6 * s - 15));
      t += ms / steps;
      at = { x: from.x + (x - from.x) * along + (random() - 0.5) * 3, y: from.y + (y - from.y) * along + (random() - 0.5) * 3 };
      events.push([t, 'move', at.x, at.y]);
    }
  };
  for (const [name, ms] of reads) {
    const box = boxes[name];
    const wanted = Math.min(Math.max(0, box.y + box.height / 2 - height / 2), documentHeight - height);
    while (Math.abs(wanted - top) >= NOTCH / 2) {
      t += 60 + random() * 60;
      top += Math.sign(wanted - top) * NOTCH;
      top = Math.min(Math.max(0, top), documentHeight - height);
      events.push([t, 'scroll', 0, top]);
    }
    const until = t + ms;
    const [left, right] = [Math.max(box.x + 20, 5), Math.min(box.x + box.width - 20, width - 5)];
    const [upper, lower] = [Math.max(box.y - top + 20, 10), Math.min(box.y + box.height - top - 20, height - 10)];
    for (let line = 0; t < until; line += 1) {
      const y = upper + ((lower - upper) * ((line * 0.13) % 1));
      moveTo(left + (right - left) * (0.1 + 0.2 * random()), y, 250 + random() * 150);
      moveTo(left + (right - left) * (0.5 + 0.4 * random()), y + 4, 500 + random() * 500);
    }
  }
  return events;
}

async function record(name, browser, origin) {
  const way = ways[name];
  await visit(browser, `${origin}${way.page}`);
  const place = await browser.run(`
    const boxes = {};
    for (const element of document.querySelectorAll('[data-nearside-slot],[data-nearside-watch]')) {
      const {x, y, width, height} = element.getBoundingClientRect();
      boxes[element.dataset.nearsideSlot ?? element.dataset.nearsideWatch] = {x, y: y + scrollY, width, height};
    }
    return {boxes, width: innerWidth, height: innerHeight, documentHeight: document.documentElement.scrollHeight};`);
  await browser.perform(actions(gestures(way, place.boxes, place), place));
  const { recording } = await snapshot(browser);
  const { events, ...head } = JSON.parse(recording);
  const lines = events.map((event) => JSON.stringify(event)).join(',\n');
  const text = `${JSON.stringify(head).slice(0, -1)},"events":[\n${lines}\n]}\n`;
  writeFileSync(join(root, 'tests/recordings', `${name}.json`), text);
  console.log(`${name}: ${events.length} events; shown: ${JSON.stringify(await shown(browser))}`);
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const names = process.argv[2] === '--all' ? Object.keys(ways) : process.argv.slice(2);
  if (names.length === 0 || names.some((name) => !(name in ways))) {
    console.error(`usage: node tests/e2e/record.mjs NAME… | --all\nnames: ${Object.keys(ways).join(', ')}`);
    process.exit(2);
  }
  const server = await serve(new Site('record'));
  const browser = await open();
  try {
    for (const name of names) await record(name, browser, server.origin);
  } finally {
    await browser.close();
    await server.stop();
  }
}

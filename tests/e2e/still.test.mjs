// Nothing moves that nobody moved: layout shifts as Chromium measures them, while visitors scroll and hover and slots
// change.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { open } from './browser.mjs';
import { serve } from './collector.mjs';
import { actions, inputOf } from './input.mjs';
import { Site, root } from './site.mjs';

/** All shifts so far that no input explains; the sum is an upper bound of CLS, which is the worst five seconds of it. */
const SHIFTS = `
  const done = arguments[0];
  let sum = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { hadRecentInput, value } of list.getEntries()) if (!hadRecentInput) sum += value;
  });
  observer.observe({type: 'layout-shift', buffered: true});
  requestAnimationFrame(() => setTimeout(() => done(sum)));`;

const recorded = (name) => inputOf(JSON.parse(readFileSync(join(root, 'tests/recordings', `${name}.json`), 'utf8')));

/** Down the page and up again by wheel, the mouse over one card after the other. */
function roaming() {
  const events = [];
  for (let step = 0; step < 40; step += 1) {
    const at = step * 150;
    events.push([at, 'move', 200 + (step % 4) * 250, 150 + (step % 5) * 130]);
    events.push([at + 60, 'scroll', 0, step < 25 ? step * 220 : (50 - step) * 220]);
  }
  return events;
}

const RULES = ['{"page.elapsed": {"$gt": 500}}', '{"scroll.depth": {"$gt": 0.3}}', '{"scroll.depth": {"$gt": 0.8}}', '{"page.dwell": {"$gt": 1500}}'];
const HEIGHTS = [120, 80, 220, 120];

/** Fifty slots whose variants are as high as the default, lower or higher, and are shown by reading and hovering. */
const fifty = Array.from(
  { length: 50 },
  (_, index) => `
  <section data-nearside-slot="s${index}">
    <p style="block-size: 120px; margin: 0">Slot ${index}</p>
    <template data-nearside-variant="v" data-nearside-when='${RULES[index % 4]}'>
      <p style="block-size: ${HEIGHTS[(index >> 2) % 4]}px; margin: 0">Variant ${index}</p>
    </template>
  </section>
  <p>Between ${index}</p>`,
).join('');

const cases = [
  { page: '/', input: () => recorded('magazine-food'), swaps: 1 },
  { page: '/product.html', input: () => recorded('product-specs'), swaps: 1 },
  { page: '/product.html', input: () => recorded('product-reviews'), swaps: 1 },
  { page: '/pages/fifty.html', input: roaming, swaps: 30 },
  { page: '/pages/columns.html', input: roaming, swaps: 10 },
];

describe('layout shifts', () => {
  let server, browser;
  before(async () => {
    const site = new Site('still');
    // In columns what is further down moves what is seen.
    for (const [page, columns] of [['fifty', 1], ['columns', 2]]) {
      const main = `<main style="columns: ${columns}">${fifty}</main>`;
      site.page(page, [['plain.json', 'fifty.json'], ['<div class="tall"></div>', main]]);
    }
    server = await serve(site);
    browser = await open();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  const swaps = () => browser.run("return nearside.inspect().slots.reduce((sum, slot) => sum + (slot.shown === 'default' ? 0 : 1), 0)");

  for (const { page, input, swaps: least } of cases) {
    it(`${page} by ${input.name || 'a recording'}: none, with at least ${least} swapped`, async () => {
      await browser.driver.get(`${server.origin}${page}`);
      await browser.until('the agent runs', 'return Boolean(window.nearside?.inspect)');
      await browser.perform(actions(input()));
      await browser.until('slots are swapped', 'return nearside.inspect().slots.filter(({shown}) => shown !== "default").length >= arguments[0]', least);
      const shift = await browser.driver.executeAsyncScript(SHIFTS);
      console.log(`${page}: shifts ${shift.toFixed(4)}, ${await swaps()} slots swapped`);
      assert.equal(shift, 0);
      assert.deepEqual(await browser.run('return window.reported ?? []'), []);
    });
  }
});

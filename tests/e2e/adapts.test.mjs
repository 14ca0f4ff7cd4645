// The demo adapts to how it is read: a recording is played into it as real input, and the slot that should
// change changes, by the model's score, with no request to anyone and nothing on the console. The page's own
// recording of that visit, replayed natively, gives the same features and the same decisions.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { shown, snapshot, visit } from './agent.mjs';
import { serve } from './collector.mjs';
import { inEach } from './engines.mjs';
import { actions, inputOf } from './input.mjs';
import { replay } from './native.mjs';
import { Site, root } from './site.mjs';

const TOLERANCE = 1e-4;

const cases = [
  { recording: 'product-specs', page: '/product.html', slot: 'closing', variant: 'specs', reason: 'score' },
  { recording: 'product-reviews', page: '/product.html', slot: 'closing', variant: 'reviews', reason: 'score' },
  { recording: 'magazine-food', page: '/', slot: 'next-read', variant: 'food', reason: 'score' },
];

const recorded = (name) => JSON.parse(readFileSync(join(root, 'tests/recordings', `${name}.json`), 'utf8'));

/** Holds what the page computed against what the native engine makes of the page's recording. */
function assertSame(inspection, native) {
  const close = (a, b, what) => {
    const slack = TOLERANCE * Math.max(1, Math.abs(b));
    assert.ok(Math.abs(a - b) <= slack, `${what}: ${a} in the page, ${b} natively`);
  };
  for (const { path, value } of inspection.context) close(value, native.context[path], path);
  for (const region of inspection.regions) {
    for (const { path, value } of region.features) {
      close(value, native.regions[region.name][path.replace(`.${region.name}.`, '.*.')], path);
    }
    close(region.attention_ms, native.attention[region.name], `attention of ${region.name}`);
  }
  for (const slot of inspection.slots) {
    const latest = native.decisions.filter((decision) => decision.slot === slot.name).at(-1);
    const { variant, reason, propensity } = latest;
    assert.deepEqual([slot.decided, slot.reason, slot.propensity], [variant, reason, propensity], slot.name);
    assert.equal(slot.shown, native.shown[slot.name], slot.name);
    for (const [i, { path, weight }] of slot.weighed.entries()) {
      assert.equal(path, latest.weighed[i].path, slot.name);
      close(weight, latest.weighed[i].weight, `weight of ${path}`);
    }
  }
}

inEach('a page that adapts', ({ engine, open, it }) => {
  let server, browser;
  before(async () => {
    server = await serve(new Site(`adapts-${engine}`));
    browser = await open();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  for (const { recording, page, slot, variant, reason } of cases) {
    it(`${recording}: ${slot} shows ${variant}, by ${reason}`, async () => {
      await visit(browser, `${server.origin}${page}`);
      assert.ok((await browser.requests()).some((url) => url.endsWith('.wasm')), 'the log of requests works');
      await browser.console();
      const served = server.requests().length;
      assert.equal((await shown(browser))[slot], 'default', 'before anything was read');

      await browser.perform(actions(inputOf(recorded(recording))));
      await browser.until(
        `${slot} shows ${variant}`,
        'return nearside.inspect().slots.find((slot) => slot.name === arguments[0]).shown === arguments[1]',
        slot,
        variant,
      );

      const { inspection, recording: made } = await snapshot(browser);
      const decided = inspection.slots.find(({ name }) => name === slot);
      assert.deepEqual([decided.decided, decided.reason], [variant, reason]);
      assert.ok(decided.weighed.length > 0, 'it says what weighed');
      assert.deepEqual(await browser.requests(), [], 'requests by the browser after load');
      assert.equal(server.requests().length, served, 'requests at the server after load');
      assert.deepEqual(await browser.console(), [], 'the console, policy violations included');

      assertSame(inspection, replay(`${recording}-${engine}`, made));
    });
  }
});

it('the kept recordings lead natively to the same variants', () => {
  for (const { recording, slot, variant } of cases) {
    const native = replay(`${recording}-kept`, JSON.stringify(recorded(recording)));
    assert.equal(native.shown[slot], variant, recording);
  }
});

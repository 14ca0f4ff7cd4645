// Visitors without a mouse count as much: by finger and by keyboard alone the page adapts as well.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { visit } from './agent.mjs';
import { serve } from './collector.mjs';
import { inEach } from './engines.mjs';
import { actions } from './input.mjs';
import { Site } from './site.mjs';

/** Waits until `proof` shows the variant for those who stayed with the reviews, and gives its report. */
async function forReaders(browser) {
  await browser.until('the proof is for readers of reviews', "return nearside.explain('proof').shown === 'owners'");
  return browser.run(`
    const feature = (path) => nearside.inspect().context.find((feature) => feature.path === path).value;
    return {proof: nearside.explain('proof'), touch: feature('pointer.touch'), keys: feature('keys.navigation')};`);
}

const middleOf = (browser, region) =>
  browser.run(
    `const box = document.querySelector('[data-nearside-watch="' + arguments[0] + '"]').getBoundingClientRect();
     return box.y + scrollY + box.height / 2 - innerHeight / 2`,
    region,
  );

inEach('a visitor without a mouse', ({ engine, open, it }) => {
  let server, browser;
  before(async () => {
    server = await serve(new Site(`visitors-${engine}`));
  });
  after(() => server?.stop());

  it('by finger', { needs: ['finger'] }, async () => {
    browser = await open({ width: 390, height: 844, mobile: true });
    try {
      await visit(browser, `${server.origin}/product.html`);
      const top = await middleOf(browser, 'reviews');
      const swipe = actions([[0, 'scroll', 0, top]], { pointer: 'touch', width: 390, height: 844 });
      await browser.perform(swipe);
      const reached = await browser.run('return scrollY');
      assert.ok(Math.abs(reached - top) < 422, `the swipes led to ${reached}, the reviews stand at ${top}`);
      const { proof, touch } = await forReaders(browser);
      assert.deepEqual([proof.reason, touch], ['rule', 1]);
      assert.deepEqual(await browser.console(), []);
    } finally {
      await browser.close();
    }
  });

  it('by keyboard', async () => {
    browser = await open();
    try {
      await visit(browser, `${server.origin}/product.html`);
      const top = await middleOf(browser, 'reviews');
      const arrow = (t) => [t, 'key', 'arrow'];
      for (let pressed = 0; pressed < 200 && (await browser.run('return scrollY')) < top - 100; pressed += 4) {
        await browser.perform(actions([0, 60, 120, 180].map(arrow)));
      }
      const { proof, keys } = await forReaders(browser);
      assert.equal(proof.reason, 'rule');
      assert.ok(keys > 0, 'its keys were noticed');
      assert.deepEqual(await browser.console(), []);
    } finally {
      await browser.close();
    }
  });
});

// A swap is nobody's loss: axe finds nothing that the default had not, and focus and scroll position stay.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { bring, violations } from './axe.mjs';
import { serve } from './collector.mjs';
import { inEach } from './engines.mjs';
import { Site } from './site.mjs';

const PAGES = ['/', '/product.html'];

inEach('swaps', ({ engine, open, it }) => {
  let server, browser;
  before(async () => {
    server = await serve(new Site(`swaps-${engine}`));
    browser = await open();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  const go = async (page) => {
    await browser.driver.get(`${server.origin}${page}`);
    await browser.until('the agent runs', 'return Boolean(window.nearside?.inspect)');
  };
  const variants = () =>
    browser.run('return nearside.inspect().slots.flatMap(({name, variants}) => variants.slice(1).map((variant) => [name, variant.name]))');

  for (const page of PAGES) {
    it(`${page}: no variant adds a violation`, async () => {
      await go(page);
      await bring(browser);
      const former = new Set((await violations(browser)).map((found) => found.split(':')[0]));
      const all = await variants();
      assert.ok(all.length >= 3, 'there are variants');
      for (const [slot, variant] of all) {
        await browser.run('nearside.show(...arguments)', slot, variant);
        const added = (await violations(browser)).filter((found) => !former.has(found.split(':')[0]));
        assert.deepEqual(added, [], `${slot} shows ${variant}`);
      }
    });
  }

  it('focus and scroll position stay as every slot changes and changes back', async () => {
    await go('/product.html');
    const where = () => browser.run('return [document.activeElement.outerHTML.slice(0, 200), scrollX, scrollY]');
    await browser.run("scrollTo({top: 300, behavior: 'instant'}); [...document.querySelectorAll('a[href],button')].find((control) => !control.closest('[data-nearside-slot]')).focus({preventScroll: true})");
    const former = await where();
    assert.ok(former[2] > 0 && !former[0].startsWith('<body'), former.join());
    for (const [slot, variant] of await variants()) {
      for (const shown of [variant, 'default']) {
        await browser.run('nearside.show(...arguments)', slot, shown);
        await browser.run('return new Promise((done) => requestAnimationFrame(() => setTimeout(done)))');
      }
    }
    assert.deepEqual(await where(), former);
  });
});

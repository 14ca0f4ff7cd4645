// Pages that frameworks render: a slot whose content React or Vue changes, takes away and brings back goes on as if nothing were
// there; a page that renders over its slot for ever is left alone after a few swaps, with one warning.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { build } from 'esbuild';
import { open } from './browser.mjs';
import { serve } from './collector.mjs';
import { Site, root } from './site.mjs';

/** As many swaps as a slot's budget allows, and the first. */
const MOST_SWAPS = 4;

/** A site with a page per app, each bundled as its users would. */
async function appSite() {
  const site = new Site('frameworks');
  const entries = { react: 'react.jsx', vue: 'vue.js', plain: 'plain.js' };
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, join('tests/e2e/frameworks', file)])),
    outdir: site.path('pages/apps'),
    bundle: true,
    jsx: 'automatic',
    // The frameworks' own complaints are what is looked for.
    define: { 'process.env.NODE_ENV': '"development"', __VUE_OPTIONS_API__: 'true', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'true' },
    logLevel: 'warning',
  });
  for (const name of Object.keys(entries)) {
    site.duplicate('pages/app.html', `pages/${name}.html`);
    site.edit(`pages/${name}.html`, (bytes) => bytes.toString().replace('NAME', name));
  }
  return site;
}

describe('pages that frameworks render', () => {
  let server, browser;
  before(async () => {
    // What React and Vue make of HTML is no trusted type.
    server = await serve(await appSite(), ["/pages/=script-src 'self' 'wasm-unsafe-eval'; style-src 'self'"]);
    browser = await open();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  const click = (id) => browser.driver.findElement({ css: `#${id}` }).click();
  const slot = () => browser.run("return document.querySelector('section')?.textContent");
  const shows = (text) => browser.until(`it shows ${text}`, "return document.querySelector('section')?.textContent === arguments[0]", text);
  const frames = (count) =>
    browser.driver.executeAsyncScript(`
      const [count, done] = arguments;
      const next = (left) => (left ? requestAnimationFrame(() => next(left - 1)) : done());
      next(count);`, count);
  /** Nobody complains: not the browser, not the framework, not nearside. */
  const fine = async () => {
    assert.deepEqual(await browser.run('return broken'), []);
    assert.deepEqual(await browser.run('return reported'), []);
    const lines = await browser.console();
    assert.deepEqual(lines.filter((line) => /^(SEVERE|WARNING)/.test(line)), []);
  };

  for (const name of ['react', 'vue']) {
    it(`${name}: what it renders while a variant is shown is there afterwards`, async () => {
      await browser.driver.get(`${server.origin}/pages/${name}.html`);
      await shows('proof');
      for (const _ of [1, 2, 3, 4]) {
        await click('next');
        await frames(2);
        assert.equal(await slot(), 'proof');
      }
      assert.equal(await browser.run("return document.querySelector('section').dataset.count"), '4', 'it was rendered');
      await browser.run('nearside.destroy()');
      assert.equal(await slot(), 'default 4bcand 4');
      await click('next');
      await frames(2);
      assert.equal(await slot(), 'odddefault 5cand 5', 'and it goes on');
      await fine();
    });

    it(`${name}: a slot that it takes away and brings back`, async () => {
      await browser.driver.get(`${server.origin}/pages/${name}.html`);
      await shows('proof');
      for (const _ of [1, 2]) {
        await click('toggle');
        await browser.until('it is gone', "return !document.querySelector('section')");
        await click('next');
        await click('toggle');
        await shows('proof');
      }
      await browser.run('nearside.destroy()');
      assert.equal(await slot(), 'default 2cand 2');
      await fine();
    });
  }

  for (const page of ['react.html?fight=key', 'react.html?fight=html', 'vue.html?fight=key', 'vue.html?fight=html', 'plain.html']) {
    it(`${page}: a few swaps, one warning, and the page works`, async () => {
      await browser.driver.get(`${server.origin}/pages/${page}`);
      await browser.until('it is told', 'return reported.length > 0');
      const swaps = await browser.run('return swaps');
      assert.ok(swaps >= 1 && swaps <= MOST_SWAPS, `${swaps} swaps`);
      await frames(90);
      assert.equal(await browser.run('return swaps'), swaps, 'and no more');
      assert.match(await slot(), /default \d+/);
      await click('count');
      assert.equal(await browser.run("return document.querySelector('#count').textContent"), '1');
      assert.deepEqual(await browser.run('return [reported, broken]'), [['slot-contested'], []]);
      const own = (await browser.console()).filter((line) => line.includes('[nearside]'));
      assert.equal(own.length, 1, own.join('\n'));
      assert.match(own[0], /slot-contested: slot `hero`/);
    });
  }
});

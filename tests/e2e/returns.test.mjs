// Whoever comes back: the first paint shows what the last visit ended with, long before the agent is here.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { after, before, describe, it } from 'node:test';
import { open } from './browser.mjs';
import { serve } from './collector.mjs';
import { NOTHING, device, forget } from './device.mjs';
import { Site, root } from './site.mjs';

const LOADS = 20;

describe('a returning visitor', () => {
  let server, browser, site;
  before(async () => {
    site = new Site('returns');
    server = await serve(site);
    browser = await open({ width: 800, height: 600 });
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  const go = () => browser.driver.get(`${server.origin}/pages/returns.html`);
  const html = () => browser.run("return document.querySelector('[data-nearside-slot]').innerHTML");
  const shown = () => browser.run("return document.querySelector('[data-nearside-slot]').dataset.nearsideShown ?? 'default'");
  const runs = () => browser.until('the agent runs', 'return Boolean(window.nearside?.inspect)');
  /** Element ids in the order of their first paint, with its time. */
  const painted = () =>
    browser.driver.executeAsyncScript(`
      const done = arguments[0];
      const found = [];
      new PerformanceObserver((list, observer) => {
        found.push(...list.getEntries().map(({identifier, renderTime}) => [identifier, renderTime]));
        if (found.some(([name]) => name === 'before')) (observer.disconnect(), done(found));
      }).observe({type: 'element', buffered: true});`);
  /** A page of the origin without an agent. */
  const away = () => browser.driver.get(`${server.origin}/pages/page.css`);
  /** From now on the agent's wasm is asked for and never answered. */
  const hold = () => browser.cdp('Fetch.enable', { patterns: [{ urlPattern: '*agent_bg*' }] });
  const leave = async () => {
    await away();
    await browser.until('the note is there', "return localStorage.getItem('nearside:shown') !== null");
  };

  it('sees the default at first, and the variant is noted as the page is left', async () => {
    await go();
    await browser.until('the variant is shown', "return document.querySelector('#proof') !== null");
    await browser.until('it has painted', "return performance.getEntriesByName('first-paint').length > 0");
    assert.equal((await painted())[0][0], 'before');
    await leave();
    assert.equal(await browser.run("return localStorage.getItem('nearside:shown')"), '{"hero":"proof"}');
  });

  it(`sees the variant in the first painted frame, ${LOADS} of ${LOADS} loads, with the agent's wasm held back`, async () => {
    await hold();
    let first = 0;
    for (let load = 0; load < LOADS; load += 1) {
      await go();
      await browser.until('it has painted', "return performance.getEntriesByName('first-paint').length > 0");
      const all = await painted();
      const [start] = await browser.run("return performance.getEntriesByName('first-paint').map(({startTime}) => startTime)");
      const names = all.map(([name]) => name).sort();
      const isFirst = all.every(([, time]) => Math.abs(time - start) < 1);
      if (names.join() === 'before,proof' && isFirst) first += 1;
    }
    console.log(`first painted frame shows the variant: ${first} of ${LOADS}`);
    assert.equal(first, LOADS);
    const shot = await browser.driver.takeScreenshot();
    mkdirSync(join(root, 'target/e2e/screenshots'), { recursive: true });
    writeFileSync(join(root, 'target/e2e/screenshots/returns.png'), shot, 'base64');
    await browser.cdp('Fetch.disable', {});
  });

  it('is taken over by the agent, which gives the very same default back', async () => {
    await browser.console();
    await go();
    await runs();
    assert.equal(await shown(), 'proof');
    await browser.run("nearside.setConsent('personalize', 'denied')");
    await browser.until('the default is back', "return document.querySelector('#default') !== null");
    const back = await html();
    assert.equal(await browser.run("return nearside.explain('hero').reason"), 'consent');
    assert.equal(await forget(browser), null);
    await go();
    await browser.until('the variant is shown', "return document.querySelector('#proof') !== null");
    await browser.run("nearside.show('hero', 'default')");
    assert.equal(await html(), back, 'byte for byte what the parser made');
    assert.deepEqual(await browser.console(), []);
  });

  it('whose grant is withdrawn sees the default again', async () => {
    await go();
    await browser.until('the variant is shown', "return document.querySelector('#proof') !== null");
    await leave();
    await go();
    await runs();
    await browser.run("nearside.setConsent('store', 'denied')");
    await browser.driver.wait(async () => isDeepStrictEqual(await device(browser), NOTHING), 10_000, 'something is left');
    await away();
    assert.deepEqual(await device(browser), NOTHING);
    await hold();
    await go();
    assert.equal(await shown(), 'default');
    await browser.cdp('Fetch.disable', {});
  });

  it('whose page lost the variant sees the default', async () => {
    await away();
    await browser.run(`localStorage.setItem('nearside:shown', '{"hero":"gone","other":"gone"}')`);
    await hold();
    await go();
    assert.equal(await browser.run("return document.querySelector('#default') !== null"), true);
    await browser.cdp('Fetch.disable', {});
  });
});

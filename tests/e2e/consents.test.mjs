// A consent manager's answers on a real page: nothing is stored or sent while there is none, and nothing is left after a no.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { serve } from './collector.mjs';
import { NOTHING, device, forget, isKept } from './device.mjs';
import { inEach } from './engines.mjs';
import { Site } from './site.mjs';

const TAG = '<script async src="/nearside.min.js"';
const LISTENING = `${TAG} data-nearside-consent=`;
const MEASURED = '{"site": "tests", "allow_automation": true, "consent": {"personalize": "granted", "measure": "granted"}}';
const ALL = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

function site(engine) {
  const site = new Site(`consents-${engine}`);
  site.page('managed', [[TAG, `<script src="/pages/tcf.js"></script>${LISTENING}"tcf"`]]);
  site.page('objecting', [
    ['"/pages/plain.json"', `'${MEASURED}'`],
    [TAG, `<script src="/pages/objects.js"></script><script src="/pages/tcf.js"></script>${LISTENING}"tcf"`],
  ]);
  site.page('unmanaged', [[TAG, `${LISTENING}"tcf"`]]);
  site.page('misspelt', [[TAG, `${LISTENING}"tcf2"`]]);
  return site;
}

inEach('a consent manager', ({ engine, open, it }) => {
  let server, browser;
  before(async () => {
    server = await serve(site(engine), ["/pages/managed=script-src 'self' 'wasm-unsafe-eval'; require-trusted-types-for 'script'"]);
    browser = await open();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  const go = async (page, query = '') => {
    await browser.driver.get(`${server.origin}/pages/${page}.html${query}`);
    await browser.until('it decides', "return window.nearside?.explain?.('hero').reason === 'rule'");
  };
  const say = (status, purposes) => browser.run('cmp.say(...arguments)', status, purposes);
  const consents = async () => JSON.parse(await browser.run('return nearside.export()')).consent;
  const until = (what, holds) => browser.driver.wait(async () => holds(await device(browser)), 30_000, what, 50);
  /** What the server was asked for that only a yes may bring about. */
  const asked = () => server.requests().filter(({ method, path }) => method === 'POST' || path.includes('keeper'));
  /** What the browser asked of others than the site. */
  const strangers = async () => (await browser.requests()).filter((url) => !url.startsWith(server.origin));
  const isHeard = () => browser.until('the manager is heard', 'return cmp.load() > 0');

  // First, as the browser asks for a chunk once and keeps it for ever.
  it('its code is fetched by the attribute alone', async () => {
    const fetched = () => server.requests().some(({ path }) => path.includes('/chunks/consent-'));
    await go('works');
    assert.equal(fetched(), false);
    await go('managed');
    await isHeard();
    assert.equal(fetched(), true);
  });

  it('zero bytes while the answer is pending, kept after a yes, zero after the no', async () => {
    await go('managed');
    await isHeard();
    await say('cmpuishown', ALL);
    assert.deepEqual([await device(browser), asked()], [NOTHING, []]);
    assert.equal((await consents()).store, 'pending');

    await say('useractioncomplete', ALL);
    await until('it is kept', isKept);
    assert.deepEqual(await consents(), { personalize: 'granted', store: 'granted', learn: 'granted', measure: 'granted' });

    await say('useractioncomplete', []);
    await until('it is erased', (found) => isDeepStrictEqual(found, NOTHING));
    assert.deepEqual(await consents(), { personalize: 'denied', store: 'denied', learn: 'denied', measure: 'denied' });
    await browser.driver.get(`${server.origin}/pages/page.css`);
    assert.deepEqual(await device(browser), NOTHING);
    assert.deepEqual(asked().filter(({ method }) => method === 'POST'), []);
    assert.deepEqual(await strangers(), []);
  });

  it('a manager that throws, is missing or misspelt leaves the answers pending and the page whole', async () => {
    const before = asked().length;
    for (const [page, query, codes] of [['managed', '?throws', 1], ['unmanaged', '', 0], ['misspelt', '', 1]]) {
      await go(page, query);
      await browser.until('it is told', 'return reported.length >= arguments[0]', codes);
      assert.deepEqual(await browser.run('return reported'), Array(codes).fill('consent-unavailable'), page);
      assert.deepEqual([await device(browser), (await consents()).store], [NOTHING, 'pending'], page);
      assert.equal(await browser.run("document.querySelector('#count').click(); return document.querySelector('#count').textContent"), '1');
    }
    assert.equal(asked().length, before);
  });

  it('a destroyed agent listens to nobody', async () => {
    await go('managed');
    await isHeard();
    await browser.run('nearside.destroy()');
    assert.deepEqual([await browser.run('return cmp.load()'), await browser.run('return reported')], [0, []]);
  });

  it("the browser's own no to measuring outranks the manager's yes and the page's", async () => {
    await go('objecting');
    await isHeard();
    assert.equal((await consents()).measure, 'denied');
    await say('tcloaded', ALL);
    await until('it is kept', isKept);
    await browser.run("nearside.setConsent('measure', 'granted')");
    assert.deepEqual(await consents(), { personalize: 'granted', store: 'granted', learn: 'granted', measure: 'denied' });
    assert.equal(await forget(browser), null);
  });
});

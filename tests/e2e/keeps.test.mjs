// What is kept on the device, page after page: nothing before an answer, all of it in one place, and none of it after a
// denial or forget().
import assert from 'node:assert/strict';
import { after, afterEach, before } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { serve } from './collector.mjs';
import { NOTHING, device, forget, isKept, snapshot } from './device.mjs';
import { inEach } from './engines.mjs';
import { Site } from './site.mjs';

const TAG = '<script async src="/nearside.min.js"';
const preceded = (file) => [['plain.json', 'learns.json'], [TAG, `<script src="/pages/${file}"></script>${TAG}`]];
/** What the first version kept, in localStorage. */
const FIRST = (now) => ({
  version: 1,
  seed: 41,
  session: { started: now - 60_000, ended: now - 30_000, pages: 3, dwell: 5, returning: false },
});

function site(engine) {
  const site = new Site(`keeps-${engine}`);
  site.page('granted', [['plain.json', 'learns.json']]);
  for (const page of ['busy', 'no-database', 'no-writing']) site.page(page, preceded(`${page}.js`));
  return site;
}

inEach('state', ({ engine, open, it }) => {
  let server, browser;
  before(async () => {
    server = await serve(site(engine));
    browser = await open();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  afterEach(async () => {
    await go('granted');
    assert.equal(await forget(browser), null);
  });

  const go = async (page, query = '') => {
    await browser.driver.get(`${server.origin}/pages/${page}.html${query}`);
    await browser.until('the agent runs', 'return Boolean(window.nearside?.inspect)');
  };
  /** A page of the origin without an agent. */
  const leave = () => browser.driver.get(`${server.origin}/pages/page.css`);
  /** An answer has the state kept at once. */
  const grant = () => browser.run("nearside.setConsent('store', 'granted')");
  const until = (what, holds) => browser.driver.wait(async () => holds(await device(browser)), 30_000, what, 50);
  const kept = async () => {
    await grant();
    await until('it is kept', isKept);
    return snapshot(browser);
  };
  const isNothing = (found) => isDeepStrictEqual(found, NOTHING);
  const reason = () => browser.run("return nearside.explain('hero').reason");
  const reported = () => browser.run('return reported');

  it('nothing is opened or fetched before the answer; a grant keeps, a denial erases', async () => {
    await go('works');
    await browser.until('it decides', "return nearside.explain('hero').reason === 'rule'");
    assert.deepEqual(await device(browser), NOTHING);
    const fetched = () => server.requests().some(({ path }) => path.includes('keeper'));
    assert.equal(fetched(), false, 'its code was fetched');
    await kept();
    assert.equal(fetched(), true);
    await browser.run("nearside.setConsent('store', 'denied')");
    await until('it is erased', isNothing);
    await leave();
    assert.deepEqual(await device(browser), NOTHING);
  });

  it('the session goes on, from what the first version had kept', async () => {
    await leave();
    const now = await browser.run('return Date.now()');
    await browser.run('localStorage.setItem(...arguments)', 'nearside:tests', JSON.stringify(FIRST(now)));
    await go('granted');
    await leave();
    await go('granted');
    const { seed, session, version } = await kept();
    assert.deepEqual([seed, session.pages], [41, 5]);
    assert.ok(version > 1);
  });

  it('a pause holds on the next page, and says so in what is exported', async () => {
    await go('granted');
    await browser.run('nearside.pause()');
    assert.equal(await reason(), 'paused');
    await go('granted');
    assert.equal(await reason(), 'paused');
    const { consent, kept } = JSON.parse(await browser.run('return nearside.export()'));
    assert.deepEqual([consent.store, kept.paused], ['granted', true]);
    await browser.run('nearside.resume()');
    assert.notEqual(await reason(), 'paused');
  });

  it('without IndexedDB it is localStorage, told once, and moved when it can be', async () => {
    await go('no-database');
    await grant();
    await browser.until('it is kept', "return Boolean(localStorage.getItem('nearside:tests'))");
    assert.deepEqual(await reported(), ['storage-unavailable']);
    await leave();
    assert.deepEqual((await device(browser)).databases, []);
    await go('granted');
    assert.equal((await kept()).session.pages, 2);
  });

  it('a start waits for a slow database no longer than it may, and goes on from it later', async () => {
    await go('granted');
    const { seed } = await kept();
    await go('busy');
    const known = 'return JSON.parse(nearside.export()).kept?.seed';
    assert.equal(await browser.run(known), null);
    await browser.run('window.released = true');
    await browser.until('it is known', `${known} === arguments[0]`, seed);
    assert.deepEqual(await reported(), []);
  });

  it('what could not be written waits in a journal, told once, and the next page takes it in', async () => {
    await go('no-writing');
    for (const again of [1, 2]) {
      await grant();
      await browser.until(`it is told ${again}`, 'return reported.length > 0');
    }
    await until('the journal is there', ({ keys }) => keys.length === 1);
    assert.equal((await device(browser)).snapshots[0] ?? undefined, undefined);
    assert.deepEqual(await reported(), ['storage-unavailable']);
    await go('granted');
    assert.equal((await kept()).session.pages, 2);
    assert.deepEqual(await reported(), []);
  });

  it('a page from the back/forward cache brings nothing back of who was forgotten meanwhile', async () => {
    await go('granted', '?first');
    await kept();
    await browser.run("addEventListener('pageshow', ({persisted}) => (window.isBack = persisted))");
    await go('granted', '?second');
    await kept();
    assert.equal(await forget(browser), null);
    await go('granted', '?third');
    const { seed } = await kept();
    for (const _ of [1, 2]) await browser.driver.navigate().back();
    await browser.until('it is back', 'return window.isBack');
    await browser.until('it knows', "return nearside.inspect().timeline.some(({text}) => text === 'the visitor is forgotten')");
    await leave();
    await go('granted');
    const { seed: same, session } = await kept();
    assert.deepEqual([same, session.pages], [seed, 2]);
  });

  it('forget() settles when nothing is left, and nothing comes back as the page is left', async () => {
    await go('granted');
    await kept();
    await browser.run("localStorage.setItem('nearside:tests:journal:1-2', 'of a page that died')");
    assert.equal(await forget(browser), null);
    assert.deepEqual(await device(browser), NOTHING);
    await leave();
    assert.deepEqual(await device(browser), NOTHING);
  });
});

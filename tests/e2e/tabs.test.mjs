// Several tabs at once, and tabs that end at the worst moment: no update is lost, nothing is left that can't be read, and
// nobody waits for a tab that is frozen.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { serve } from './collector.mjs';
import { NOTHING, device, forget, snapshot } from './device.mjs';
import { inEach } from './engines.mjs';
import { Site, root } from './site.mjs';

const SLOTS = 8;
const ROUNDS = 3;
const KILLS = 10;

/** Many small slots that wait for one goal. */
function site(engine) {
  const site = new Site(`tabs-${engine}`);
  const slot = (_, at) => `
    <section data-nearside-slot="s${at}" data-nearside-reward="goal sold">
      <p>one</p><template data-nearside-variant="other"><p>other</p></template>
    </section>`;
  const slots = Array.from({ length: SLOTS }, slot).join('');
  writeFileSync(site.path('pages/many.css'), 'section { min-block-size: 2rem; }');
  site.page('many', [
    ['/pages/plain.json', '/pages/learns.json'],
    ['/pages/page.css', '/pages/many.css'],
    ['<section', `${slots}<section`],
  ]);
  return site;
}

inEach('state that several tabs share', ({ engine, open, it }) => {
  const profile = join(root, `target/e2e/tabs-${engine}-profile`);
  let server, browser;
  before(async () => {
    server = await serve(site(engine));
  });
  after(() => server?.stop());
  const start = async () => {
    browser = await open({ profile });
  };
  afterEach(async () => {
    await browser?.close();
    browser = undefined;
    rmSync(profile, { recursive: true, force: true });
  });

  const go = async () => {
    await browser.driver.get(`${server.origin}/pages/many.html`);
    await browser.until('the agent runs', 'return Boolean(window.nearside?.inspect)');
  };
  const inTab = async (tab, work) => {
    await browser.driver.switchTo().window(tab);
    return work();
  };
  /** Two windows, both in view. */
  const two = async () => {
    const first = await browser.driver.getWindowHandle();
    await browser.driver.switchTo().newWindow('window');
    return [first, await browser.driver.getWindowHandle()];
  };
  const seen = `return nearside.inspect().slots.filter(({exposed, name}) => exposed && name !== 'hero').length === ${SLOTS}`;

  it('two tabs that learn at the same time lose nothing of each other', async () => {
    await start();
    const tabs = await two();
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const tab of tabs) await inTab(tab, go);
      for (const tab of tabs) {
        await inTab(tab, async () => {
          await browser.until('all is seen', seen);
          // Rewarded by the same word, so that both write at the same time.
          await browser.run("new BroadcastChannel('go').onmessage = () => nearside.reward('sold', 1)");
        });
      }
      await browser.run("nearside.reward('sold', 1); new BroadcastChannel('go').postMessage('go')");
    }
    const taught = 'return nearside.inspect().timeline.filter(({kind}) => kind === "learned").length';
    for (const tab of tabs) await inTab(tab, () => browser.until('it has learned', `${taught} === ${SLOTS}`));

    const sum = (slot, what) => slot.tallies.reduce((sum, tally) => sum + tally[what], 0);
    const kept = async () => (await snapshot(browser)).counts.map((slot) => [slot.slot, sum(slot, 'exposures'), sum(slot, 'rewards')]);
    const each = tabs.length * ROUNDS;
    const all = Array.from({ length: SLOTS }, (_, at) => [`s${at}`, each, each]);
    await browser.driver.wait(async () => isDeepStrictEqual((await kept()).sort(), all), 10_000, 'something is lost', 50);
    console.log(`${engine}: two tabs, ${ROUNDS} pages each, ${SLOTS} slots: all ${each * SLOTS} exposures and rewards are kept`);
  });

  it('a browser that is killed while it writes leaves what can be read', { needs: ['profile'] }, async () => {
    for (let kill = 0; kill < KILLS; kill += 1) {
      await start();
      await go();
      assert.deepEqual(await browser.run('return reported'), []);
      // An answer has the state kept: here without end.
      await browser.run(`
        window.written = 0;
        new BroadcastChannel('nearside:tests').onmessage = () => (window.written += 1);
        setInterval(() => nearside.setConsent('store', 'granted'));`);
      await browser.until('it is writing', 'return written > arguments[0]', kill * 3);
      await browser.kill();
    }
    await start();
    await go();
    assert.deepEqual(await browser.run('return reported'), []);
    const { session } = await snapshot(browser);
    console.log(`${engine}: killed ${KILLS} times while it wrote: read back each time, with ${session.pages} of ${KILLS} pages`);
    // What the system had not yet written when the browser died is lost; most of it had.
    assert.ok(session.pages > KILLS / 2, `${session.pages} pages`);
  });

  it('what is forgotten in one tab is forgotten in a frozen one, whose lock nobody waits for', { needs: ['freezing'] }, async () => {
    await start();
    const [frozen, other] = await two();
    const freeze = (isFrozen) => inTab(frozen, () => browser.freeze(isFrozen));
    for (const tab of [frozen, other]) await inTab(tab, go);
    await inTab(frozen, () => browser.run("navigator.locks.request('nearside:tests', () => new Promise(() => {}))"));
    await freeze(true);
    await inTab(other, async () => {
      assert.equal(await forget(browser), null);
      assert.deepEqual(await device(browser), NOTHING);
    });
    await freeze(false);
    const heard = "return nearside.inspect().timeline.some(({text}) => text === 'the visitor is forgotten')";
    await inTab(frozen, () => browser.until('it has forgotten', heard));
  });
});

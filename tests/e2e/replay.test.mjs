// The replay of a visit in the inspector: the same window, dwell and happenings, moved through by hand or by itself.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { build } from 'esbuild';
import { Key } from 'selenium-webdriver';
import { visit } from './agent.mjs';
import { open } from './browser.mjs';
import { serve } from './collector.mjs';
import { Inspector } from './inspector.mjs';
import { Site, root } from './site.mjs';

const { outputFiles } = await build({ entryPoints: [join(root, 'js/devtools/film.ts')], bundle: true, write: false, format: 'esm' });
const { Film } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);

describe('the replay', () => {
  let server, browser, inspector;
  before(async () => {
    server = await serve(new Site('replay'));
    browser = await open();
    inspector = new Inspector(browser);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  const time = () => inspector.run("return Number(root.querySelector('.scrubber').value)");
  const label = () => inspector.run("return root.querySelector('.stage').getAttribute('aria-label')");
  const press = async (name) => (await inspector.run("return root.querySelector(`.transport [aria-label='${arguments[0]}']`)", name)).click();

  /** A visit of a decision, a move, a scroll and a variant chosen by hand, and the replay of it. */
  const replayed = async () => {
    await visit(browser, `${server.origin}/pages/inspected.html?nearside-inspect`, { model: false });
    await inspector.until('the slot is decided', "return root?.querySelector('.shown')?.textContent === 'proof'");
    await browser.driver.actions().move({ x: 200, y: 200 }).move({ x: 300, y: 260 }).perform();
    await browser.driver.actions().scroll(300, 260, 0, 700).perform();
    await browser.until('the scroll is noticed', "return nearside.inspect().context.find(({ path }) => path === 'scroll.depth').value > 0");
    await browser.run("nearside.show('hero', 'offer')");
    await inspector.tab('replay');
    await inspector.until('it is drawn', "return Boolean(root.querySelector('.stage')?.getAttribute('aria-label'))");
  };

  it('shows the window as it was, at any time', async () => {
    await replayed();
    const hero = "root.querySelector('.on-stage .region-box').getAttribute('y')";
    const low = await inspector.run(`return Number(${hero})`);
    assert.ok(low < 0, 'at its end the page is scrolled');
    assert.doesNotMatch(await label(), /hero/);
    await (await inspector.run("return root.querySelector('.scrubber')")).sendKeys(Key.HOME);
    assert.match(await label(), /In view: hero/);
    assert.ok((await inspector.run(`return Number(${hero})`)) > 0);
    const variant = "return root.querySelector('.on-stage .region-variant').textContent";
    assert.notEqual(await inspector.run(variant), 'offer');
    await (await inspector.run("return root.querySelector('.scrubber')")).sendKeys(Key.END);
    assert.equal(await inspector.run(variant), 'offer');
    await (await inspector.run("return root.querySelector('.scrubber')")).sendKeys(Key.HOME);
    const start = await time();
    await (await inspector.run("return root.querySelector('.scrubber')")).sendKeys(Key.ARROW_RIGHT);
    assert.equal((await time()) - start, 100);
  });

  it('goes from happening to happening', async () => {
    await replayed();
    await (await inspector.run("return root.querySelector('.scrubber')")).sendKeys(Key.HOME);
    const told = [];
    const tell = async () => told.push([await time(), await inspector.run("return root.querySelector('.caption').textContent")]);
    do {
      await tell();
      await press('To the next happening');
    } while ((await time()) !== told.at(-1)[0]);
    const place = (what) => told.findIndex(([, caption]) => what.test(caption));
    assert.ok(place(/hero (→|shows) proof/) >= 0 && place(/hero (→|shows) proof/) < place(/^swap, .*: hero shows offer/), `${told}`);
    const ticks = await inspector.run("return [...root.querySelectorAll('.ticks i')].map((tick) => tick.dataset.kind)");
    assert.ok(ticks.includes('decision') && ticks.includes('swap'), `${ticks}`);
    await press('To the happening before');
    assert.ok((await time()) < told.at(-1)[0]);
  });

  it('plays, and pauses when its view is left', async () => {
    await replayed();
    const end = await time();
    await press('Play');
    await inspector.until('time goes on', "return Number(root.querySelector('.scrubber').value) < arguments[0]", end);
    await inspector.tab('signals');
    await inspector.tab('replay');
    assert.ok(await inspector.run("return Boolean(root.querySelector(\"[aria-label='Play']\"))"), 'it goes on unseen');
    await press('Play');
    await inspector.until('it ends', "return Number(root.querySelector('.scrubber').value) === arguments[0]", end);
    await inspector.until('and stops', "return Boolean(root.querySelector(\"[aria-label='Play']\"))");
  });

  it('moves in steps where little motion is wished for', async () => {
    await browser.cdp('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-reduced-motion', value: 'reduce' }] });
    await replayed();
    const times = await inspector.run(`
      const times = [];
      const clock = root.querySelector('.clock');
      new MutationObserver(() => times.push(Number(root.querySelector('.scrubber').value))).observe(clock, { childList: true });
      root.querySelector("[aria-label='Play']").click();
      return new Promise((played) => { const look = () => (root.querySelector("[aria-label='Play']") ? played(times) : setTimeout(look, 50)); look(); })`);
    await browser.cdp('Emulation.setEmulatedMedia', { features: [] });
    const steps = times.slice(1, -1).map((at, index) => at - times[index]);
    assert.ok(steps.every((step) => step >= 4000), `at four times the speed, ms: ${times}`);
  });

  it('says how to have a visit recorded that was not', async () => {
    await visit(browser, `${server.origin}/pages/inspected.html`, { model: false });
    await inspector.open();
    await inspector.tab('replay');
    const address = "return root.querySelector('.view-replay a').href";
    await inspector.until('it says so', "return /not recorded/.test(root.querySelector('.view-replay').innerText)");
    assert.equal(await inspector.run(address), `${server.origin}/pages/inspected.html?nearside-inspect=`);
  });

  it('hands over a log of the inspection and the recording', async () => {
    await replayed();
    await browser.run('URL.createObjectURL = (blob) => { window.file = blob; return "#"; }');
    await (await inspector.run("return [...root.querySelectorAll('button')].find(({ textContent }) => textContent === 'Export the log')")).click();
    const log = JSON.parse(await browser.run('return window.file.text()'));
    assert.deepEqual(Object.keys(log), ['inspection', 'recording']);
    assert.ok(log.inspection.timeline.some(({ kind }) => kind === 'decision'));
    assert.ok(log.recording.events.some(([, kind]) => kind === 'scroll'));

    // The film of that recording adds up the dwell that the engine measured, to two of its samples of 50 ms.
    const { regions, slots } = log.inspection;
    const cast = { regions: regions.map(({ name }) => name), slots: slots.map(({ name, variants }) => ({ name, variants: variants.map((variant) => variant.name) })) };
    const film = new Film(JSON.stringify(log.recording), cast);
    for (const { name, dwell } of film.scene(film.end).actors) {
      const measured = regions.find((region) => region.name === name).features.find(({ path }) => path === `dwell.${name}.ms`).value;
      assert.ok(Math.abs(dwell - measured) <= 100, `${name}: ${dwell} ms in the film, ${measured} ms in the engine`);
    }
    assert.ok(film.scene(film.end).actors[0].dwell > 0);
  });
});

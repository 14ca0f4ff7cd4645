// The inspector and the page keep apart: neither's styles, keys, focus nor layout reach the other.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Key } from 'selenium-webdriver';
import { visit } from './agent.mjs';
import { open } from './browser.mjs';
import { serve } from './collector.mjs';
import { Inspector } from './inspector.mjs';
import { Site } from './site.mjs';

/** How the panel, a tab and a button look: what the page could have changed. */
const LOOKS = `
  const looks = ['.panel', '.tab', '.choose[aria-pressed=false]', '.card', '.outline'].map((selector) => {
    const node = root.querySelector(selector);
    const style = getComputedStyle(node);
    const { width, height } = node.getBoundingClientRect();
    const names = ['color', 'backgroundColor', 'fontSize', 'fontFamily', 'letterSpacing', 'direction', 'transform', 'boxSizing', 'pointerEvents', 'display'];
    return [selector, ...(selector === '.outline' ? [] : [Math.round(width), selector === '.card' ? 0 : Math.round(height)]), ...names.map((name) => name === 'transform' && selector === '.outline' ? '' : style[name])];
  });`;

describe('the inspector and the page', () => {
  let server, browser, inspector;
  before(async () => {
    server = await serve(new Site('apart'));
    browser = await open();
    inspector = new Inspector(browser);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  const load = (page, search = '') => visit(browser, `${server.origin}/pages/${page}.html${search}`, { model: false });
  const opened = async () => {
    await inspector.open();
    await inspector.until('it is laid out', "return Boolean(root.querySelector('.choose') && root.querySelector('.outline'))");
    await browser.run('return Promise.all(document.querySelector("nearside-inspector").shadowRoot.getAnimations().map((one) => one.finished)).then(() => true)');
  };

  it('looks the same where the page’s styles are hostile, and stands above any z-index', async () => {
    await load('inspected');
    await opened();
    const usual = await inspector.run(`${LOOKS} return looks`);
    await load('bossy');
    await opened();
    assert.deepEqual(await inspector.run(`${LOOKS} return looks`), usual);
    const above = await inspector.run(`
      const { x, y } = root.querySelector('.title').getBoundingClientRect();
      return document.elementFromPoint(x + 2, y + 2) === root.host && root.elementFromPoint(x + 2, y + 2).className`);
    assert.equal(above, 'title');
    await (await inspector.run("return root.querySelector('.choose[aria-label$=\": offer\"]')")).click();
    await browser.until('a click arrives', "return Boolean(document.querySelector('#offer'))");
  });

  it('leaves the page byte for byte as it was, and moves nothing on it', async () => {
    await load('bossy');
    const html = () => browser.run("const page = document.documentElement.cloneNode(true); page.querySelector('nearside-inspector')?.remove(); return page.outerHTML");
    const whole = () => browser.run('return document.documentElement.outerHTML');
    await browser.run(`
      window.shifts = [];
      new PerformanceObserver((list) => window.shifts.push(...list.getEntries())).observe({ type: 'layout-shift' });
      return new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(() => seen(true))))`);
    const before = await whole();
    await opened();
    assert.equal(await html(), before, 'while it is open');
    const looks = "Number(root.querySelector('.flow b').textContent.replace(/,/g, ''))";
    const seen = await inspector.run(`return ${looks}`);
    await browser.driver.actions().move({ x: 80, y: 80 }).move({ x: 200, y: 200 }).perform();
    await inspector.until('it has looked again', `return ${looks} > arguments[0]`, seen);
    await inspector.press(Key.ESCAPE);
    assert.ok(!(await inspector.isOpen()));
    assert.equal(await whole(), before, 'when it is closed');
    assert.deepEqual(await browser.run('return window.shifts.map(({ value }) => value)'), []);
  });

  it('keeps its keys and clicks from the page’s own listeners', async () => {
    await load('inspected');
    await browser.run(`
      window.heard = [];
      for (const type of ['keydown', 'keyup', 'click', 'pointerdown', 'focusin', 'input', 'wheel']) document.addEventListener(type, (event) => window.heard.push(event.type));
      document.querySelector('#see').click()`);
    await inspector.until('it is open', "return Boolean(root?.getElementById('tab-features'))");
    await browser.run('window.heard.length = 0');
    await (await inspector.run("return root.getElementById('tab-features')")).click();
    await (await inspector.run("return root.querySelector('#feature-search')")).sendKeys('dwell');
    assert.equal(await inspector.run("return root.querySelector('#feature-search').value"), 'dwell');
    assert.deepEqual(await browser.run('return window.heard'), []);
    await browser.driver.findElement({ css: 'h1' }).click();
    assert.ok((await browser.run('return window.heard')).includes('click'), 'what is the page’s own is heard');
    const dead = 'nearside.inspect().context.find(({ path }) => path === "clicks.dead").value';
    await browser.until('the agent takes that click for one on nothing', `return ${dead} > 0`);
    assert.equal(await browser.run(`return ${dead}`), 1, 'and those in the inspector for none such');
  });

  it('opened by the address it leaves the focus to the page, and Escape outside of it too', async () => {
    await load('inspected', '?nearside-inspect');
    await inspector.until('it is open', "return Boolean(root?.querySelector('.shown'))");
    assert.equal(await browser.run('return document.activeElement.tagName'), 'BODY');
    await inspector.press(Key.ESCAPE);
    assert.ok(await inspector.isOpen());
  });

  it('goes to the other side, and back', async () => {
    await load('inspected');
    await opened();
    const left = () => inspector.run("return root.querySelector('.panel').getBoundingClientRect().left");
    const side = await inspector.run("return root.querySelector('.side')");
    await side.click();
    assert.equal(await left(), 12);
    await side.click();
    assert.ok((await left()) > 640);
  });
});

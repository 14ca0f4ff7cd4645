// Real hands on pages that are built otherwise: where a box scrolls instead of the document, where one scrolls within
// it, and where a label stands for its control.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, before } from 'node:test';
import { visit } from './agent.mjs';
import { serve } from './collector.mjs';
import { inEach } from './engines.mjs';
import { Site } from './site.mjs';

const LONG = '<div class="long" data-nearside-watch="long">long</div>';
const RULE = `data-nearside-when='{"page.dwell": {"$gt": 200}}'`;
const NEVER = `data-nearside-when='{"page.dwell": {"$lt": 0}}'`;

/** Pages of one element, by name: its HTML and its style. */
const PAGES = {
  boxed: [`<div id="box">${LONG}</div>`, '#box { position: fixed; inset: 0; overflow: auto; } .long { height: 3000px; }'],
  inner: [`<div id="box">${LONG}</div>`, '#box { height: 300px; overflow: auto; } .long { height: 3000px; }'],
  label: ['<label id="box"><input type="checkbox" /> yes, all of it</label>', '#box { display: block; }'],
};

function site(engine) {
  const site = new Site(`hands-${engine}`);
  for (const [name, [html, css]] of Object.entries(PAGES)) {
    site.page(name, [['<section', `${html}<section`], [RULE, NEVER], ['/pages/page.css', `/pages/${name}.css`]]);
    writeFileSync(site.path(`pages/${name}.css`), `${css} section { height: 4rem; }`);
  }
  return site;
}

inEach('real hands', ({ engine, open, it }) => {
  let server, browser;
  before(async () => {
    server = await serve(site(engine));
    browser = await open();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** Opens a page and gives the middle of its box, a little to the right. */
  const go = async (page) => {
    await visit(browser, `${server.origin}/pages/${page}.html`, { model: false });
    return browser.run(`
      const box = document.querySelector('#box').getBoundingClientRect();
      return {x: Math.round(box.x + 60), y: Math.round(box.y + Math.min(box.height, 200) / 2)};`);
  };
  const wheel = (at) =>
    browser.perform([
      { id: 'wheel', type: 'wheel', actions: [{ type: 'scroll', duration: 200, deltaX: 0, deltaY: 900, ...at }] },
    ]);
  const feature = (path) =>
    browser.run('return nearside.inspect().context.find(({path}) => path === arguments[0]).value', path);
  const signals = async () => {
    const counts = await browser.run('return nearside.inspect().signals');
    return Object.fromEntries(counts.map(({ kind, count }) => [kind, count]));
  };

  it('a box that fills the window is scrolled as the page is', async () => {
    await wheel(await go('boxed'));
    const depth = "return nearside.inspect().context.find(({path}) => path === 'scroll.depth').value > 0.4";
    await browser.until('the depth grew', depth);
    assert.equal((await signals()).stir, undefined);
  });

  it('a box within the page is scrolled by someone who is there', async () => {
    const at = await go('inner');
    const depth = await feature('scroll.depth');
    await wheel(at);
    await browser.until('it was noticed', "return nearside.inspect().signals.some(({kind}) => kind === 'stir')");
    assert.equal(await feature('scroll.depth'), depth, 'the page itself was not scrolled');
  });

  it('a click on a label is one click', async () => {
    const at = await go('label');
    const press = [{ type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 }];
    const actions = [{ type: 'pointerMove', duration: 50, ...at }, ...press];
    await browser.perform([{ id: 'mouse', type: 'pointer', parameters: { pointerType: 'mouse' }, actions }]);
    await browser.until('it was noticed', "return nearside.inspect().signals.some(({kind}) => kind === 'click')");
    assert.equal(await browser.run("return document.querySelector('input').checked"), true);
    assert.equal((await signals()).click, 1);
  });
});

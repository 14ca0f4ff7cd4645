// The inspector as a visitor uses it: opened and left by keyboard, telling what was decided and why, at every width.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Key } from 'selenium-webdriver';
import { visit } from './agent.mjs';
import { open } from './browser.mjs';
import { serve } from './collector.mjs';
import { Site } from './site.mjs';

const ROOT = "const root = document.querySelector('nearside-inspector').shadowRoot;";

describe('the inspector', () => {
  let server, browser;
  before(async () => {
    const site = new Site('inspector');
    // The same page without its script of the agent: the inspector is then alone.
    site.duplicate('pages/inspected.html', 'pages/alone.html');
    site.edit('pages/alone.html', (bytes) => bytes.toString().replace(/<script async.*<\/script>/, ''));
    site.duplicate('pages/inspected.html', 'pages/inert.html');
    site.edit('pages/inert.html', (bytes) => bytes.toString().replace('/pages/plain.json', '/pages/page.css'));
    server = await serve(site);
    browser = await open();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  const press = (...keys) => browser.driver.actions().sendKeys(...keys).perform();
  const chord = () => browser.driver.actions().keyDown(Key.ALT).keyDown(Key.SHIFT).sendKeys('n').keyUp(Key.SHIFT).keyUp(Key.ALT).perform();
  const within = (body, ...values) => browser.run(ROOT + body, ...values);
  const isOpen = () => within("return !root.getElementById('panel').hidden");
  const view = () => within("return root.querySelector('[role=tabpanel]:not([hidden])').innerText");
  const focused = () => within('return root.activeElement?.textContent');
  const load = async (page, model = false) => {
    await visit(browser, `${server.origin}/pages/${page}.html`, { model });
    await browser.until('the inspector is there', "return document.querySelector('#see').hasAttribute('aria-expanded')");
  };

  it('opens by keyboard, moves between tabs by arrows, closes with Escape and gives the focus back', async () => {
    await load('inspected');
    await browser.run("document.querySelector('#see').focus()");
    await chord();
    assert.ok(await isOpen());
    assert.equal(await focused(), 'Decisions');
    assert.equal(await browser.run("return document.querySelector('#see').getAttribute('aria-expanded')"), 'true');

    await press(Key.ARROW_RIGHT);
    assert.equal(await focused(), 'Attention');
    await press(Key.END);
    assert.equal(await focused(), 'Privacy');
    await press(Key.ARROW_RIGHT);
    assert.equal(await focused(), 'Decisions');
    const tabs = await within("return [...root.querySelectorAll('[role=tab]')].map((tab) => [tab.ariaSelected, tab.tabIndex])");
    assert.deepEqual(tabs.filter(([selected]) => selected === 'true').length, 1);
    assert.deepEqual(tabs[0], ['true', 0]);

    await press(Key.ESCAPE);
    assert.ok(!(await isOpen()));
    assert.equal(await browser.run('return document.activeElement.id'), 'see');
    assert.deepEqual(await browser.console(), [], 'the console, policy violations included');
  });

  it('says in two sentences what it is', async () => {
    const intro = await within("return root.getElementById('intro').textContent");
    assert.equal(intro.match(/[.!?](\s|$)/g).length, 2, intro);
  });

  it('shows what was decided, why, and what weighed, and lets the visitor choose another variant', async () => {
    await load('inspected');
    await browser.driver.findElement({ css: '#see' }).click();
    await browser.until('the decision is shown', `${ROOT} return root.querySelector('.shown')?.textContent === 'proof'`);
    assert.match(await view(), /rule .* came true/);
    assert.match(await view(), /page\.dwell/);

    const offer = () => within("return root.querySelector('[aria-label$=\": offer\"]')");
    await (await offer()).click();
    await browser.until('the page follows', "return Boolean(document.querySelector('#offer'))");
    await browser.until('and the card', `${ROOT} return root.querySelector('.shown').textContent === 'offer'`);
    assert.match(await view(), /You chose this variant here/);
    assert.equal(await (await offer()).getAttribute('aria-pressed'), 'true');
    assert.equal(await within('return root.activeElement.ariaLabel'), 'Shown: offer', 'the button that was pressed is still there');
    assert.deepEqual(await browser.console(), []);
  });

  it('sums up the visit as a whole, the fullest segment first', async () => {
    await visit(browser, `${server.origin}/product.html`);
    await browser.until('the inspector can be opened', "return document.querySelector('[data-inspector-open]')?.hasAttribute('aria-expanded')");
    await browser.driver.findElement({ css: '[data-inspector-open]' }).click();
    await within("root.getElementById('tab-attention').click()");
    const shares = "[...root.querySelectorAll('.outlook .segments [role=meter]')].map((bar) => Number(bar.ariaValueNow))";
    await browser.until('the visit is summed up', `${ROOT} return ${shares}.length > 1`);
    const seen = await within(`return ${shares}`);
    assert.ok(Math.abs(seen.reduce((a, b) => a + b) - 100) <= seen.length, `${seen}`);
    assert.ok(seen.every((share, at) => share <= seen[0] + 5 || at === 0), `${seen}`);
    assert.match(await view(), /This visit as a whole/);
    assert.deepEqual(await browser.console(), []);
    await load('inspected');
    await browser.driver.findElement({ css: '#see' }).click();
  });

  it('keeps what it shows in place while it counts on', async () => {
    await within("root.getElementById('tab-signals').click(); root.querySelector('.tile').marked = true");
    const drains = "Number(root.querySelector('.view-signals .facts dd').textContent.replace(/,/g, ''))";
    const before = await within(`return ${drains}`);
    await browser.until('a later look', `${ROOT} return ${drains} > arguments[0]`, before);
    assert.ok(await within("return root.querySelector('.tile').marked"));
  });

  it('names every feature, and finds them', async () => {
    await within("root.getElementById('tab-features').click()");
    const select = () => within("return root.querySelector('#feature-scope')");
    await (await select()).sendKeys('reviews');
    await browser.until('the region is listed', `${ROOT} return root.querySelector('tbody code').textContent.includes('reviews')`);
    const rows = "[...root.querySelectorAll('tbody tr')].map((row) => row.querySelector('.meaning').textContent)";
    const all = await within(`return ${rows}`);
    assert.ok(all.length > 10);
    assert.equal(all.indexOf(''), -1, 'a region’s feature has no meaning: add it to region-words.js');
    await (await within("return root.querySelector('#feature-search')")).sendKeys('cursor');
    await browser.until('fewer are left', `${ROOT} return ${rows}.length < arguments[0]`, all.length);
    assert.ok((await within(`return ${rows}`)).every((meaning) => /cursor/i.test(meaning)));
  });

  it('counts what was sent, and takes the visitor’s answers', async () => {
    await within("root.getElementById('tab-privacy').click()");
    await browser.until('the page has loaded', `${ROOT} return /after load/.test(root.querySelector('.sent').textContent)`);
    assert.equal(await within("return root.querySelector('.sent').textContent"), 'Bytes sent after load: 0');
    await browser.run("return fetch('/pages/page.css?later').then(() => true)");
    await browser.until('the request is counted', `${ROOT} return /: 1$/.test(root.querySelector('.sent').textContent)`);
    assert.match(await within("return root.querySelector('.requests').textContent"), /page\.css\?later/);

    await within("root.querySelector('[name=consent-personalize][value=denied]').click()");
    assert.equal(await browser.run('return nearside.inspect().consent.personalize'), 'denied');
    await within("root.getElementById('tab-decisions').click()");
    await browser.until('the reason is shown', `${ROOT} return /declined/.test(root.querySelector('.view-decisions').innerText)`);
    assert.match(await within("return root.querySelector('.unseen[role=status]').textContent"), /^hero: default\. You declined/);
  });

  it('outlines the regions, and only while it is open', async () => {
    await load('inspected');
    await chord();
    await within("root.querySelector('[role=switch]').click()");
    await browser.until('both are outlined', `${ROOT} return root.querySelectorAll('.outline').length === 2`);
    const [drawn, there] = await within(`
      const box = (element) => { const { x, y, width, height } = element.getBoundingClientRect(); return [x, y, width, height].map(Math.round); };
      return [box(root.querySelector('.outline')), box(document.querySelector('[data-nearside-slot]'))]`);
    assert.deepEqual(drawn, there);
    await press(Key.ESCAPE);
    assert.ok(await within("return root.querySelector('.outlines').hidden"));
  });

  it('asks for nothing when it is opened', async () => {
    await load('inspected');
    await browser.requests();
    await chord();
    for (let tab = 0; tab < 6; tab += 1) await press(Key.ARROW_RIGHT);
    await browser.until('it has looked', `${ROOT} return root.querySelector('.shown')?.textContent.length > 0`);
    assert.deepEqual(await browser.requests(), []);
  });

  for (const [page, title] of [
    ['alone', /no agent on this page/],
    ['inert', /not running/],
  ]) {
    it(`${page}: says plainly that there is nothing to inspect`, async () => {
      await browser.driver.get(`${server.origin}/pages/${page}.html`);
      await browser.until('the inspector is there', "return document.querySelector('#see').hasAttribute('aria-expanded')");
      await chord();
      const said = `${ROOT} return root.querySelector('.trouble').innerText`;
      await browser.until('it says so', `${said}.match(new RegExp(arguments[0])) !== null`, title.source);
      assert.equal(await within("return root.querySelectorAll('[role=tabpanel]:not([hidden])').length"), 0);
    });
  }

  for (const width of [360, 390]) {
    it(`needs no sideways scrolling at ${width} px, and every target fits a finger`, async () => {
      const phone = await open({ width, height: 780, mobile: true, dark: true });
      try {
        await visit(phone, `${server.origin}/pages/inspected.html`, { model: false });
        await phone.until('the inspector is there', "return document.querySelector('#see').hasAttribute('aria-expanded')");
        await phone.driver.findElement({ css: '#see' }).click();
        for (const tab of ['decisions', 'attention', 'signals', 'features', 'timeline', 'privacy']) {
          await phone.run(`${ROOT} root.getElementById('tab-' + arguments[0]).click()`, tab);
          const [page, body, small] = await phone.run(`${ROOT}
            const body = root.querySelector('.body');
            const small = [...root.querySelectorAll('button, select, input[type=search], .choice')]
              .filter((one) => one.checkVisibility() && Math.round(one.getBoundingClientRect().height) < 44);
            return [document.documentElement.scrollWidth - innerWidth, body.scrollWidth - body.clientWidth, small.map((one) => one.className)]`);
          assert.deepEqual([page, body, small], [0, 0, []], tab);
        }
      } finally {
        await phone.close();
      }
    });
  }
});

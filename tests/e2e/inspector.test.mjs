// The inspector as its user works with it: opened and left by keyboard, telling what was decided and why, at every width.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { Key } from 'selenium-webdriver';
import { visit } from './agent.mjs';
import { open } from './browser.mjs';
import { serve } from './collector.mjs';
import { Inspector, ROOT } from './inspector.mjs';
import { Site } from './site.mjs';

describe('the inspector', () => {
  let server, browser, inspector;
  before(async () => {
    const site = new Site('inspector');
    site.duplicate('pages/inspected.html', 'pages/inert.html');
    site.edit('pages/inert.html', (bytes) => bytes.toString().replace('/pages/plain.json', '/pages/page.css'));
    server = await serve(site);
    browser = await open();
    inspector = new Inspector(browser);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  const load = (search = '') => visit(browser, `${server.origin}/pages/inspected.html${search}`, { model: false });

  it('is fetched when it is opened, once, and asks for nothing after that', async () => {
    await browser.requests();
    await load();
    assert.ok((await browser.requests()).every((url) => !url.includes('devtools')), 'it came with the page');
    await inspector.open();
    for (let tab = 0; tab < 6; tab += 1) await inspector.press(Key.ARROW_RIGHT);
    await inspector.press(Key.ESCAPE);
    await inspector.open();
    const fetched = (await browser.requests()).map((url) => url.replace(/.*\//, ''));
    assert.equal(fetched.length, 1, `${fetched}`);
    assert.match(fetched[0], /^devtools-\w+\.js$/);
    assert.deepEqual(await browser.console(), [], 'the console, policy violations included');
  });

  it('opens by keyboard, moves between tabs by arrows, closes with Escape and gives the focus back', async () => {
    await load();
    await browser.run("document.querySelector('#see').focus()");
    await inspector.open();
    assert.equal(await inspector.focused(), 'Decisions');

    await inspector.press(Key.ARROW_RIGHT);
    assert.equal(await inspector.focused(), 'Attention');
    await inspector.press(Key.END);
    assert.equal(await inspector.focused(), 'Privacy');
    await inspector.press(Key.ARROW_RIGHT);
    assert.equal(await inspector.focused(), 'Decisions');
    const tabs = await inspector.run("return [...root.querySelectorAll('[role=tab]')].map((tab) => [tab.ariaSelected, tab.tabIndex])");
    assert.deepEqual(tabs.filter(([selected]) => selected === 'true').length, 1);
    assert.deepEqual(tabs[0], ['true', 0]);

    await inspector.press(Key.ESCAPE);
    assert.ok(!(await inspector.isOpen()));
    assert.equal(await browser.run('return document.activeElement.id'), 'see');
    await inspector.open();
    await inspector.chord();
    await browser.until('the same keys close it', "return document.querySelector('nearside-inspector') === null");
    assert.deepEqual(await browser.console(), [], 'the console, policy violations included');
  });

  it('is opened by a button of the page, and says in two sentences what it is', async () => {
    await load();
    await browser.driver.findElement({ css: '#see' }).click();
    await inspector.until('it is open', "return Boolean(root?.getElementById('intro'))");
    const intro = await inspector.run("return root.getElementById('intro').textContent");
    assert.equal(intro.match(/[.!?](\s|$)/g).length, 2, intro);
  });

  it('shows what was decided, why, and what weighed, and lets its user choose another variant', async () => {
    await load();
    await inspector.open();
    await inspector.until('the decision is shown', "return root.querySelector('.shown')?.textContent === 'proof'");
    assert.match(await inspector.view(), /rule .* came true/);
    assert.match(await inspector.view(), /page\.dwell/);

    const offer = () => inspector.run("return root.querySelector('.choose[aria-label$=\": offer\"]')");
    await (await offer()).click();
    await browser.until('the page follows', "return Boolean(document.querySelector('#offer'))");
    await inspector.until('and the card', "return root.querySelector('.shown').textContent === 'offer'");
    assert.match(await inspector.view(), /chosen by hand/);
    assert.equal(await (await offer()).getAttribute('aria-pressed'), 'true');
    assert.equal(await inspector.run('return root.activeElement.ariaLabel'), 'Shown: offer', 'the button that was pressed is still there');

    await (await inspector.run("return root.querySelector('.release')")).click();
    await browser.until('the page follows its decision again', "return Boolean(document.querySelector('#proof'))");
    await inspector.until('and the card', "return root.querySelector('.shown').textContent === 'proof' && root.querySelector('.release').hidden");
    assert.equal(await inspector.run('return root.activeElement.ariaLabel'), 'Slot hero', 'the focus stays where it was');
    assert.deepEqual(await browser.console(), []);
  });

  it('gives a link to each variant, copied or, where the browser refuses, to be seen', async () => {
    await load('?kept=1&nearside-inspect');
    // Told or not: it would speak over what the button says.
    await inspector.until('the slot is decided', "return root?.querySelector('.shown')?.textContent === 'proof'");
    const share = () => inspector.run("return root.querySelector('.share[aria-label$=\": offer\"]')");
    await browser.run("navigator.clipboard.writeText = async (text) => { window.copied = text; }");
    await (await share()).click();
    await browser.until('it is copied', 'return Boolean(window.copied)');
    const expected = `${server.origin}/pages/inspected.html?kept=1&nearside-show=hero%3Aoffer`;
    assert.equal(await browser.run('return window.copied'), expected);
    await inspector.until('it says so', "return /offer is copied/.test(root.querySelector('.layer > [role=status]').textContent)");

    await browser.run('navigator.clipboard.writeText = async () => { throw new DOMException("no", "NotAllowedError"); }');
    await (await share()).click();
    await inspector.until('the link is there', "return Boolean(root.querySelector('.preview:not([hidden])'))");
    assert.equal(await inspector.run("return root.querySelector('.preview:not([hidden])').href"), expected);

    await visit(browser, expected, { model: false });
    await browser.until('whoever follows it sees that variant', "return Boolean(document.querySelector('#offer'))");
    assert.ok(!(await inspector.isOpen()), 'and no inspector');
  });

  it('sums up the visit as a whole, the fullest segment first', async () => {
    await visit(browser, `${server.origin}/product.html`);
    await browser.driver.findElement({ css: '[data-inspect]' }).click();
    await inspector.until('it is open', "return Boolean(root?.getElementById('tab-attention'))");
    await inspector.tab('attention');
    const shares = "[...root.querySelectorAll('.outlook .segments [role=meter]')].map((bar) => Number(bar.ariaValueNow))";
    await inspector.until('the visit is summed up', `return ${shares}.length > 1`);
    const seen = await inspector.run(`return ${shares}`);
    assert.ok(Math.abs(seen.reduce((a, b) => a + b) - 100) <= seen.length, `${seen}`);
    assert.ok(seen.every((share, at) => share <= seen[0] + 5 || at === 0), `${seen}`);
    assert.match(await inspector.view(), /This visit as a whole/);
    assert.deepEqual(await browser.console(), []);
  });

  it('keeps what it shows in place while it counts on', async () => {
    await load();
    await inspector.open();
    await inspector.tab('signals');
    assert.deepEqual(await inspector.run("return [...root.querySelectorAll('.tile dt')].map((kind) => kind.textContent).filter((kind) => /^[a-z]/.test(kind))"), [], 'a kind without words: add it to signals.ts');
    await inspector.run("root.querySelector('.tile').marked = true");
    const drains = "Number(root.querySelector('.view-signals .facts dd').textContent.replace(/,/g, ''))";
    const before = await inspector.run(`return ${drains}`);
    await inspector.until('a later look', `return ${drains} > arguments[0]`, before);
    assert.ok(await inspector.run("return root.querySelector('.tile').marked"));
  });

  it('names every feature, and finds them', async () => {
    await load();
    await inspector.open();
    await inspector.tab('features');
    await (await inspector.run("return root.querySelector('#feature-scope')")).sendKeys('reviews');
    await inspector.until('the region is listed', "return root.querySelector('tbody code').textContent.includes('reviews')");
    const rows = "[...root.querySelectorAll('tbody tr')].map((row) => row.querySelector('.meaning').textContent)";
    const all = await inspector.run(`return ${rows}`);
    assert.ok(all.length > 10);
    assert.equal(all.indexOf(''), -1, 'a region’s feature has no meaning: add it to region-words.ts');
    await (await inspector.run("return root.querySelector('#feature-search')")).sendKeys('cursor');
    await inspector.until('fewer are left', `return ${rows}.length < arguments[0]`, all.length);
    assert.ok((await inspector.run(`return ${rows}`)).every((meaning) => /cursor/i.test(meaning)));
    await inspector.press(Key.ESCAPE);
    await inspector.until('Escape ends the search alone', `return ${rows}.length === arguments[0]`, all.length);
    await inspector.press(Key.ESCAPE);
    assert.ok(!(await inspector.isOpen()));
  });

  it('counts what was sent, and takes the visitor’s answers', async () => {
    await load();
    await inspector.open();
    await inspector.tab('privacy');
    await inspector.until('the page has loaded', "return /after load/.test(root.querySelector('.sent').textContent)");
    assert.equal(await inspector.run("return root.querySelector('.sent').textContent"), 'Bytes sent after load: 0');
    await browser.run("return fetch('/pages/page.css?later').then(() => true)");
    await inspector.until('the request is counted', "return /: 1$/.test(root.querySelector('.sent').textContent)");
    assert.match(await inspector.run("return root.querySelector('.requests').textContent"), /page\.css\?later/);

    await inspector.run("root.querySelector('[name=consent-personalize][value=denied]').click()");
    assert.equal(await browser.run('return nearside.inspect().consent.personalize'), 'denied');
    await inspector.tab('decisions');
    await inspector.until('the reason is shown', "return /declined/.test(root.querySelector('.view-decisions').innerText)");
    assert.match(await inspector.run("return root.querySelector('.layer > [role=status]').textContent"), /^hero: default\. You declined/);
  });

  it('outlines the regions with what they show, until it is closed', async () => {
    await load();
    await inspector.open();
    await inspector.until('both are outlined', "return root.querySelectorAll('.outline').length === 2");
    const [drawn, there] = await inspector.run(`
      const box = (element) => { const { x, y, width, height } = element.getBoundingClientRect(); return [x, y, width, height].map(Math.round); };
      return [box(root.querySelector('.outline')), box(document.querySelector('[data-nearside-slot]'))]`);
    assert.deepEqual(drawn, there);
    await inspector.until('the label follows the slot', "return /^hero\\s*proof/.test(root.querySelector('.outline-label').innerText)");
    await (await inspector.run("return root.querySelector('[role=switch]')")).click();
    assert.ok(await inspector.run("return root.querySelector('.outlines').hidden"));
  });

  it('an agent that does not run: says plainly that there is nothing to inspect, and why', async () => {
    await browser.driver.get(`${server.origin}/pages/inert.html?nearside-inspect`);
    await inspector.until('it says so', "return /not running/.test(root?.querySelector('.trouble').innerText)");
    assert.match(await inspector.run("return root.querySelector('.trouble').innerText"), /config-invalid/);
    assert.equal(await inspector.run("return root.querySelectorAll('[role=tabpanel]:not([hidden])').length"), 0);
    await browser.console();
  });

  it('that does not load is an error with a code, and the page goes on', async () => {
    const site = new Site('no-inspector');
    for (const file of site.files(/chunks.devtools-/)) rmSync(site.path(file));
    const without = await serve(site);
    try {
      await visit(browser, `${without.origin}/pages/inspected.html`, { model: false });
      await browser.run('return nearside.devtools().then(() => true)');
      assert.deepEqual(await browser.run('return nearside.errors().map(({ code }) => code)'), ['devtools-unavailable']);
      await browser.until('the slot is decided', "return Boolean(document.querySelector('#proof'))");
      await browser.console();
    } finally {
      await without.stop();
    }
  });

  for (const width of [360, 390]) {
    it(`needs no sideways scrolling at ${width} px, and every target fits a finger`, async () => {
      const phone = await open({ width, height: 780, mobile: true, dark: true });
      try {
        await visit(phone, `${server.origin}/pages/inspected.html?nearside-inspect`, { model: false });
        await phone.until('it has looked', `${ROOT} return Boolean(root?.querySelector('.shown'))`);
        for (const tab of ['decisions', 'attention', 'signals', 'features', 'replay', 'privacy']) {
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

// Hostile variants, through both sanitizers: no script runs, nothing is fetched from elsewhere, no name is taken, and what
// was dropped is named alike. The page's CSP allows everything, so that nothing but the sanitizer stands in the way.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { firefox, open } from './browser.mjs';
import { canary } from './canary.mjs';
import { serve } from './collector.mjs';
import { GOOD, HOSTILE, LEFT } from './hostile.mjs';
import { Site } from './site.mjs';

const LAX = "/pages/lax/=default-src * data: blob: 'unsafe-inline' 'unsafe-eval'";
const TRUSTED = "script-src 'self' 'unsafe-eval'; require-trusted-types-for 'script'; trusted-types";

function site(name) {
  const site = new Site(`hostile-${name}`);
  for (const folder of ['lax', 'named', 'none']) site.duplicate('pages/hostile.html', `pages/${folder}/hostile.html`);
  return site;
}

/** Each engine, and the sanitizers that it can run. */
const ENGINES = { chromium: [open, ['sanitizer', 'purify']], firefox: [firefox, ['sanitizer', 'purify']] };

for (const [engine, [start, sanitizers]] of Object.entries(ENGINES)) {
  describe(`hostile variants in ${engine}`, () => {
    let server, browser, other, built;
    const outcomes = {};
    before(async () => {
      other = await canary();
      built = site(engine);
      const policies = [LAX, `/pages/named/=${TRUSTED} nearside`, `/pages/none/=${TRUSTED} 'none'`];
      server = await serve(built, policies);
      browser = await start();
    });
    after(async () => {
      await browser?.close();
      await server?.stop();
      await other?.stop();
    });

    /** Opens the page with one sanitizer; DOMPurify gets a browser without one of its own. */
    const page = async (folder, sanitizer) => {
      await browser.driver.get(`${server.origin}/pages/${folder}/hostile.html`);
      const [chunk] = built.files(new RegExp(`^chunks/${sanitizer}-[^.]*\\.js$`));
      await browser.driver.executeAsyncScript(
        `const [chunk, hides, done] = arguments;
         if (hides) delete Element.prototype.setHTML;
         import(chunk).then((module) => done(window.makeSafe = module.makeSafe));`,
        `/${chunk}`,
        sanitizer === 'purify',
      );
    };
    /** What the page makes of each, or what it threw. */
    const take = (all, options = {}) =>
      browser.driver.executeAsyncScript(
        `const [all, left, options, done] = arguments;
         (async () => {
           const outcomes = [];
           for (const html of all) outcomes.push(await take(html, left, options));
           return outcomes;
         })().then(done, (error) => done(error.message));`,
        all,
        LEFT,
        options,
      );
    const hostile = () => HOSTILE.map(([html]) => html.replaceAll('CANARY', other.address));
    const hits = () => browser.run('return hits');

    it('what gets past is noticed', async () => {
      await page('lax', sanitizers[0]);
      await browser.run(
        `document.querySelector('#slot').innerHTML = '<img src=x: onerror=hit()><img src=' + arguments[0] + '/noticed>'`,
        other.address,
      );
      await browser.until('the script ran', 'return hits.length > 0');
      await browser.driver.wait(() => other.asked.includes('/noticed'), 10_000, 'the request came');
    });

    for (const sanitizer of sanitizers) {
      it(`${sanitizer}: nothing of ${HOSTILE.length} survives, and what is dropped is named`, async () => {
        assert.ok(HOSTILE.length >= 60);
        await page('lax', sanitizer);
        other.asked.length = 0;
        outcomes[sanitizer] = await take(hostile());
        for (const [at, { html, text, dropped, wrong }] of outcomes[sanitizer].entries()) {
          assert.deepEqual(wrong, [], `${html} left ${text}`);
          const named = HOSTILE[at][1];
          assert.ok(named === '' || dropped.some((drop) => drop.includes(named)), `${html}: ${named} is not among ${dropped}`);
        }
        assert.deepEqual(await hits(), []);
        // What was asked for before this has come by then.
        await browser.run('new Image().src = arguments[0] + "/last"', other.address);
        await browser.driver.wait(() => other.asked.includes('/last'), 10_000, 'the last request came');
        assert.deepEqual(other.asked, ['/last']);
      });

      it(`${sanitizer}: what is good passes to the byte`, async () => {
        await page('lax', sanitizer);
        for (const { html, text, dropped } of await take(GOOD)) {
          assert.equal(text, html);
          assert.deepEqual(dropped, []);
        }
      });

      it(`${sanitizer}: styles pass where they are allowed, beside their elements`, async () => {
        await page('lax', sanitizer);
        const html = '<p style="color:red">a<b style="top:0">b</b></p><style>p{top:0}</style><i onclick="hit()">c</i>';
        const { text, styles, tags, dropped } = await browser.run(
          `const { nodes, styled, styles, dropped } = makeSafe(arguments[0], true);
           document.querySelector('#slot').replaceChildren(...nodes);
           return { text: document.querySelector('#slot').innerHTML, styles, tags: styled.map(({ localName }) => localName), dropped };`,
          html,
        );
        assert.equal(text, '<p>a<b>b</b></p><i>c</i>');
        assert.deepEqual([styles, tags, dropped], [['color:red', 'top:0'], ['p', 'b'], ['<style>', 'onclick of <i>']]);
      });

      it(`${sanitizer}: under Trusted Types, with the policy \`nearside\``, async () => {
        await page('named', sanitizer);
        const found = await take([...hostile(), ...GOOD], { anew: false });
        assert.deepEqual(found.flatMap(({ wrong }) => wrong), []);
        assert.deepEqual(found.slice(HOSTILE.length).map(({ text }) => text), GOOD);
        assert.deepEqual(found.map(({ dropped }) => dropped).slice(0, HOSTILE.length), outcomes[sanitizer].map(({ dropped }) => dropped));
        assert.deepEqual(await hits(), []);
      });
    }

    if (sanitizers.length > 1) {
      it("DOMPurify names what the browser's own does, and what else it drops", () => {
        const [own, purified] = sanitizers.map((sanitizer) => outcomes[sanitizer]);
        let differ = 0;
        for (const [at, { html, text, dropped }] of own.entries()) {
          const other = purified[at];
          assert.deepEqual(other.dropped.slice(0, dropped.length), dropped, html);
          differ += other.text !== text;
        }
        console.log(`${engine}: of ${own.length} hostile variants the two leave something different of ${differ}`);
      });
    }

    it('where a CSP lets no policy parse, DOMPurify throws and the page is whole', async () => {
      await page('none', 'purify');
      assert.match(await take(GOOD), /Trusted Types policy `nearside`/);
      await browser.driver.findElement({ css: '#count' }).click();
      assert.equal(await browser.run("return document.querySelector('#count').textContent"), '1');
    });

    if (sanitizers.includes('sanitizer')) {
      it("and the browser's own goes on without one", async () => {
        await page('none', 'sanitizer');
        const found = await take([...hostile(), ...GOOD], { anew: false });
        assert.deepEqual(found.flatMap(({ wrong }) => wrong), []);
        assert.deepEqual(found.slice(HOSTILE.length).map(({ text }) => text), GOOD);
        assert.deepEqual(await hits(), []);
      });
    }
  });
}

// Whatever goes wrong: the default content stays, the page works, and one typed error is reported.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before } from 'node:test';
import { serve } from './collector.mjs';
import { inEach } from './engines.mjs';
import { Site } from './site.mjs';

const CONFIG = 'data-nearside-config="/pages/plain.json"';
const SCRIPT = 'src="/nearside.min.js"';
const TAG = `<script async ${SCRIPT} ${CONFIG}></script>`;
const SLOT = 'data-nearside-slot="hero"';
const VARIANT = 'data-nearside-variant="proof"';
const RULE = `data-nearside-when='{"page.dwell": {"$gt": 200}}'`;
/** A rule that never holds, where the default would have to stay for no other reason. */
const NEVER = [RULE, `data-nearside-when='{"page.dwell": {"$lt": 0}}'`];
const configured = (file) => [CONFIG, `data-nearside-config="/pages/${file}"`];
const preceded = (file) => [TAG, `<script src="/pages/${file}"></script>\n    ${TAG}`];

// Each is pages/works.html with one thing broken.
const cases = [
  { page: 'config-not-json', code: 'config-invalid', broken: [configured('page.css')] },
  { page: 'config-missing', code: 'config-unavailable', broken: [configured('nowhere.json')] },
  {
    page: 'unknown-variant',
    code: 'slot-unknown-variant',
    broken: [[SLOT, `${SLOT} data-nearside-show="nonsense"`], NEVER],
  },
  {
    page: 'model-hash',
    code: 'model-refused',
    broken: [configured('model-hash.json'), [RULE, 'data-nearside-about="hero"']],
  },
  {
    page: 'storage-throws',
    code: 'storage-unavailable',
    broken: [preceded('storage-throws.js'), configured('store.json'), NEVER],
  },
  {
    page: 'keeper-missing',
    code: 'storage-unavailable',
    broken: [[SCRIPT, 'src="/keeperless/nearside.min.js"'], configured('store.json'), NEVER],
  },
  { page: 'twice', code: 'duplicate-agent', broken: [[TAG, `${TAG}\n    ${TAG}`], NEVER] },
  { page: 'template-broken', code: 'slot-invalid', broken: [[VARIANT, 'data-nearside-variant=""']] },
  { page: 'rule-broken', code: 'slot-invalid', broken: [[RULE, 'data-nearside-when="{"']] },
  { page: 'no-webassembly', code: 'wasm-unavailable', broken: [preceded('no-webassembly.js')] },
  { page: 'wasm-missing', code: 'wasm-unavailable', broken: [[SCRIPT, 'src="/missing/nearside.min.js"']] },
  { page: 'wasm-invalid', code: 'wasm-invalid', broken: [[SCRIPT, 'src="/invalid/nearside.min.js"']] },
  { page: 'blocked/index', code: 'wasm-blocked', broken: [] },
];

/** A site in which some pages have a broken part of their own. */
function brokenSite(engine) {
  const site = new Site(`failures-${engine}`);
  for (const { page, broken } of cases) site.page(page, broken);
  site.page('script-missing', [[SCRIPT, 'src="/nowhere/nearside.min.js"']]);
  site.duplicate('models/attention', 'model-hash');
  site.json('model-hash/manifest.json', (manifest) => ({
    ...manifest,
    weights: { ...manifest.weights, sha256: '0'.repeat(64) },
  }));
  for (const folder of ['missing', 'invalid', 'keeperless']) {
    site.duplicate('nearside.min.js', `${folder}/nearside.min.js`);
    site.duplicate('chunks', `${folder}/chunks`);
  }
  for (const file of site.files(/^keeperless\/chunks\/keeper.*/)) rmSync(site.path(file));
  for (const file of site.files(/^missing\/chunks\/.*\.wasm/)) rmSync(site.path(file));
  for (const file of site.files(/^invalid\/chunks\/.*\.wasm$/)) site.edit(file, (bytes) => bytes.subarray(0, 999));
  return site;
}

inEach('the host page never breaks', ({ engine, open, it }) => {
  let server, browser;
  before(async () => {
    server = await serve(brokenSite(engine), ["/pages/blocked/=script-src 'self'; require-trusted-types-for 'script'"]);
    browser = await open();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  const text = (selector) => browser.run('return document.querySelector(arguments[0])?.textContent', selector);
  const works = async () => {
    const counted = Number(await text('#count'));
    await browser.driver.findElement({ css: '#count' }).click();
    assert.equal(Number(await text('#count')), counted + 1, "the page's own control works");
  };

  /** The agent runs or has given up, and a few frames have passed in which it could complain again. */
  const settled = () =>
    browser.driver.executeAsyncScript(`
      const done = arguments[0];
      const frames = (left) => (left ? requestAnimationFrame(() => frames(left - 1)) : done());
      Promise.resolve(window.nearside?.ready).then(() => frames(5));`);

  it('and where nothing is wrong, the variant comes without an error', async () => {
    await browser.driver.get(`${server.origin}/pages/works.html`);
    await browser.until('the variant is shown', "return Boolean(document.querySelector('#proof'))");
    await works();
    assert.deepEqual(await browser.run('return reported'), []);
    assert.deepEqual(await browser.console(), []);
  });

  for (const { page, code } of cases) {
    it(`${page}: ${code}`, async () => {
      await browser.driver.get(`${server.origin}/pages/${page}.html`);
      await browser.until('an error is reported', 'return window.reported?.length > 0');
      await settled();
      await works();
      assert.equal(await text('section > #default'), 'default content');
      assert.equal(await browser.run("return document.querySelector('section > #proof')"), null);
      assert.deepEqual(await browser.run('return reported'), [code]);
      const own = (await browser.console()).filter((line) => line.includes('[nearside]'));
      assert.equal(own.length, 1, own.join('\n'));
      assert.match(own[0], new RegExp(`\\[nearside\\] ${code}: `));
    });
  }

  it('the script itself is blocked: nothing but the default', async () => {
    await browser.driver.get(`${server.origin}/pages/script-missing.html`);
    await works();
    assert.equal(await text('section > #default'), 'default content');
    assert.deepEqual(await browser.run('return reported'), []);
  });

  it('JavaScript is off: nothing but the default', { needs: ['scriptless'] }, async () => {
    const scriptless = await open({ scripts: false });
    try {
      await scriptless.driver.get(`${server.origin}/pages/works.html`);
      const shown = await scriptless.driver.findElement({ css: 'section' }).getText();
      assert.equal(shown.trim(), 'default content');
    } finally {
      await scriptless.close();
    }
  });
});

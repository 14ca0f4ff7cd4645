// What a page or a model's code gets wrong stays where it is: one bad call, a second agent or a model that dies takes
// neither the other calls, nor the first agent, nor what rules decided.
import assert from 'node:assert/strict';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { serve } from './collector.mjs';
import { inEach } from './engines.mjs';
import { Site, root } from './site.mjs';

const TAG = '<script async src="/nearside.min.js" data-nearside-config="/pages/plain.json"></script>';
const CALLS = `
  addEventListener('unhandledrejection', (event) => reported.push(String(event.reason)));
  window.decided = [];
  window.nearside = {q: [
    null, 'nonsense', ['nonsense'], ['show', 'nowhere', 'proof'],
    ['on', 'decision', (detail) => decided.push(detail.variant)], ['show', 'hero', 'proof'],
  ]};`;
const TWICE = `
  import { createClient } from '/npm/index.js';
  const make = () => createClient({config: {site: 'tests', allow_automation: true}});
  window.again = async () => {
    const [client, other] = [make(), make()];
    const first = await Promise.all([client.start(), client.start(), other.start()]);
    client.destroy();
    return [...first, await other.start()];
  };
  window.beside = async () => [await nearside.ready, await make().start()];`;
/** A module whose start is `unreachable`. */
const DIES = `const bytes = [0,97,115,109,1,0,0,0, 1,4,1,96,0,0, 3,2,1,0, 8,1,0, 10,5,1,3,0,0,11];
  export const load = async () => new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes)));`;

function site(engine) {
  const site = new Site(`alone-${engine}`);
  for (const [name, script] of Object.entries({ 'calls.js': CALLS, 'twice.js': TWICE })) {
    writeFileSync(site.path(`pages/${name}`), script);
  }
  cpSync(join(root, 'dist/npm'), site.path('npm'), { recursive: true });
  site.page('calls', [[TAG, `<script src="/pages/calls.js"></script>${TAG}`]]);
  site.page('npm', [[TAG, '<script type="module" src="/pages/twice.js"></script>']]);
  site.page('npm-and-tag', [[TAG, `${TAG}<script type="module" src="/pages/twice.js"></script>`]]);

  site.duplicate('nearside.min.js', 'dying/nearside.min.js');
  site.duplicate('chunks', 'dying/chunks');
  for (const file of site.files(/^dying\/chunks\/model-[^.]*\.js$/)) site.edit(file, () => DIES);
  writeFileSync(site.path('pages/modelled.json'), '{"site":"tests","allow_automation":true,"models":["/models/attention/"]}');
  const dying = TAG.replace('/nearside', '/dying/nearside').replace('plain.json', 'modelled.json');
  site.page('dying', [[TAG, dying]]);
  return site;
}

inEach('a mistake stays where it is', ({ engine, open, it }) => {
  let server, browser;
  before(async () => {
    server = await serve(site(engine));
    browser = await open();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  const go = (page) => browser.driver.get(`${server.origin}/pages/${page}.html`);
  const shows = () => browser.until('the variant is shown', "return Boolean(document.querySelector('#proof'))");
  const reported = () => browser.run('return reported');
  const settles = (body) => browser.driver.executeAsyncScript(`const done = arguments[0]; (${body}).then(done);`);

  it('bad calls in the queue are told, and the others are made', async () => {
    await go('calls');
    await shows();
    assert.equal(await settles('nearside.ready'), true);
    assert.deepEqual(await reported(), ['call-unknown', 'call-unknown', 'slot-unknown']);
    await browser.until('the listener in the queue heard', 'return decided.length > 0');
    await browser.run("nearside.q.push(['show', 'nowhere', 'proof']); nearside.q.push(['show', 'hero', 'default'])");
    assert.equal(await browser.run("return document.querySelector('#proof')"), null);
  });

  it('an agent that is started twice is one agent', async () => {
    await go('npm');
    await browser.until('the module has run', 'return Boolean(window.again)');
    assert.deepEqual(await settles('again()'), [true, false, false, true]);
    assert.deepEqual(await reported(), ['duplicate-agent', 'duplicate-agent']);
    await shows();
  });

  it('beside the script tag no second one starts', async () => {
    await go('npm-and-tag');
    await browser.until('the module has run', 'return Boolean(window.beside && window.nearside?.ready)');
    assert.deepEqual(await settles('beside()'), [true, false]);
    assert.deepEqual(await reported(), ['duplicate-agent']);
    await shows();
  });

  it('a model whose code dies leaves what the rules decided', async () => {
    await go('dying');
    await browser.until('it is told', 'return reported.length > 0');
    await shows();
    assert.deepEqual(await reported(), ['model-refused']);
    assert.equal(await browser.run("return nearside.inspect().models[0].state"), 'refused');
  });
});

// What the other tests say was not asked for or not said would have been heard: every engine's logs tell of requests to
// strangers, of words, of errors and of violated policies.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, before } from 'node:test';
import { serve } from './collector.mjs';
import { inEach } from './engines.mjs';
import { Site } from './site.mjs';

const SCRIPT = '<script src="/pages/page.js"></script>';
const STRANGERS = ['http://stranger.invalid/plain', 'https://stranger.invalid/secure'];
const SAYS = `
  console.warn('a warning of the page');
  for (const url of ${JSON.stringify(STRANGERS)}) fetch(url).catch(() => {});
  nowhere();`;
const TELLTALE = [/a warning of the page/, /nowhere/, /script-src/];

function site(engine) {
  const site = new Site(`logs-${engine}`);
  writeFileSync(site.path('pages/says.js'), SAYS);
  site.page('says', [[SCRIPT, `${SCRIPT}<script src="/pages/says.js"></script><script>forbidden()</script>`]]);
  return site;
}

inEach('what a browser does is heard', ({ engine, open, it }) => {
  let server, browser;
  before(async () => {
    server = await serve(site(engine), ["/pages/says=script-src 'self' 'wasm-unsafe-eval'"]);
    browser = await open();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** Waits until all that `read` gave meets `holds`. */
  const until = async (read, holds) => {
    const all = [];
    const isTold = async () => {
      all.push(...(await read()));
      return holds(all);
    };
    await browser.driver.wait(isTold, 10_000, 'not all is heard', 50);
    return all;
  };

  it('requests, those to strangers too', async () => {
    await browser.driver.get(`${server.origin}/pages/says.html`);
    // Whom a secure request is for, WebKit's wire doesn't hear.
    const isTold = (all) => all.includes(STRANGERS[0]) && all.some((url) => url.startsWith('https:'));
    const asked = await until(() => browser.requests(), isTold);
    assert.ok(asked.includes(`${server.origin}/pages/says.js`), `${asked}`);
  });

  it('words, errors and violated policies', async () => {
    await browser.driver.get(`${server.origin}/pages/says.html`);
    const said = await until(() => browser.console(), (all) => TELLTALE.every((told) => told.test(all.join('\n'))));
    for (const told of TELLTALE) assert.match(said.join('\n'), told);
  });
});

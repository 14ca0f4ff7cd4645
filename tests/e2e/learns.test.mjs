// It learns here: thirty visits of someone who only ever wants one thing, with the browser started anew for each, then a
// visitor who asked to be forgotten. Minutes apart, the visits are one session, whose limits are lifted.
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { open } from './browser.mjs';
import { serve } from './collector.mjs';
import { NOTHING, device } from './device.mjs';
import { Site, root } from './site.mjs';

const VISITS = 30;
/** Pages that are only looked at, to learn how it chooses without teaching it anything. */
const LOOKS = 24;
const LIKED = 'cycling';
/** Less than half of the slot is in view: what it shows is drawn, and never seen. */
const BELOW = 'section { margin-block-start: calc(100vh - 5rem); }';

function site() {
  const site = new Site('learns');
  writeFileSync(site.path('pages/below.css'), BELOW);
  const page = readFileSync(site.path('pages/learns.html'), 'utf8');
  const looked = page.replace('</head>', '<link rel="stylesheet" href="/pages/below.css" /></head>');
  writeFileSync(site.path('pages/looked-at.html'), looked);
  return site;
}

describe('a visitor who comes back', () => {
  const profile = join(root, 'target/e2e/learns-profile');
  let server, browser;
  before(async () => {
    rmSync(profile, { recursive: true, force: true });
    server = await serve(site());
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** Opens a page and gives what is said of its slot, once that is drawn. */
  const go = async (page) => {
    await browser.driver.get(`${server.origin}/pages/${page}.html`);
    const drawn = "return window.nearside?.explain && nearside.explain('offer').reason === 'policy'";
    await browser.until('it is drawn', drawn);
    return browser.run("return nearside.explain('offer')");
  };

  /** Sees what is shown, clicks on it if it is to the visitor's liking, and leaves. Gives what was shown. */
  const visit = async () => {
    const { decided } = await go('learns');
    await browser.until('it is seen', "return nearside.explain('offer').exposed");
    if (decided === LIKED) {
      await browser.driver.findElement({ css: 'section > button' }).click();
      await browser.until('it is learned', "return nearside.inspect().timeline.some(({kind}) => kind === 'learned')");
    }
    assert.deepEqual(await browser.run('return reported'), []);
    await browser.driver.get('about:blank');
    return decided;
  };

  /** How often the liked variant is drawn, and with what propensity when it is. */
  const look = async () => {
    const seen = [];
    for (let at = 0; at < LOOKS; at += 1) seen.push(await go('looked-at'));
    const liked = seen.filter(({ decided }) => decided === LIKED).map(({ propensity }) => propensity);
    return { share: liked.length / LOOKS, propensity: liked.reduce((a, b) => a + b, 0) / liked.length };
  };

  it('sees more of what it likes, and after forget() as much as anybody', async () => {
    const shown = [];
    for (let at = 0; at < VISITS; at += 1) {
      await browser?.close();
      browser = await open({ profile });
      shown.push(await visit());
    }
    const often = (visits) => visits.filter((variant) => variant === LIKED).length / visits.length;
    const learned = await look();
    const [first, last] = [often(shown.slice(0, 10)), often(shown.slice(-10))];
    console.log(`liked: ${first} of the first ten visits, ${last} of the last; then`, learned);

    await browser.driver.executeAsyncScript('nearside.forget().then(arguments[0]);');
    assert.deepEqual(await device(browser, server.origin), NOTHING);
    const forgotten = await look();
    console.log('after forget()', forgotten);
  });
});

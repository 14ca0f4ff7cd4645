// It learns here: thirty visits of someone who only ever wants one thing, with the browser started anew between them where
// it can be, then a visitor who asked to be forgotten. Minutes apart, the visits are one session, whose limits are lifted.
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { serve } from './collector.mjs';
import { NOTHING, device, forget } from './device.mjs';
import { inEach } from './engines.mjs';
import { Site, root } from './site.mjs';

const VISITS = 30;
/** After how many visits the browser is started anew: Firefox takes as long for that as for several of them. */
const RESTARTS = { chromium: 1, firefox: 6 };
/** Pages that are only looked at, to learn how it chooses without teaching it anything. */
const LOOKS = 12;
const LIKED = 'cycling';
/** Of one of four variants, while nothing is known. */
const CHANCE = 1 / 4;
/** Less than half of the slot is in view: what it shows is drawn, and never seen. */
const BELOW = 'section { margin-block-start: calc(100vh - 5rem); }';

function site(engine) {
  const site = new Site(`learns-${engine}`);
  writeFileSync(site.path('pages/below.css'), BELOW);
  const page = readFileSync(site.path('pages/learns.html'), 'utf8');
  const looked = page.replace('</head>', '<link rel="stylesheet" href="/pages/below.css" /></head>');
  writeFileSync(site.path('pages/looked-at.html'), looked);
  return site;
}

inEach('a visitor who comes back', ({ engine, open, has, it }) => {
  const profile = join(root, `target/e2e/learns-${engine}-profile`);
  let server, browser;
  before(async () => {
    rmSync(profile, { recursive: true, force: true });
    server = await serve(site(engine));
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

  /**
   * Sees what is shown, clicks on it if it is to the visitor's liking, and leaves. Gives what was shown. Whether a click
   * was meant shows only when nobody comes straight back: the next visits settle it.
   */
  const visit = async () => {
    const { decided } = await go('learns');
    await browser.until('it is seen', "return nearside.explain('offer').exposed");
    if (decided === LIKED) await browser.driver.findElement({ css: 'section > button' }).click();
    assert.deepEqual(await browser.run('return reported'), []);
    await browser.driver.get('about:blank');
    return decided;
  };

  /** How often the liked variant is drawn, and the propensity of each that is. */
  const look = async () => {
    const drawn = [];
    for (let at = 0; at < LOOKS; at += 1) drawn.push(await go('looked-at'));
    const share = drawn.filter(({ decided }) => decided === LIKED).length / LOOKS;
    return { share, propensities: drawn.map(({ propensity }) => propensity) };
  };

  const learns = async (begin) => {
    const shown = [];
    for (let at = 0; at < VISITS; at += 1) {
      await begin(at);
      shown.push(await visit());
    }
    const often = (visits) => visits.filter((variant) => variant === LIKED).length / visits.length;
    const learned = await look();
    const [first, last] = [often(shown.slice(0, 10)), often(shown.slice(-10))];
    const mean = learned.propensities.reduce((a, b) => a + b, 0) / LOOKS;
    console.log(`${engine}: liked: ${first} of the first ten visits, ${last} of the last; then drawn with ${mean.toFixed(3)}`);
    // By chance, eight of ten come once in 2,400 times.
    assert.ok(last >= 0.8, `the liked was shown in ${last} of the last ten visits`);
    assert.ok(learned.share >= 0.8 && mean >= 3 * CHANCE, JSON.stringify(learned));

    await forget(browser);
    assert.deepEqual(await device(browser), NOTHING);
    const { propensities } = await look();
    console.log(`${engine}: after forget(): drawn with ${Math.min(...propensities)} to ${Math.max(...propensities)}`);
    for (const propensity of propensities) assert.ok(Math.abs(propensity - CHANCE) < 0.02, String(propensity));
  };

  it('sees more of what it likes, and after forget() as much as anybody', { needs: ['profile'] }, () =>
    learns(async (visit) => {
      if (visit % RESTARTS[engine] > 0) return;
      await browser?.close();
      browser = await open({ profile });
    }),
  );

  if (!has('profile')) {
    it('the same in one browser', () =>
      learns(async () => {
        browser ??= await open();
      }),
    );
  }
});

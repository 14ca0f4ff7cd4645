// The inspector under axe-core: no violation in any view, in light and dark, in a window and on a phone.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { visit } from './agent.mjs';
import { bring, violations } from './axe.mjs';
import { open } from './browser.mjs';
import { serve } from './collector.mjs';
import { Inspector } from './inspector.mjs';
import { Site } from './site.mjs';

const VIEWS = ['decisions', 'attention', 'signals', 'features', 'replay', 'privacy'];

describe('the inspector, to everyone', () => {
  let server;
  before(async () => {
    server = await serve(new Site('accessible'));
  });
  after(() => server?.stop());

  for (const form of [{ width: 1280, height: 900 }, { width: 360, height: 780, mobile: true }]) {
    for (const dark of [false, true]) {
      it(`${form.width} px, ${dark ? 'dark' : 'light'}: axe finds nothing`, async () => {
        const browser = await open({ ...form, dark });
        try {
          const inspector = new Inspector(browser);
          // A tile that is just lighting up would be judged half-way.
          const features = { 'prefers-color-scheme': dark ? 'dark' : 'light', 'prefers-reduced-motion': 'reduce' };
          await browser.cdp('Emulation.setEmulatedMedia', { features: Object.entries(features).map(([name, value]) => ({ name, value })) });
          await visit(browser, `${server.origin}/pages/inspected.html?nearside-inspect`, { model: false });
          await inspector.until('it has looked', "return Boolean(root?.querySelector('.choose[aria-pressed=true]'))");
          // A slot chosen by hand has a button more.
          await browser.run("nearside.show('hero', 'offer')");
          await inspector.until('the card follows', "return Boolean(root.querySelector('.release:not([hidden])'))");
          // Axe judges colours within the body only.
          await inspector.run("document.body.append(root.host); root.querySelector('.layer').showPopover()");
          await bring(browser);
          for (const view of VIEWS) {
            await inspector.tab(view);
            assert.deepEqual(await violations(browser), [], view);
          }
          // Proof that it looks in there: a name taken away is missed, and so is contrast.
          await inspector.run("root.querySelector('.close').removeAttribute('aria-label'); root.querySelector('.layer').style.setProperty('--dim', 'var(--line)')");
          const missed = (await violations(browser)).join();
          assert.match(missed, /button-name: nearside-inspector .*close/);
          assert.match(missed, /color-contrast: nearside-inspector .*label/);
        } finally {
          await browser.close();
        }
      });
    }
  }
});

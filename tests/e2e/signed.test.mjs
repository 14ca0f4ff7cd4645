// A signed catalogue is what its site signed, in the chunk that ships and by each browser's own cryptography.
import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { firefox, open } from './browser.mjs';
import { serve } from './collector.mjs';
import { Site } from './site.mjs';

const FILE = '/pages/signed.json';
const TEXT = '{"version": 1, "slots": []}\n';

const VERIFY = `
  const [chunk, file, key, done] = arguments;
  (async () => {
    const { verified } = await import(chunk);
    await verified(await (await fetch(file)).arrayBuffer(), file + '.sig', key);
    return 'taken';
  })().then(done, ({ code, message }) => done(code + ': ' + message));`;

for (const [engine, start] of Object.entries({ chromium: open, firefox })) {
  describe(`a signed catalogue in ${engine}`, () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const key = publicKey.export({ format: 'jwk' }).x;
    let server, browser, site, chunk;
    before(async () => {
      site = new Site(`signed-${engine}`);
      writeFileSync(site.path(`${FILE}.sig`), sign(null, TEXT, privateKey).toString('base64url'));
      chunk = `/${site.files(/^chunks\/signature-[^.]*\.js$/)[0]}`;
      server = await serve(site);
      browser = await start();
      await browser.driver.get(`${server.origin}/about.html`);
    });
    after(async () => {
      await browser?.close();
      await server?.stop();
    });

    /** What becomes of the file when it says `text`. */
    const given = (text, withKey = key) => {
      writeFileSync(site.path(FILE), text);
      return browser.driver.executeAsyncScript(VERIFY, chunk, FILE, withKey);
    };

    it('is taken as it was signed, and no other way', async () => {
      assert.equal(await given(TEXT), 'taken');
      assert.match(await given(TEXT.replace('1', '2')), /^catalogue-unsigned: .* is not this catalogue's signature/);
      assert.equal(await given(TEXT), 'taken');
      const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x;
      assert.match(await given(TEXT, other), /^catalogue-unsigned: /);
    });
  });
}

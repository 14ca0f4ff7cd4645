// Catalogues are taken with a signature by the page's key, and not without.
import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { afterEach, beforeEach, it, mock } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const entry = fileURLToPath(new URL('signature.ts', import.meta.url));
const { outputFiles } = await build({ entryPoints: [entry], bundle: true, write: false, format: 'esm' });
const { verified } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);

const URL_OF = 'https://example.org/catalogue.json.sig';
const bytes = new TextEncoder().encode('{"version": 1, "slots": []}\n');

/** A key pair's public half, and its signature of the bytes, both as a page has them. */
async function pair() {
  const { privateKey, publicKey } = await webcrypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  const text = (raw) => Buffer.from(raw).toString('base64url');
  return {
    key: text(await webcrypto.subtle.exportKey('raw', publicKey)),
    signature: text(await webcrypto.subtle.sign('Ed25519', privateKey, bytes)),
  };
}

const own = await pair();
const other = await pair();
let served;

beforeEach(() => {
  served = { status: 200, text: own.signature };
  mock.method(globalThis, 'fetch', async (url) => {
    assert.equal(url, URL_OF);
    return new Response(served.text, { status: served.status });
  });
});
afterEach(() => mock.restoreAll());

const refused = (message, key = own.key, file = bytes) =>
  assert.rejects(verified(file, URL_OF, key), { name: 'NearsideError', code: 'catalogue-unsigned', message });

it('takes what its key signed, with or without a line end after the signature', async () => {
  await verified(bytes, URL_OF, own.key);
  served.text = `${own.signature}\n`;
  await verified(bytes, URL_OF, own.key);
});

it('refuses a file with one bit flipped', async () => {
  for (const at of [0, bytes.length - 1]) {
    const flipped = bytes.slice();
    flipped[at] ^= 1;
    await refused(/sign the file anew/, own.key, flipped);
  }
});

it('refuses a signature with one bit flipped', async () => {
  const flipped = Buffer.from(own.signature, 'base64url');
  flipped[63] ^= 1;
  served.text = flipped.toString('base64url');
  await refused(/sign the file anew/);
});

it("refuses another key's signature", async () => {
  served.text = other.signature;
  await refused(/sign the file anew/);
  served.text = own.signature;
  await refused(/sign the file anew/, other.key);
});

it('refuses where there is no signature', async () => {
  served.status = 404;
  await refused(/HTTP 404/);
});

it('refuses what is no signature and no key', async () => {
  for (const text of ['', '<!doctype html>', own.signature.slice(4), `${own.signature}AAAA`]) {
    served.text = text;
    await refused(/catalogue.json.sig is not 64 bytes in base64url/);
  }
  served.text = own.signature;
  for (const key of ['', 'no key', own.key.slice(4)]) await refused(/data-nearside-key is not 32 bytes/, key);
});

it('refuses where the browser has no WebCrypto, or not this curve', async () => {
  mock.getter(globalThis, 'crypto', () => ({}));
  await refused(/this browser can't verify/);
  mock.restoreAll();
  mock.method(globalThis, 'fetch', async () => new Response(own.signature));
  mock.method(globalThis.crypto.subtle, 'importKey', async () => {
    throw new DOMException('Unrecognized name.', 'NotSupportedError');
  });
  await refused(/Unrecognized name/);
});

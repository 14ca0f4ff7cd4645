// The npm entries on a server: importing them and making a client or an adapter touches neither window nor WebAssembly.
import assert from 'node:assert/strict';
import { test } from 'node:test';

const entry = new URL('../dist/npm/index.js', import.meta.url);

test('importing and creating touch nothing of a browser', async () => {
  const touched = [];
  for (const name of ['window', 'document', 'navigator', 'localStorage']) {
    Object.defineProperty(globalThis, name, { configurable: true, get: () => void touched.push(name) });
  }
  const compile = WebAssembly.compile;
  WebAssembly.compile = () => touched.push('WebAssembly');
  try {
    const { createClient } = await import(entry);
    const client = createClient({ config: { site: 'test' } });
    assert.equal(typeof client.start, 'function');
    const { connect, ...adapters } = await import(new URL('consent.js', entry));
    for (const adapter of Object.values(adapters)) assert.equal(typeof adapter(), 'function');
    assert.equal(typeof connect, 'function');
    const { open } = await import(new URL('devtools.js', entry));
    assert.equal(typeof open, 'function');
    assert.deepEqual(touched, []);
  } finally {
    WebAssembly.compile = compile;
  }
});

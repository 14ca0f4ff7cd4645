// Global Privacy Control and Do Not Track outrank every yes to being measured, whenever it is said.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { build } from 'esbuild';

/** In the place of the agent's WebAssembly: notes the answers that reach it. */
const AGENT = `
  export const initSync = () => {};
  export class Agent {
    models = [];
    static start(host, config, {consent}) { globalThis.reached = [...consent]; return new Agent(); }
    setConsent(...answer) { globalThis.reached.push(answer); }
  }`;

const bundle = await build({
  entryPoints: [fileURLToPath(new URL('client.ts', import.meta.url))],
  bundle: true,
  write: false,
  format: 'esm',
  define: { NEARSIDE_VERSION: '"0"' },
  plugins: [
    {
      name: 'agent',
      setup({ onResolve, onLoad }) {
        onResolve({ filter: /^\.\/agent$/ }, () => ({ path: 'agent', namespace: 'fake' }));
        onLoad({ filter: /./, namespace: 'fake' }, () => ({ contents: AGENT }));
      },
    },
  ],
});
const { Client } = await import(`data:text/javascript,${encodeURIComponent(bundle.outputFiles[0].text)}`);

const put = (name, value) => Object.defineProperty(globalThis, name, { configurable: true, writable: true, value });

/** What holds in the end, if measuring was allowed before the start and again after it. */
async function held(navigator, later = navigator) {
  put('document', Object.assign(new EventTarget(), { readyState: 'complete' }));
  put('addEventListener', () => {});
  put('navigator', navigator);
  const client = new Client();
  client.setConsent('measure', 'granted');
  client.setConsent('learn', 'granted');
  const parts = { config: async () => '{}', wasm: async () => {}, keeper: async () => {}, scripts: [] };
  assert.equal(await client.start({ ...parts, chunk: async () => {} }), true);
  const atStart = Object.fromEntries(globalThis.reached);
  put('navigator', later);
  client.setConsent('measure', 'granted');
  client.setConsent('personalize', 'granted');
  const { measure } = Object.fromEntries(globalThis.reached);
  return [atStart.measure, measure, atStart.learn, globalThis.reached.at(-1)[1]];
}

const CASES = [
  ['neither', {}, ['granted', 'granted']],
  ['GPC off', { globalPrivacyControl: false, doNotTrack: '0' }, ['granted', 'granted']],
  ['GPC', { globalPrivacyControl: true }, ['denied', 'denied']],
  ['DNT', { doNotTrack: '1' }, ['denied', 'denied']],
];
for (const [what, navigator, measure] of CASES) {
  test(`${what}: measuring is ${measure[0]}, other purposes are as answered`, async () => {
    assert.deepEqual(await held(navigator), [...measure, 'granted', 'granted']);
  });
}

test('switched on while the page is open', async () => {
  assert.deepEqual(await held({}, { globalPrivacyControl: true }), ['granted', 'denied', 'granted', 'granted']);
});

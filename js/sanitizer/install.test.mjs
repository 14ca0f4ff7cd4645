// Which sanitizer a browser gets, and what the agent gets without one.
import assert from 'node:assert/strict';
import { beforeEach, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const entry = fileURLToPath(new URL('install.ts', import.meta.url));
const { outputFiles } = await build({ entryPoints: [entry], bundle: true, write: false, format: 'esm' });
const { sanitizer } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
const { makeSafe } = await import('../safe-html.js');

const chunks = {
  native: async () => ({ makeSafe: (html) => `by the browser: ${html}` }),
  purify: async () => ({ makeSafe: (html) => `by DOMPurify: ${html}` }),
};
const fails = async () => {
  throw new Error('gone');
};

beforeEach(() => {
  globalThis.document = {};
  globalThis.Element = class {};
});

const WITH = '{"attribute": "html"}';

it("takes the browser's own where there is one", async () => {
  Element.prototype.setHTML = () => {};
  await sanitizer(WITH, { ...chunks, purify: fails });
  assert.equal(makeSafe('a'), 'by the browser: a');
});

it('takes DOMPurify where there is none', async () => {
  await sanitizer(WITH, { ...chunks, native: fails });
  assert.equal(makeSafe('a'), 'by DOMPurify: a');
});

it('fetches nothing for a catalogue without HTML', () => sanitizer('{"attribute": "text"}', { native: fails, purify: fails }));

it('lets nothing pass without one', async () => {
  await assert.rejects(sanitizer(WITH, { native: fails, purify: fails }), { code: 'sanitizer-unavailable', message: /gone/ });
  assert.throws(() => makeSafe('a'), /has not loaded/);
});

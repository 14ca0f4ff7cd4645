// Storage that refuses, at once or later, and journals that others still write: nothing of it may pass for a wish to be forgotten.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

async function bundled(file) {
  const entry = fileURLToPath(new URL(file, import.meta.url));
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, write: false, format: 'esm' });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

const { Shelf } = await bundled('shelf.ts');
const { Journals } = await bundled('journals.ts');

/** localStorage as far as it is used here: its keys are its own properties. */
class Local {
  getItem(key) {
    if (this.refuses) throw new DOMException('no', 'SecurityError');
    return Object.hasOwn(this, key) ? this[key] : null;
  }
  setItem(key, value) {
    this[key] = value;
  }
  removeItem(key) {
    delete this[key];
  }
}

/** An IndexedDB whose opening fails with an error of this name. */
const failing = (name) => ({
  open() {
    throw new DOMException('no', name);
  },
});

let told;
beforeEach(() => {
  told = [];
  globalThis.localStorage = new Local();
});
afterEach(() => {
  delete globalThis.localStorage;
  delete globalThis.indexedDB;
});

const shelf = () => new Shelf('nearside:s', (error, instead) => told.push([error.name, instead]));

it('a browser without a database keeps in localStorage, and a later refusal is no empty device', async () => {
  globalThis.indexedDB = failing('SecurityError');
  localStorage.setItem('nearside:s', 'kept');
  const kept = shelf();
  assert.equal(await kept.read(), 'kept');
  assert.deepEqual([told, kept.isAny], [[['SecurityError', 'localStorage']], true]);
  Object.defineProperty(localStorage, 'refuses', { value: true });
  await assert.rejects(kept.read(), { name: 'SecurityError' });
});

it('a database that is there and does not answer is not replaced', async () => {
  globalThis.indexedDB = failing('UnknownError');
  localStorage.setItem('nearside:s', 'older');
  const kept = shelf();
  assert.equal(await kept.read(), undefined);
  assert.deepEqual([told, kept.isAny], [[['UnknownError', 'memory']], false]);
  await kept.change(() => assert.fail('there is nowhere to write'));
});

it('journals are taken in bounds, and removed only as they were read', () => {
  for (let page = 0; page < 70; page += 1) localStorage.setItem(`nearside:s:journal:${page}`, `v1 of ${page}`);
  const journals = new Journals('nearside:s');
  assert.equal(journals.take().length, 32);
  assert.equal(Object.keys(localStorage).length, 64);
  localStorage.setItem('nearside:s:journal:3', 'v2 of 3');
  journals.settle(undefined);
  assert.equal(Object.keys(localStorage).length, 33);
  assert.equal(localStorage.getItem('nearside:s:journal:3'), 'v2 of 3');
  journals.erase();
  assert.equal(Object.keys(localStorage).length, 0);
});

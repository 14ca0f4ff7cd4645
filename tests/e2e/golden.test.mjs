// The models that ship answer their golden cases to 1e-5 in the chunk that ships, through the same TypeScript function
// that the loader calls.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { serve } from './collector.mjs';
import { inEach } from './engines.mjs';
import { Site, root } from './site.mjs';

const TOLERANCE = 1e-5;

/** In the page: the largest difference between the cases and the answers. */
const LARGEST_ERROR = `
  const [chunk, name, done] = arguments;
  const bytes = async (file) => new Uint8Array(await (await fetch('/models/' + name + '/' + file)).arrayBuffer());
  const compare = async () => {
    const { load } = await import(chunk);
    const model = await load(await bytes('manifest.json'), await bytes('weights.safetensors'));
    const { rows, outputs } = JSON.parse(new TextDecoder().decode(await bytes('golden.json')));
    const [columns, width] = [model.inputs(), model.typical().length];
    const full = new Float32Array(rows.length * width);
    rows.forEach((row, at) => row.forEach((value, input) => (full[at * width + columns[input]] = value)));
    const answers = model.score(full, rows.length);
    const expected = outputs.flat();
    if (answers.length !== expected.length) throw new Error(answers.length + ' answers to ' + expected.length);
    return { cases: rows.length, error: expected.reduce((most, value, at) => Math.max(most, Math.abs(value - answers[at])), 0) };
  };
  compare().then(done, (error) => done({ thrown: String(error) }));`;

inEach('golden cases', ({ engine, open, it }) => {
  let server, browser, chunk;
  before(async () => {
    const site = new Site(`golden-${engine}`);
    chunk = `/${site.files(/^chunks\/model-[^.]*\.js$/)[0]}`;
    server = await serve(site);
    browser = await open();
    await browser.driver.get(`${server.origin}/about.html`);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  for (const name of readdirSync(join(root, 'models'))) {
    it(`${name} answers them`, async () => {
      const { cases, error, thrown } = await browser.driver.executeAsyncScript(LARGEST_ERROR, chunk, name);
      assert.equal(thrown, undefined);
      assert.ok(cases >= 16 && error <= TOLERANCE, `${cases} cases, ${error} off`);
    });
  }
});

// The shipped models through their JavaScript surface: golden inputs give golden outputs, to 1e-5, and what is not
// a model is refused with a code.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

const root = new URL('../', import.meta.url);
const bytes = (path) => new Uint8Array(readFileSync(new URL(path, root)));
const { Model, initSync } = await import(new URL('target/pkg/model/model.js', root));
initSync({ module: bytes('target/pkg/model/model_bg.wasm') });

for (const name of readdirSync(new URL('models', root))) {
  const load = (weights) => Model.load(bytes(`models/${name}/manifest.json`), weights);
  const weights = bytes(`models/${name}/weights.safetensors`);

  test(`${name} answers its golden cases`, () => {
    const model = load(weights);
    const { rows, outputs } = JSON.parse(readFileSync(new URL(`models/${name}/golden.json`, root), 'utf8'));
    // Both list the inputs in the manifest's order.
    const columns = model.inputs();
    const width = model.typical().length;
    const full = new Float32Array(rows.length * width);
    rows.forEach((row, at) => row.forEach((value, input) => (full[at * width + columns[input]] = value)));
    const scores = model.score(full, rows.length);
    outputs.flat().forEach((expected, at) => {
      assert.ok(Math.abs(scores[at] - expected) <= 1e-5, `output ${at} is ${scores[at]}, not ${expected}`);
    });
  });

  test(`${name} tells its last layer if it has a single output`, () => {
    const model = load(weights);
    const layer = model.lastLayer();
    assert.equal(layer.length > 0, model.outputs().length === 1);
    assert.match(model.hash(), /^[0-9a-f]{16}$/);
    if (layer.length === 0) return;
    const [score] = model.score(model.typical(), 1);
    const logOdds = model.hidden().reduce((sum, value, at) => sum + value * layer[at], layer.at(-1));
    assert.ok(Math.abs(1 / (1 + Math.exp(-logOdds)) - score) <= 1e-5, `${score} is not of these`);
  });

  test(`${name} with one bit of its weights flipped is refused`, () => {
    const flipped = weights.slice();
    flipped[flipped.length - 1] ^= 1;
    assert.throws(() => load(flipped), { code: 'model-refused' });
  });
}

// In the page: each model that ships, in its wasm chunk and as plain JavaScript, on the same rows.
//
// {chunk, models, columns, counts} → for each model and count of rows: median and 99th percentile over samples of some calls, in µs
// a call. The two take turns within one run, so that whatever else the machine does falls on both.

import { plain } from './plain.js';

/** Rows scored in one sample, in as many calls as that takes: the browser's clock is coarse. */
const ROWS = 1_000;
const SAMPLES = 101;
/** Samples before the first that counts, so that both are compiled to the end. */
const WARM_UP = 10;
/** Golden outputs hold to this. */
const TOLERANCE = 1e-5;

export async function run({ chunk, models, columns, counts }) {
  const { load } = await import(chunk);
  const bytes = async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer());
  const results = [];
  for (const name of models) {
    const [manifest, weights] = await Promise.all([bytes(`/models/${name}/manifest.json`), bytes(`/models/${name}/weights.safetensors`)]);
    const model = await load(manifest, weights);
    const described = JSON.parse(new TextDecoder().decode(manifest));
    const peer = plain(described, weights, columns);
    const width = model.typical().length;
    for (const count of counts(described.task)) {
      const rows = spread(model, count);
      const [ours, theirs] = [model.score(rows, count), peer(rows, count, width)];
      const error = ours.reduce((most, value, at) => Math.max(most, Math.abs(value - theirs[at])), 0);
      if (!(error <= TOLERANCE)) throw new Error(`${name}: the two are ${error} apart`);
      const timed = alternate(Math.ceil(ROWS / count), [() => model.score(rows, count), () => peer(rows, count, width)]);
      results.push({ name, count, ours: timed[0], theirs: timed[1], error });
    }
  }
  return results;
}

/** `count` rows around the typical one, the same in every run. */
function spread(model, count) {
  const typical = model.typical();
  const rows = new Float32Array(typical.length * count);
  for (let row = 0; row < count; row += 1) {
    typical.forEach((value, at) => (rows[row * typical.length + at] = value * (0.5 + ((row * 7 + at * 3) % 11) / 10)));
  }
  return rows;
}

function alternate(times, calls) {
  const samples = calls.map(() => []);
  for (let sample = -WARM_UP; sample < SAMPLES; sample += 1) {
    // Who goes first changes, so that no one sweeps up after the other.
    const order = sample % 2 === 0 ? [0, 1] : [1, 0];
    order.forEach((which) => {
      const call = calls[which];
      const start = performance.now();
      for (let i = 0; i < times; i += 1) call();
      if (sample >= 0) samples[which].push(((performance.now() - start) / times) * 1e3);
    });
  }
  return samples.map((list) => {
    list.sort((a, b) => a - b);
    const at = (share) => list[Math.floor(share * (list.length - 1))];
    return { median: at(0.5), p99: at(0.99) };
  });
}

// What scoring costs in Chromium: the models that ship against the same networks in plain JavaScript, in one run.
//
//   node benches/score.mjs [--json]
//
// Needs a built site (`cargo xtask build`).
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { open } from '../tests/e2e/browser.mjs';
import { serve } from '../tests/e2e/collector.mjs';
import { Site, root } from '../tests/e2e/site.mjs';

/** One frame at 60 Hz, µs. */
const FRAME = 16_700;

const site = new Site('bench-score');
cpSync(join(root, 'benches/score'), site.path('bench'), { recursive: true });
const schema = JSON.parse(execFileSync(join(root, 'target/native/nearside-trainer'), ['schema', '--json']).toString());
const [chunk] = site.files(/^chunks\/model-[^.]*\.js$/);
const server = await serve(site);
const browser = await open();
try {
  await browser.driver.get(`${server.origin}/about.html`);
  const results = await browser.driver.executeAsyncScript(
    `const [given, done] = arguments;
     import('/bench/page.js')
       .then(({ run }) => run({ ...given, counts: (task) => (task === 'attention' ? [1, 10, 100, 1000] : [1]) }))
       .then((results) => done({ results }), (error) => done({ error: String(error.stack ?? error) }));`,
    { chunk: `/${chunk}`, models: readdirSync(join(root, 'models')), columns: [...schema.page, ...schema.region] },
  );
  if (results.error) throw new Error(results.error);
  print(results.results);
} finally {
  await browser.close();
  await server.stop();
}

function print(results) {
  if (process.argv.includes('--json')) return console.log(JSON.stringify(results, null, 2));
  console.log(`µs a call of the model’s chunk in Chromium, rows copied in and answers out: median (99th percentile) over\nsamples of 1,000 rows; the two take turns in one run\n`);
  console.log('model        rows   wasm, candle      plain JavaScript   ratio   share of a frame');
  for (const { name, count, ours, theirs } of results) {
    const time = ({ median, p99 }) => `${median.toFixed(1)} (${p99.toFixed(1)})`.padEnd(18);
    const ratio = (ours.median / theirs.median).toFixed(2).padStart(5);
    const share = `${((100 * ours.median) / FRAME).toFixed(2)} %`;
    console.log(`${name.padEnd(11)} ${String(count).padStart(5)}   ${time(ours)}${time(theirs)} ${ratio}   ${share}`);
  }
  const ten = results.find(({ name, count }) => name === 'attention' && count === 10);
  const page = results.filter(({ name, count }) => name !== 'attention' && count === 1);
  const whole = [ten, ...page].reduce((sum, { ours }) => sum + ours.median, 0);
  console.log(`\n10 slots and the visit, all models: ${whole.toFixed(1)} µs, ${((100 * whole) / FRAME).toFixed(2)} % of a frame`);
}

// What 200 slots cost in Chromium: the main thread's time per frame beside the same page without nearside, while a script
// scrolls it and changes its DOM; and ranking 1,000 cards beside plain JavaScript that sorts and appends.
//
//   node benches/slots.mjs [--json]
//
// Needs a built site (`cargo xtask build`). CPU time of the page's main thread, so that a busy machine matters little.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { open } from '../tests/e2e/browser.mjs';
import { serve } from '../tests/e2e/collector.mjs';
import { Site, root } from '../tests/e2e/site.mjs';

const SLOTS = 200;
const CARDS = 1_000;
const FRAMES = 300;
/** Pairs of runs, of which the medians are told. */
const PAIRS = 5;
/** One frame at 60 Hz, ms. */
const FRAME = 16.7;

const site = new Site('bench-slots');
cpSync(join(root, 'benches/slots'), site.path('bench'), { recursive: true });
// The page writes HTML, which is no trusted type.
const server = await serve(site, ["/bench/=script-src 'self' 'wasm-unsafe-eval'"]);
const browser = await open();
try {
  await browser.cdp('Performance.enable', { timeDomain: 'threadTicks' });
  const kinds = ['scroll', 'mutate', 'both'];
  const frames = [];
  for (const kind of kinds) {
    const [without, beside] = [[], []];
    for (let pair = 0; pair < PAIRS; pair += 1) {
      without.push(await run('', kind));
      beside.push(await run('nearside', kind));
    }
    frames.push({ kind, without: median(without), beside: median(beside) });
  }
  await visit('nearside');
  const ranking = await inPage(`return page.rank(${CARDS})`);
  print({ frames, ranking });
} finally {
  await browser.close();
  await server.stop();
}

async function visit(agent) {
  await browser.driver.get(`${server.origin}/bench/page.html?slots=${SLOTS}&${agent}`);
  await browser.until('it is there', 'return window.page?.isReady() ?? false');
}

/** Time of the main thread per frame, ms. */
async function run(agent, kind) {
  await visit(agent);
  await inPage(`return page.run('${kind}', 60)`);
  const before = await busy();
  const frames = await inPage(`return page.run('${kind}', ${FRAMES})`);
  return ((await busy()) - before) / frames;
}

async function busy() {
  const { metrics } = await browser.driver.sendAndGetDevToolsCommand('Performance.getMetrics', {});
  return metrics.find(({ name }) => name === 'TaskDuration').value * 1e3;
}

async function inPage(script) {
  const given = await browser.driver.executeAsyncScript(
    `const done = arguments[0];
     (async () => { ${script} })().then((value) => done({ value }), (error) => done({ error: String(error.stack ?? error) }));`,
  );
  if (given.error) throw new Error(given.error);
  return given.value;
}

function median(list) {
  return list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
}

function print({ frames, ranking }) {
  if (process.argv.includes('--json')) return console.log(JSON.stringify({ frames, ranking }, null, 2));
  console.log(`${SLOTS} slots in Chromium: CPU time of the main thread per frame, ms; medians of ${PAIRS} pairs of ${FRAMES} frames\n`);
  console.log('what the script does   without   with nearside   ratio   more per frame');
  for (const { kind, without, beside } of frames) {
    const cells = [without.toFixed(2).padStart(7), beside.toFixed(2).padStart(15), (beside / without).toFixed(2).padStart(7)];
    console.log(`${kind.padEnd(22)} ${cells.join(' ')}   ${(beside - without).toFixed(2)} ms`);
  }
  const { ours, theirs } = ranking;
  console.log(`\nranking ${CARDS} cards, ms (one frame is ${FRAME})\n\n               nearside   sort and append   ratio`);
  for (const [name, kind] of [['script', 'script'], ['and layout', 'laidOut']]) {
    const cells = [ours[kind].toFixed(1).padStart(8), theirs[kind].toFixed(1).padStart(15), (ours[kind] / theirs[kind]).toFixed(2).padStart(7)];
    console.log(`${name.padEnd(14)} ${cells.join('   ')}`);
  }
  console.log(`its script is ${ours.script <= FRAME ? 'within' : 'NOT within'} one frame`);
}

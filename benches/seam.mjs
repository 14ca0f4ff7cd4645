// What nearside costs a page that is opened on a slow machine: its largest paint with nearside against without, and the
// longest stretch that nearside's own scripts kept the page busy.
//
//   node benches/seam.mjs [pairs] [--json]
//
// Chromium with its CPU throttled 4 times, cache empty; pairs take turns. Needs a built site (`cargo xtask build`).
import { readFileSync } from 'node:fs';
import { open } from '../tests/e2e/browser.mjs';
import { serve } from '../tests/e2e/collector.mjs';
import { actions } from '../tests/e2e/input.mjs';
import { Site } from '../tests/e2e/site.mjs';

const THROTTLE = 4;
const PAIRS = Number(process.argv.slice(2).find((word) => /^\d+$/.test(word)) ?? 20);
const PAGES = ['/', '/product.html'];
/** How long nobody may be kept waiting, ms: from there on Chromium calls a task long. */
const LONG = 50;

/** What every page of a run notes from its first moment. */
const NOTES = `
  window.noted = { paint: 0, scripts: [] };
  new PerformanceObserver((list) => { noted.paint = list.getEntries().at(-1).startTime; }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const frame of list.getEntries()) for (const { sourceURL, duration, invoker } of frame.scripts) noted.scripts.push([sourceURL, duration, invoker]);
  }).observe({ type: 'long-animation-frame', buffered: true });`;

const site = new Site('bench-seam');
for (const page of PAGES) {
  const file = page === '/' ? 'index.html' : page.slice(1);
  const bare = readFileSync(site.path(file), 'utf8').replace(/<script[^>]*nearside[^>]*><\/script>/g, '');
  site.duplicate(file, `without/${file}`);
  site.edit(`without/${file}`, () => bare);
}
const server = await serve(site);
const browser = await open();
const results = {};
try {
  await browser.cdp('Page.addScriptToEvaluateOnNewDocument', { source: NOTES });
  await browser.cdp('Network.enable', {});
  await browser.cdp('Network.setCacheDisabled', { cacheDisabled: true });
  await browser.cdp('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
  for (const page of PAGES) {
    const [paints, scripts] = [[], []];
    for (let pair = 0; pair < PAIRS; pair += 1) {
      // Whichever comes first finds the machine as the last pair left it, so they take turns.
      const both = pair % 2 ? [false, true] : [true, false];
      const seen = {};
      for (const isWith of both) {
        const { paint, scripts: ours } = await load(isWith ? page : `/without${page}`, isWith);
        seen[isWith] = paint;
        if (isWith) scripts.push(...ours);
      }
      paints.push([seen[true], seen[false]]);
    }
    results[page] = summary(paints, scripts);
  }
} finally {
  await browser.close();
  await server.stop();
}
if (process.argv.includes('--json')) console.log(JSON.stringify(results, null, 2));
else print();

async function load(page, isWith) {
  await browser.driver.get(`${server.origin}${page}`);
  if (isWith) await browser.until('the agent runs', 'return Boolean(window.nearside?.inspect)');
  if (isWith) await browser.until('its models do', "return nearside.inspect().models.every(({state}) => state !== 'loading')");
  await browser.until('it has painted', 'return noted.paint > 0');
  await browser.perform(actions([[0, 'move', 300, 300], [200, 'scroll', 0, 600], [500, 'move', 700, 400], [900, 'scroll', 0, 1200], [1200, 'move', 500, 300]]));
  const { paint, scripts } = await browser.run('return noted');
  return { paint, scripts: scripts.filter(([url]) => /nearside|chunks\//.test(url)).map(([, duration, invoker]) => [duration, invoker]) };
}

function summary(paints, scripts) {
  const ratios = paints.map(([ours, bare]) => ours / bare).sort((a, b) => a - b);
  const median = (sorted) => (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
  const at = (side) => median(paints.map((pair) => pair[side]).sort((a, b) => a - b));
  const longest = scripts.sort(([a], [b]) => b - a).slice(0, 3);
  return { pairs: paints.length, ratio: median(ratios), low: ratios[0], high: ratios.at(-1), with: at(0), without: at(1), long: scripts.filter(([duration]) => duration > LONG).length, longest };
}

function print() {
  console.log(`Chromium, CPU throttled ${THROTTLE} times, ${PAIRS} pairs of loads\n`);
  console.log('page            largest paint, with ÷ without: median (least to most)   with, without (ms)   our tasks over 50 ms   longest (ms)');
  for (const [page, r] of Object.entries(results)) {
    const ratio = `${r.ratio.toFixed(3)} (${r.low.toFixed(2)} to ${r.high.toFixed(2)})`;
    const longest = r.longest.map(([duration, invoker]) => `${Math.round(duration)} ${invoker}`).join(', ');
    console.log(`${page.padEnd(15)} ${ratio.padEnd(55)} ${`${Math.round(r.with)}, ${Math.round(r.without)}`.padEnd(20)} ${String(r.long).padEnd(22)} ${longest}`);
  }
}

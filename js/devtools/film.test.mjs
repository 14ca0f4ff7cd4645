// The film of a recording: the window, dwell by the engine's own rules, and swaps, forward and back in time.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

async function bundled(file) {
  const entry = fileURLToPath(new URL(file, import.meta.url));
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, write: false, format: 'esm' });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

const { Film } = await bundled('film.ts');
const { isInView } = await bundled('standing.ts');

const CAST = { regions: ['hero', 'reviews'], slots: [{ name: 'hero', variants: ['default', 'proof'] }] };
const OPENING = [
  [0, 'visible', true],
  [0, 'focused', true],
  [100, 'viewport', 1000, 500],
  [100, 'document', 1000, 3000],
  [100, 'layout', 0, 0, 0, 1000, 200, 1],
  [100, 'layout', 1, 0, 1000, 1000, 200, 1],
];
const film = (...events) => new Film(JSON.stringify({ events: [...OPENING, ...events] }), CAST);
const dwell = (scene) => Object.fromEntries(scene.actors.map(({ name, dwell }) => [name, Math.round(dwell)]));

it('shows the window at any time, forward and back', () => {
  const visit = film([200, 'move', 10, 20, 'mouse'], [300, 'scroll', 0, 900], [400, '~scroll', 0, 50], [500, 'leave'], [600, 'press', 5, 6, 'touch']);
  assert.deepEqual([visit.start, visit.end], [100, 600]);
  const late = visit.scene(450);
  assert.deepEqual([late.scroll.y, late.cursor, late.trail.length], [900, { x: 10, y: 20 }, 1]);
  assert.deepEqual(late.actors.map(({ isInView }) => isInView), [false, true]);
  assert.equal(visit.scene(550).cursor, null);
  assert.deepEqual([visit.scene(600).press.x, visit.scene(600).cursor], [5, null]);
  const early = visit.scene(250);
  assert.deepEqual([early.scroll.y, early.press, early.actors[0].isInView], [0, null, true]);
});

it('adds up dwell while the page is visible and focused and the visitor active', () => {
  const visit = film([1000, 'scroll', 0, 900], [3000, 'focused', false], [4000, 'focused', true], [5000, 'visible', false], [6000, 'visible', true], [60_000, 'tick']);
  assert.deepEqual(dwell(visit.scene(1000)), { hero: 900, reviews: 0 });
  assert.deepEqual(dwell(visit.scene(3500)), { hero: 900, reviews: 2000 });
  // The last sign of life was the scroll at 1 s; 30 s after it the visitor is idle.
  assert.deepEqual(dwell(visit.scene(60_000)), { hero: 900, reviews: 28_000 });
  assert.deepEqual(dwell(visit.scene(2000)), { hero: 900, reviews: 1000 });
});

it('knows what each slot showed, and every swap', () => {
  const visit = film([700, 'shown', 0, 1], [900, 'shown', 0, 0]);
  assert.deepEqual([600, 700, 900].map((at) => visit.scene(at).actors[0].variant), ['default', 'proof', 'default']);
  assert.equal(visit.scene(900).actors[1].variant, null);
  assert.deepEqual(visit.swaps().map(({ at, variant }) => [at, variant]), [[700, 'proof'], [900, 'default']]);
});

it('ends with what came last, wherever it was recorded', () => {
  const visit = film([900, 'shown', 0, 1], [899, 'move', 1, 2, 'mouse']);
  assert.equal(visit.end, 900);
  assert.equal(visit.scene(visit.end).actors[0].variant, 'proof');
});

it('forgets a region that is gone', () => {
  const visit = film([700, 'gone', 0], [2000, 'tick']);
  assert.equal(visit.scene(2000).actors[0].box, null);
  assert.deepEqual(dwell(visit.scene(2000)), { hero: 600, reviews: 0 });
});

it('counts a box as in view by half of it, or half of the window', () => {
  const window = { width: 100, height: 100 };
  const at = (y, height, shown = 1) => isInView({ x: 0, y, width: 100, height, shown }, { x: 0, y: 0 }, window);
  assert.deepEqual([at(0, 100), at(60, 100), at(50, 100), at(-900, 1000), at(-60, 100), at(0, 100, 0.4), at(0, 0)], [true, false, true, true, false, false, false]);
});

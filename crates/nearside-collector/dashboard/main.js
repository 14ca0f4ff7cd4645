// The page: asks for the sites, then every ten seconds for the summary of the one that is chosen.
// What has not changed is not drawn again, so that focus, scroll and open details stay.

import { slot } from './slot.js';
import { ago, count } from './words.js';

const POLL_MS = 10_000;
const [choice, status, slots, privacy] = ['site', 'status', 'slots', 'privacy'].map((id) => document.getElementById(id));
const drawn = new Map();
let newest = 0;

async function ask(path) {
  const response = await fetch(path, { headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`the collector answered ${response.status}`);
  return response.json();
}

function show(summary) {
  const { reports, newest_day: day, privacy_epsilon: epsilon, privacy_epsilon_most: most } = summary;
  status.textContent = day === null
    ? 'No reports yet.'
    : `${count(reports)} reports, the newest of ${ago(day, summary.day)}.`;
  privacy.textContent =
    `Privacy: each report spends ε = ${epsilon}; one browser spends ε = ${most} at most in ${summary.privacy_window_days} days.`;
  const names = new Set(summary.slots.map((entry) => entry.slot));
  for (const [name, { element }] of drawn) {
    if (names.has(name)) continue;
    element.remove();
    drawn.delete(name);
  }
  for (const entry of summary.slots) draw(entry);
  slots.setAttribute('aria-busy', 'false');
}

function draw(entry) {
  const text = JSON.stringify(entry);
  const old = drawn.get(entry.slot);
  if (old?.text === text) return;
  const element = slot(entry);
  if (old) {
    element.querySelector('details').open = old.element.querySelector('details').open;
    old.element.replaceWith(element);
  } else {
    slots.append(element);
  }
  drawn.set(entry.slot, { text, element });
}

async function refresh() {
  const asked = ++newest;
  try {
    const summary = await ask(`/v1/summary/${encodeURIComponent(choice.value)}`);
    // An older answer that comes late is of another site, or of the past.
    if (asked === newest) show(summary);
  } catch (error) {
    if (asked === newest) status.textContent = `Not up to date: ${error.message}.`;
  }
}

async function start() {
  const { sites } = await ask('/v1/sites');
  choice.append(...sites.map((name) => new Option(name, name)));
  if (sites.length === 0) {
    status.textContent = 'No site is measured: describe one in the file that --config names.';
    slots.setAttribute('aria-busy', 'false');
    return;
  }
  choice.addEventListener('change', () => {
    drawn.clear();
    slots.replaceChildren();
    refresh();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    // Charts are painted, so their colours do not follow by themselves.
    for (const entry of drawn.values()) entry.text = '';
    refresh();
  });
  setInterval(() => document.hidden || refresh(), POLL_MS);
  await refresh();
}

start().catch((error) => {
  status.textContent = `The dashboard cannot start: ${error.message}.`;
});

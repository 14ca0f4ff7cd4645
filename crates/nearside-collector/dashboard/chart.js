// Mean reward of the last seven days, day by day, one line a variant with its range as a band; drawn by uPlot if it was built in.

import uPlot from '/dashboard/uPlot.js';
import { dayName, seconds, share } from './words.js';

const HEIGHT = 240;
/** As many as there are colours. */
const MOST_SERIES = 5;

/** A figure with the chart; `null` where there is no library or fewer than two days. */
export function chart(slot, label) {
  const variants = slot.variants.slice(0, MOST_SERIES);
  const days = [...new Set(variants.flatMap((variant) => variant.days.map(({ day }) => day)))].sort((a, b) => a - b);
  if (!uPlot || days.length < 2) return null;
  const figure = document.createElement('figure');
  const caption = document.createElement('figcaption');
  caption.textContent = 'Mean reward of the seven days up to each day, with its 95 % range';
  const area = document.createElement('div');
  // The tables say the same.
  area.setAttribute('aria-hidden', 'true');
  figure.append(caption, key(variants, label), area);
  // Sizes and colours are known once the figure stands on the page.
  requestAnimationFrame(() => draw(area, variants, days));
  return figure;
}

function draw(area, variants, days) {
  if (!area.isConnected) return;
  const styles = getComputedStyle(area);
  const colour = (name) => {
    const probe = document.createElement('span');
    probe.style.color = `var(${name})`;
    area.append(probe);
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value;
  };
  const axis = { stroke: colour('--quiet'), grid: { stroke: colour('--line') }, font: `12px ${styles.fontFamily}` };
  const data = [days.map(seconds)];
  const series = [{}];
  const bands = [];
  variants.forEach((variant, at) => {
    const byDay = new Map(variant.days.map((entry) => [entry.day, entry.mean_reward]));
    const pick = (end) => days.map((day) => byDay.get(day)?.[end] ?? null);
    const stroke = colour(`--series-${at}`);
    data.push(pick('high'), pick('low'), pick('value'));
    const edge = { stroke: 'transparent', points: { show: false } };
    const first = series.length;
    series.push(edge, edge, { stroke, width: 2, points: { show: false } });
    bands.push({ series: [first, first + 1], fill: stroke.replace('rgb(', 'rgba(').replace(')', ', 0.14)') });
  });
  const options = {
    width: area.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: true } },
    axes: [
      { ...axis, values: (_, ticks) => ticks.map((tick) => dayName(tick / 86_400)) },
      { ...axis, size: 60, values: (_, ticks) => ticks.map(share) },
    ],
    series,
    bands,
  };
  const plot = new uPlot(options, data, area);
  new ResizeObserver(() => plot.setSize({ width: area.clientWidth, height: HEIGHT })).observe(area);
}

function key(variants, label) {
  const list = document.createElement('ul');
  list.className = 'key';
  variants.forEach((variant, at) => {
    const item = document.createElement('li');
    item.className = `series-${at}`;
    item.textContent = label(variant);
    list.append(item);
  });
  return list;
}

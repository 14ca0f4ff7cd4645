// One slot: its alarms, its variants beside the holdout, its segments, its days.

import { alarms } from './alarms.js';
import { chart } from './chart.js';
import { figure, table } from './table.js';
import { count, dayName, difference, share } from './words.js';

const label = (variant) => (variant.is_holdout ? `${variant.variant} (holdout)` : variant.variant);

export function slot(summary) {
  const section = document.createElement('section');
  section.className = 'slot';
  const heading = document.createElement('h2');
  heading.id = `slot-${summary.slot}`;
  heading.textContent = summary.slot;
  section.setAttribute('aria-labelledby', heading.id);
  section.append(heading, alarms(summary), variants(summary));
  const drawn = chart(summary, label);
  if (drawn) section.append(drawn);
  section.append(segments(summary), days(summary));
  return section;
}

function variants({ slot, variants }) {
  return table({
    caption: `Variants of ${slot}`,
    columns: ['Variant', 'Exposures', 'Mean reward', 'Uplift over holdout, points', 'Last week, points'],
    rows: variants.map((variant) => [
      label(variant),
      count(variant.exposures),
      figure(variant.mean_reward, share),
      variant.is_holdout ? '' : figure(variant.uplift, difference, tone(variant.uplift)),
      figure(variant.drift?.change, difference, variant.drift?.is_alarm ? 'bad' : ''),
    ]),
  });
}

function segments({ slot, variants }) {
  const names = variants[0]?.segments.map(({ segment }) => segment) ?? [];
  return table({
    caption: `Mean reward in ${slot} by segment`,
    columns: ['Variant', ...names],
    rows: variants.map((variant) => [
      label(variant),
      ...variant.segments.map((segment) => figure(segment.mean_reward, share)),
    ]),
  });
}

function days({ slot, variants }) {
  const all = [...new Set(variants.flatMap((variant) => variant.days.map(({ day }) => day)))].sort((a, b) => b - a);
  const of = variants.map((variant) => new Map(variant.days.map((entry) => [entry.day, entry])));
  const details = document.createElement('details');
  const summary = document.createElement('summary');
  summary.textContent = 'Figures of the chart';
  const rows = all.map((day) => [
    dayName(day),
    ...of.map((byDay) => (byDay.has(day) ? figure(byDay.get(day).mean_reward, share) : '')),
  ]);
  details.append(summary, table({ caption: `Mean reward in ${slot} of the seven days up to each day`, columns: ['Day', ...variants.map(label)], rows }));
  return details;
}

/** Whether the whole range lies on one side of nothing. */
function tone(uplift) {
  if (!uplift) return '';
  if (uplift.low > 0) return 'good';
  return uplift.high < 0 ? 'bad' : '';
}

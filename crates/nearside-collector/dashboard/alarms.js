// What is off in a slot, as a list that says so in words, not by colour alone.

import { difference } from './words.js';

export function alarms(slot) {
  const list = document.createElement('ul');
  list.className = 'alarms';
  const ratio = slot.sample_ratio;
  list.append(
    ratio.is_alarm
      ? line(`⚠ Visitors are not split as they should be (p = ${ratio.p_value.toExponential(1)}): do not trust the comparison.`, 'bad')
      : line('✓ Visitors are split evenly among the variants.', 'good'),
  );
  const drifting = slot.variants.filter((variant) => variant.drift?.is_alarm);
  for (const { variant, is_holdout, drift } of drifting) {
    const name = is_holdout ? 'the holdout' : variant;
    list.append(line(`⚠ The reward of ${name} changed by ${difference(drift.change.value)} points in the last week.`, 'bad'));
  }
  if (drifting.length === 0) list.append(line('✓ No reward drifts.', 'good'));
  return list;
}

function line(text, tone) {
  const item = document.createElement('li');
  item.className = tone;
  item.textContent = text;
  return item;
}

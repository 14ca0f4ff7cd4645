// Numbers and days as people read them.

const DAY_MS = 86_400_000;
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const percent = new Intl.NumberFormat('en', { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
const points = new Intl.NumberFormat('en', { signDisplay: 'always', minimumFractionDigits: 1, maximumFractionDigits: 1 });
const date = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' });

export const count = (value) => whole.format(value);
export const share = (value) => percent.format(value);
export const difference = (value) => points.format(value * 100);
export const dayName = (day) => date.format(day * DAY_MS);

/** Days since 1970 as seconds, which the charts take. */
export const seconds = (day) => (day * DAY_MS) / 1000;

/** How long ago a day was. */
export function ago(day, today) {
  const days = today - day;
  if (days <= 0) return 'today';
  return days === 1 ? 'yesterday' : `${days} days ago`;
}

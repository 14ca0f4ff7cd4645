// A meter: a share between nothing and all, as a bar and as a number.
//
// share -> bar, per cent and role=meter.

import { el, put, set, style } from "./element";
import { percent } from "./words";

export function meter(short: string, label: string) {
  const fill = el("span", { class: "fill" });
  const bar = el("span", { class: "bar", role: "meter", "aria-label": label, "aria-valuemin": 0, "aria-valuemax": 100 }, fill);
  const value = el("span", { class: "meter-value", "aria-hidden": "true" });
  const update = (share: number) => {
    set(bar, "aria-valuenow", Math.round(share * 100));
    set(bar, "aria-valuetext", percent(share));
    style(fill, "--share", String(share));
    put(value, percent(share));
  };
  const node = el("div", { class: "meter" }, el("span", { class: "meter-label", "aria-hidden": "true" }, short), bar, value);
  return { node, update };
}

// The sheet's handle: how much of a phone's window the panel takes.
//
// Drag, or arrow keys, Home and End on the focused handle -> the panel's height in hundredths of the window, 30 to 90.
// On wider windows the handle is not displayed and the height is the drawer's own.

import { el, set, style } from "./element";

const [LEAST, MOST, STEP] = [30, 90, 10];
/** At first, so that the page is still seen above. */
const OPENING = 60;

export function handle(panel: HTMLElement): HTMLElement {
  let height = OPENING;
  const bar = el("div", {
    class: "handle",
    role: "separator",
    tabindex: "0",
    "aria-orientation": "horizontal",
    "aria-label": "Height of the inspector",
    "aria-valuemin": LEAST,
    "aria-valuemax": MOST,
    "aria-valuenow": height,
  });

  const resize = (to: number) => {
    height = Math.round(Math.min(Math.max(to, LEAST), MOST));
    style(panel, "--sheet", `${height}dvh`);
    set(bar, "aria-valuenow", height);
  };
  bar.addEventListener("keydown", (event) => {
    const heights: Record<string, number> = { ArrowUp: height + STEP, ArrowDown: height - STEP, Home: LEAST, End: MOST };
    const to = heights[event.key];
    if (to === undefined) return;
    event.preventDefault();
    resize(to);
  });
  bar.addEventListener("pointerdown", (event) => bar.setPointerCapture(event.pointerId));
  bar.addEventListener("pointermove", (event) => {
    if (bar.hasPointerCapture(event.pointerId)) resize(((innerHeight - event.clientY) / innerHeight) * 100);
  });
  return bar;
}

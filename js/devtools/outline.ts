// The outline: a frame around each region on the page, with what it shows and the model's estimate.
//
// inspection, the page's layout -> boxes above the page that let every click through; nothing of the page is styled. Follows
// scrolling and layout by a frame callback, which runs only while it is on.

import type { Inspection } from "../agent";
import { el, put, set, style } from "./element";
import { Keyed, type Row } from "./keyed";
import { percent } from "./words";

/** What marks a region in the page's HTML. */
const MARKED = "[data-nearside-slot], [data-nearside-watch]";
/** Height of a label, px: where less is left above a region, it moves in. */
const LABEL = 24;

/** What is said of a region. */
interface Said {
  variant: string | null;
  share: number | null;
}

interface Placed extends Said {
  element: Element;
  name: string;
  area: DOMRect;
}

export function outline(signal: AbortSignal) {
  const node = el("div", { class: "outlines", "aria-hidden": "true", hidden: true });
  const boxes = new Keyed<Placed>(node, box);
  let said = new Map<string, Said>();
  let frame = 0;

  const follow = () => {
    boxes.update(placed(said), ({ element }) => element);
    frame = requestAnimationFrame(follow);
  };
  const turn = (on: boolean) => {
    node.hidden = !on;
    cancelAnimationFrame(frame);
    if (on) follow();
  };
  signal.addEventListener("abort", () => turn(false));
  const update = ({ regions, slots }: Inspection) => {
    const shows = new Map(slots.map(({ name, shown }) => [name, shown]));
    said = new Map(regions.map(({ name, score }) => [name, { variant: shows.get(name) ?? null, share: score?.estimate ?? null }]));
  };
  return { node, turn, update };
}

/** Regions that are in the window, where they are. All reads come before the writes of `update`. */
function placed(said: Map<string, Said>): Placed[] {
  return [...document.querySelectorAll<HTMLElement>(MARKED)]
    .map((element) => {
      const name = element.dataset.nearsideSlot ?? element.dataset.nearsideWatch ?? "";
      const { variant, share } = said.get(name) ?? { variant: null, share: null };
      return { element, name, variant, share, area: element.getBoundingClientRect() };
    })
    .filter(({ area }) => area.width > 0 && area.height > 0 && area.bottom > 0 && area.top < innerHeight);
}

function box(): Row<Placed> {
  const title = el("span", {});
  const shows = el("b", {});
  const looked = el("span", {});
  const label = el("span", { class: "outline-label" }, title, shows, looked);
  const node = el("div", { class: "outline" }, label);
  const update = ({ name, variant, share, area }: Placed) => {
    set(node, "data-slot", variant !== null);
    put(title, name);
    put(shows, variant ?? "");
    put(looked, share === null ? "" : percent(share));
    style(node, "transform", `translate(${area.left}px, ${area.top}px)`);
    style(node, "width", `${area.width}px`);
    style(node, "height", `${area.height}px`);
    style(node, "--heat", String(share ?? 0));
    // A label above a region at the window's top edge would be cut off: it moves in, and stays in the window.
    set(node, "data-inside", area.top < LABEL);
    style(label, "transform", `translateY(${Math.max(0, -area.top)}px)`);
  };
  return { node, update };
}

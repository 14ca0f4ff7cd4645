// The stage: a scene of the film, drawn.
//
// scene -> the window with its regions, cursor, trail and press, and beside it the whole page as a strip with the window's
// place on it. The longer a region was dwelt on, the stronger its tint, on one scale per scene.

import { put, set, svg } from "./element";
import type { Actor, Scene } from "./film";
import { Keyed, type Row } from "./keyed";
import { seconds } from "./words";

/** Width of the picture, and of the strip and the gap before it, in its own units. */
const [WIDTH, STRIP, GAP] = [360, 32, 12];
/** How far the mark of the window's place stands out from the strip. */
const OUT = 3;
/** Its height stays between these; the window and the strip are fitted into it. */
const [LEAST, MOST] = [150, 250];
/** Dwell is told from here, ms, in boxes that are wider than this. */
const [TOLD, WIDE] = [100, 90];
/** The part of a box that is drawn: hairlines between neighbours. */
const INSET = 1;

/** An actor and how to draw it: `scale` from page px, and where what it stands in begins. */
interface Drawn extends Actor {
  scale: number;
  x: number;
  y: number;
  heat: number;
}

export function stage() {
  const boxes = svg("g");
  const bands = svg("g");
  const trail = svg("polyline", { class: "trail" });
  const cursor = svg("path", { class: "cursor", d: "M0 0 0 15 4 11.4 6.6 17.4 9.2 16.3 6.6 10.5 11.8 10.2Z" });
  const press = svg("circle", { class: "press", r: 9 });
  const [pane, strip, here] = [svg("rect", { class: "pane", rx: 6 }), svg("rect", { class: "pane", rx: 4 }), svg("rect", { class: "here", rx: 3 })];
  const window = svg("svg", { class: "window" }, boxes, trail, press, cursor);
  const node = svg("svg", { class: "stage", role: "img" }, pane, window, strip, bands, here);
  const inWindow = new Keyed<Drawn>(boxes, region);
  const onPage = new Keyed<Drawn>(bands, band);

  const draw = (scene: Scene, caption: string) => {
    set(node, "aria-label", caption);
    const { window: seen, page, scroll } = scene;
    if (seen.width === 0 || seen.height === 0) return;
    const room = WIDTH - STRIP - GAP - OUT;
    const start = room + GAP;
    const height = Math.min(MOST, Math.max(LEAST, (room * seen.height) / seen.width));
    const scale = Math.min(room / seen.width, height / seen.height);
    const [wide, high] = [seen.width * scale, seen.height * scale];
    set(node, "viewBox", `0 0 ${WIDTH} ${height.toFixed(1)}`);
    const left = (room - wide) / 2;
    for (const one of [pane, window]) place(one, left, 0, wide, high);
    const most = Math.max(1000, ...scene.actors.map(({ dwell }) => dwell));
    const there = scene.actors.filter(({ box }) => box !== null).map((actor) => ({ ...actor, heat: actor.dwell / most }));
    inWindow.update(there.map((actor) => ({ ...actor, scale, x: -scroll.x, y: -scroll.y })), ({ name }) => name);

    const at = (point: { x: number; y: number }) => `${(point.x * scale).toFixed(1)} ${(point.y * scale).toFixed(1)}`;
    set(trail, "points", scene.trail.map(at).join(" "));
    for (const [mark, point] of [[cursor, scene.cursor], [press, scene.press]] as const) {
      set(mark, "visibility", point ? null : "hidden");
      if (point) set(mark, "transform", `translate(${at(point)})`);
    }

    const whole = Math.max(page.height, seen.height);
    const narrow = height / whole;
    place(strip, start, 0, STRIP, height);
    onPage.update(there.map((actor) => ({ ...actor, scale: narrow, x: start, y: 0 })), ({ name }) => name);
    place(here, start - OUT + 1, scroll.y * narrow, STRIP + 2 * OUT - 2, seen.height * narrow);
  };
  return { node, draw };
}

function region({ name }: Drawn): Row<Drawn> {
  const frame = svg("rect", { class: "region-box", rx: 4 });
  const dwelt = svg("tspan", { class: "region-dwell", dx: 6 });
  const title = svg("text", { class: "region-title" }, name, dwelt);
  const showing = svg("text", { class: "region-variant" });
  const node = svg("g", { class: "on-stage" }, frame, title, showing);
  const update = ({ box, scale, x, y, heat, dwell, isInView, variant }: Drawn) => {
    if (!box) return;
    const [left, top] = [(box.x + x) * scale, (box.y + y) * scale];
    place(frame, left + INSET, top + INSET, box.width * scale - 2 * INSET, box.height * scale - 2 * INSET);
    frame.style.setProperty("--heat", heat.toFixed(3));
    set(node, "data-in-view", isInView);
    set(node, "data-slot", variant !== null);
    // The title stays in the window as long as its region does.
    const line = Math.min(Math.max(top, 0), top + Math.max(0, box.height * scale - 18)) + 14;
    for (const [text, below] of [[title, 0], [showing, 12]] as const) {
      set(text, "x", (left + 7).toFixed(1));
      set(text, "y", (line + below).toFixed(1));
    }
    put(dwelt, dwell >= TOLD && box.width * scale > WIDE ? seconds(dwell) : "");
    put(showing, variant !== null && box.height * scale > 30 ? variant : "");
  };
  return { node, update };
}

function band(): Row<Drawn> {
  const node = svg("rect", { class: "region-box", rx: 1.5 });
  const update = ({ box, scale, x, heat }: Drawn) => {
    if (!box) return;
    place(node, x + 4, box.y * scale + INSET / 2, STRIP - 8, Math.max(INSET, box.height * scale - INSET));
    node.style.setProperty("--heat", heat.toFixed(3));
  };
  return { node, update };
}

function place(node: Element, x: number, y: number, width: number, height: number): void {
  for (const [name, value] of Object.entries({ x, y, width: Math.max(0, width), height: Math.max(0, height) })) set(node, name, value.toFixed(1));
}

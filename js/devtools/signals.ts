// Signals: how many of each kind were sensed, and what that costs.
//
// inspection.signals -> a tile per kind that came, which lights up when its count grows (not where reduced motion is
// preferred); inspection.cost -> drains, signals drained, notes lost.

import type { Inspection, SignalReport } from "../agent";
import { el, put } from "./element";
import { Keyed, type Row } from "./keyed";
import { isCalm } from "./motion";
import type { View } from "./view";

type Fact = [label: string, count: number];

/** The agent's kinds in words; a kind that is missing here is shown by its own name. */
const KINDS: Record<string, string> = {
  environment: "Environment",
  viewport: "Window size",
  document: "Page length",
  layout: "Region moved",
  gone: "Region gone",
  move: "Pointer moves",
  leave: "Pointer left",
  press: "Presses",
  release: "Releases",
  click: "Clicks",
  scroll: "Scrolling",
  stir: "Boxes scrolled",
  key: "Keys",
  focus: "Focus moves",
  select: "Selections",
  deselect: "Deselections",
  copy: "Copies",
  form: "Form activity",
  media: "Media",
  exit: "Exit intent",
  visible: "Tab visibility",
  focused: "Window focus",
  restored: "Page restored",
  navigate: "Navigation",
  motion: "Device motion",
  page: "Kind of page",
};

export function signals(): View {
  const tiles = el("dl", { class: "tiles" });
  const list = new Keyed<SignalReport>(tiles, tile);
  const cost = el("dl", { class: "facts" });
  const costs = new Keyed<Fact>(cost, fact);
  const update = (inspection: Inspection) => {
    list.update(inspection.signals, ({ kind }) => kind);
    const { frames, drained, lost } = inspection.cost;
    const rows: Fact[] = [
      ["Drains", frames],
      ["Signals drained", drained],
      ["Lost to storms", lost],
    ];
    costs.update(rows, ([label]) => label);
  };
  const node = el(
    "div",
    {},
    el("p", { class: "note" }, "That something happened, and where: never what you typed, selected or copied. Work is done once a frame."),
    tiles,
    el("div", { class: "card" }, el("h3", { class: "label" }, "What it costs"), cost),
  );
  return { node, update };
}

function tile({ kind, count: first }: SignalReport): Row<SignalReport> {
  const value = el("dd", {});
  const node = el("div", { class: "tile" }, el("dt", {}, KINDS[kind] ?? kind), value);
  let before = first;
  const update = ({ count }: SignalReport) => {
    put(value, count.toLocaleString("en"));
    if (count > before && !isCalm()) node.animate([{ opacity: 0.45 }, { opacity: 1 }], { duration: 400, easing: "ease-out" });
    before = count;
  };
  return { node, update };
}

function fact([label]: Fact): Row<Fact> {
  const value = el("dd", {});
  return { node: el("div", {}, el("dt", {}, label), value), update: ([, count]: Fact) => put(value, count.toLocaleString("en")) };
}

// Attention: where the model thinks the visitor is looking, now and over the last minute.
//
// inspection -> a chart of the regions that lead, and a row per region with two meters: looked at in the last 2 s
// (estimate), will be in the next 2 s (forecast); a region that has no score has none. Observes every look, so that the chart has no gaps.

import type { Inspection, RegionReport } from "../agent";
import { chart } from "./chart";
import { el, put, set } from "./element";
import { Keyed, type Row } from "./keyed";
import { meter } from "./meter";
import { outlook } from "./outlook";
import { Trace } from "./trace";
import type { View } from "./view";
import { modelState, seconds } from "./words";

export function attention(): View {
  const trace = new Trace();
  const lines = chart();
  const note = el("p", { class: "note" });
  const visit = outlook();
  const rows = el("ul", { class: "cards regions" });
  const list = new Keyed<RegionReport>(rows, region);
  const update = (inspection: Inspection) => {
    const isScored = inspection.models.some(({ task, state }) => task === "attention" && state === "ready");
    set(note, "hidden", isScored);
    if (!isScored) put(note, `${modelState(inspection.models)[1]}. Without a model of attention there is nothing to estimate attention with.`);
    set(lines.node, "hidden", !isScored);
    lines.update(trace, inspection.now);
    visit.update(inspection.outlook);
    list.update(inspection.regions, ({ name }) => name);
  };
  return { node: el("div", {}, note, lines.node, visit.node, rows), update, observe: (inspection: Inspection) => trace.add(inspection) };
}

function region({ name }: RegionReport): Row<RegionReport> {
  const kind = el("span", { class: "chip" });
  const view = el("span", { class: "in-view" });
  const won = el("span", { class: "region-ms" });
  const now = meter("Looked at", `${name}: looked at in the last 2 seconds`);
  const next = meter("Next", `${name}: will be looked at in the next 2 seconds`);
  const update = ({ slot, visible, score, attention_ms: ms }: RegionReport) => {
    put(kind, slot ? "slot" : "watched");
    put(view, visible ? "in view" : "out of view");
    set(node, "data-visible", visible);
    put(won, seconds(ms));
    set(now.node, "hidden", !score);
    set(next.node, "hidden", !score);
    if (score) {
      now.update(score.estimate);
      next.update(score.forecast);
    }
  };
  const head = el("div", { class: "region-head" }, el("h3", { class: "region-name" }, name), kind, view, won);
  const node = el("li", { class: "card region" }, head, now.node, next.node);
  return { node, update };
}

// What weighed in a decision: a feature a row, with a bar to the right where it spoke for, to the left where against.
//
// slot.weighed -> rows, heaviest first. The model's weights are log-odds; a rule only read its features, so those have
// no bar. Bars of one slot share a scale.

import type { FeatureReport, Inspection, SlotReport, WeighedReport } from "../agent";
import { el, put, set, style } from "./element";
import { Keyed, type Row } from "./keyed";
import { regionFeature } from "./region-words";
import { quantity, signed } from "./words";

/** A feature that weighed, in words. */
interface Weighed extends WeighedReport {
  unit: string;
  region: string | undefined;
  /** The heaviest weight of its slot. */
  scale: number;
  isRule: boolean;
}

export function weights() {
  const title = el("h4", { class: "label" });
  const scaleNote = el("span", { class: "sides", "aria-hidden": "true" }, "against ◂ ▸ for");
  const rows = el("ul", { class: "weights" });
  const node = el("div", { hidden: true }, el("div", { class: "weights-head" }, title, scaleNote), rows);
  const list = new Keyed<Weighed>(rows, row);
  const update = ({ weighed, reason }: SlotReport, { context }: Inspection) => {
    set(node, "hidden", weighed.length === 0);
    put(title, reason === "rule" ? "What the rule read" : "What moved the model");
    set(scaleNote, "hidden", reason === "rule");
    const scale = Math.max(...weighed.map(({ weight }) => Math.abs(weight)), 1e-6);
    list.update(
      weighed.map((feature) => ({ ...feature, ...meaningOf(feature.path, context), scale, isRule: reason === "rule" })),
      ({ path }) => path,
    );
  };
  return { node, update };
}

function row(): Row<Weighed> {
  const meaning = el("span", { class: "weight-meaning" });
  const path = el("code", { class: "path" });
  const value = el("span", { class: "weight-value" });
  const weight = el("span", { class: "weight-sign" });
  const fill = el("span", { class: "fill" });
  const bar = el("span", { class: "diverging", "aria-hidden": "true" }, fill);
  const update = (feature: Weighed) => {
    put(meaning, feature.region ? `${feature.region}: ${feature.meaning.charAt(0).toLowerCase()}${feature.meaning.slice(1)}` : feature.meaning);
    put(path, feature.path);
    put(value, quantity(feature.value, feature.unit));
    put(weight, feature.isRule ? "" : signed(feature.weight));
    set(bar, "hidden", feature.isRule);
    set(fill, "data-side", feature.weight < 0 ? "against" : "for");
    style(fill, "--share", String(Math.abs(feature.weight) / feature.scale));
  };
  return { node: el("li", { class: "weight" }, meaning, value, path, weight, bar), update };
}

function meaningOf(path: string, context: FeatureReport[]) {
  const { unit, meaning } = context.find((feature) => feature.path === path) ?? regionFeature(path) ?? { unit: "", meaning: path };
  return { unit, meaning, region: regionFeature(path)?.region };
}

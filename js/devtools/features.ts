// Features: every number that conditions and the model can see.
//
// inspection, what is looked for, whose features -> a table of path, meaning and value. The page's features say what
// they mean themselves; a region's are named in region-words.

import type { FeatureReport, Inspection } from "../agent";
import { el, put, set } from "./element";
import { Keyed, type Row } from "./keyed";
import { regionFeature } from "./region-words";
import type { View } from "./view";
import { quantity } from "./words";

const PAGE = "";

/** A feature and what it says. */
type Named = Omit<FeatureReport, "path"> & { path: string };

export function features(): View {
  let latest: Inspection | null = null;
  const again = () => {
    if (latest) update(latest);
  };
  const search = el("input", { type: "search", id: "feature-search", placeholder: "scroll, hover, time …", autocomplete: "off", on: { input: again } });
  const scope = el("select", { id: "feature-scope", on: { change: again } });
  const scopes = new Keyed<{ value: string; label: string }>(scope, ({ value, label }) => ({ node: el("option", { value }, label), update: () => {} }));
  const body = el("tbody");
  const rows = new Keyed<Named>(body, row);
  const none = el("p", { class: "note", hidden: true }, "No feature matches.");

  function update(inspection: Inspection) {
    latest = inspection;
    const regions = inspection.regions.map(({ name }) => ({ value: name, label: name }));
    scopes.update([{ value: PAGE, label: "The page" }, ...regions], ({ value }) => value);
    const sought = search.value.trim().toLowerCase();
    const found = featuresOf(inspection, scope.value).filter(({ path, meaning }) => `${path} ${meaning}`.toLowerCase().includes(sought));
    rows.update(found, ({ path }) => path);
    set(none, "hidden", found.length > 0);
  }

  const node = el(
    "div",
    {},
    el(
      "div",
      { class: "filters" },
      el("div", { class: "field" }, el("label", { for: "feature-scope" }, "Of"), scope),
      el("div", { class: "field" }, el("label", { for: "feature-search" }, "Search"), search),
    ),
    el(
      "table",
      { class: "features" },
      el("caption", { class: "unseen" }, "Features and their values now"),
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Feature"), el("th", { scope: "col", class: "number" }, "Value now"))),
      body,
    ),
    none,
  );
  return { node, update };
}

function featuresOf({ context, regions }: Inspection, scope: string): Named[] {
  if (scope === PAGE) return context;
  const region = regions.find(({ name }) => name === scope);
  return (region?.features ?? []).map((feature) => ({ unit: "", meaning: "", ...feature, ...regionFeature(feature.path) }));
}

function row({ path, meaning }: Named): Row<Named> {
  const value = el("td", { class: "number" });
  const head = el("th", { scope: "row" }, el("code", { class: "path" }, path), el("span", { class: "meaning" }, meaning));
  return { node: el("tr", {}, head, value), update: (feature: Named) => put(value, quantity(feature.value, feature.unit)) };
}

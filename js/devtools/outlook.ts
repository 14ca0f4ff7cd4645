// The outlook: what the models say of the whole visit.
//
// inspection.outlook -> a card with a meter for each segment, fullest first, and how likely the visit is to convert.

import type { OutlookReport, SegmentReport } from "../agent";
import { el, put, set } from "./element";
import { Keyed, type Row } from "./keyed";
import { meter } from "./meter";

/** How far one segment must lead another before the two change places: a list that is sorted with every look never rests. */
const LEAD = 0.05;

export function outlook() {
  const segments = el("ul", { class: "segments" });
  const list = new Keyed<SegmentReport>(segments, segment);
  const conversion = meter("Converts", "This session converts");
  const tuned = el("p", { class: "note" });
  let order: SegmentReport[] = [];
  const update = ({ conversion: probability, segments: shares, tuning }: OutlookReport) => {
    set(node, "hidden", probability === null && shares.length === 0);
    set(segments, "hidden", shares.length === 0);
    order = ranked(order, shares);
    list.update(order, ({ name }) => name);
    set(conversion.node, "hidden", probability === null);
    if (probability !== null) conversion.update(probability);
    set(tuned, "hidden", probability === null || tuning.sessions === 0);
    put(tuned, tuning.sessions > 0 ? told(tuning) : "");
  };
  const node = el("div", { class: "card outlook", hidden: true }, el("h3", { class: "label" }, "This visit as a whole"), segments, conversion.node, tuned);
  return { node, update };
}

/** How the model was tuned here, and whether that helps. */
function told({ sessions, converted, tuned_loss: now, shipped_loss: before, reverts }: OutlookReport["tuning"]): string {
  const better = before - now;
  const worth = Math.abs(better) < 0.001 ? "as good as" : better > 0 ? "better than" : "worse than";
  const again = reverts > 0 ? ` It was given up ${reverts}× and begun again.` : "";
  return `Tuned to ${sessions} sessions here, of which ${converted} converted: ${worth} as shipped (${Math.abs(better).toFixed(3)} nats a session).${again}`;
}

/** The shares in their former order, but for those that lead the one above them clearly. */
function ranked(former: SegmentReport[], shares: SegmentReport[]): SegmentReport[] {
  const place = new Map(former.map(({ name }, at) => [name, at]));
  const isKnown = shares.every(({ name }) => place.has(name));
  const order = [...shares].sort((a, b) => (isKnown ? place.get(a.name)! - place.get(b.name)! : b.share - a.share));
  for (let from = 1; from < order.length; from += 1) {
    for (let at = from; at > 0 && order[at]!.share > order[at - 1]!.share + LEAD; at -= 1) {
      [order[at - 1], order[at]] = [order[at]!, order[at - 1]!];
    }
  }
  return order;
}

function segment({ name }: SegmentReport): Row<SegmentReport> {
  const words = name.replaceAll("_", " ");
  const share = meter(words, `This visit is one of a ${words}`);
  return { node: el("li", {}, share.node), update: (latest) => share.update(latest.share) };
}

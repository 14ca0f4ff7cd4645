// A slot's card: what it shows, why, how sure that was, and what else it could show.
//
// {slot, held, inspection} -> one article. A variant that was forced by hand says so, since no decision led to it, and can
// be let go of again.

import type { Inspection, SlotReport } from "../agent";
import { el, put, set } from "./element";
import type { Held } from "./evidence";
import type { Inspected } from "./inspected";
import type { Row } from "./keyed";
import { regionFeature } from "./region-words";
import { variants, type Say } from "./variants";
import { weights } from "./weights";
import { quantity, reason, shortReason, unitOf } from "./words";

/** What a card shows. */
export interface Card {
  slot: SlotReport;
  held: Held[];
  inspection: Inspection;
}

export function slotCard(agent: Inspected, { slot: { name } }: Card, say: Say): Row<Card> {
  const shown = el("strong", { class: "shown" });
  const how = el("span", { class: "chip" });
  const why = el("p", { class: "why" });
  const [propensity, exposed, swaps] = [fact("Propensity"), fact("Exposed"), fact("Swaps")];
  set(propensity.node, "title", "Probability of this choice when it was made");
  set(exposed.node, "title", "Half of it was in view for a second");
  const instead = el("p", { class: "note" });
  const moved = weights();
  const others = variants(agent, name, say);
  let latest = "default";
  const letGo = () => {
    agent.release(name, latest);
    say(`${name} follows its decisions again.`);
    // The button goes away, and would take the focus with it.
    node.focus({ preventScroll: true });
  };
  const release = el("button", { type: "button", class: "tool release", on: { click: letGo } }, "Let it decide again");
  const node = el(
    "article",
    { class: "card slot", "aria-label": `Slot ${name}`, tabindex: "-1" },
    el("header", { class: "slot-head" }, el("h3", { class: "slot-name" }, name), how),
    el("p", { class: "shows" }, "shows ", shown),
    why,
    release,
    instead,
    el("dl", { class: "facts" }, propensity.node, exposed.node, swaps.node),
    moved.node,
    others.node,
  );

  const update = ({ slot, held, inspection }: Card) => {
    latest = slot.decided;
    put(shown, slot.shown);
    put(how, slot.forced ? "by hand" : shortReason(slot.reason));
    set(how, "data-reason", slot.forced ? "forced" : slot.reason);
    const decided = reason(slot, held, inspection.automation);
    put(why, slot.forced ? `This variant was chosen by hand. Left alone, the slot would show ${slot.decided}. ${decided}` : decided);
    set(release, "hidden", !slot.forced);
    put(instead, slot.instead ? otherwise(slot.instead) : "");
    set(instead, "hidden", !slot.instead);
    propensity.update(slot.propensity.toFixed(2));
    exposed.update(slot.exposed ? "yes" : "not yet");
    swaps.update(String(slot.swaps));
    moved.update(slot, inspection);
    others.update(slot, inspection);
  };
  return { node, update };
}

/** What would have led to another variant. */
function otherwise({ variant, path, meaning, value, now }: NonNullable<SlotReport["instead"]>): string {
  const unit = regionFeature(path)?.unit ?? unitOf(path);
  return `It would have been ${variant} with ${quantity(value, unit)} in place of ${quantity(now, unit)}: ${meaning}.`;
}

function fact(label: string) {
  const value = el("dd", {});
  return { node: el("div", {}, el("dt", {}, label), value), update: (text: string) => put(value, text) };
}

// A slot's variants: what each is about, how much attention that has won, a button that shows it and a link to preview it.
//
// slot, regions -> a row per variant, the default first. The bars are the race that the score step watches: attention
// now, on one scale per slot.

import type { Inspection, SlotReport, VariantReport } from "../agent";
import { previewAddress } from "./address";
import { copy } from "./clipboard";
import { el, put, set, style } from "./element";
import { held } from "./evidence";
import { icon } from "./icons";
import type { Inspected } from "./inspected";
import { Keyed, type Row } from "./keyed";
import { list as enumerate, seconds } from "./words";

/** Says what a button did. */
export type Say = (words: string) => void;

/** A variant as a row shows it. */
interface Racer extends VariantReport {
  isShown: boolean;
  /** Attention that its subjects hold, ms; none for a variant about nothing. */
  ms: number | undefined;
  /** The most that any of them holds. */
  most: number;
}

export function variants(agent: Inspected, slot: string, say: Say) {
  const rows = el("ul", { class: "variants" });
  const list = new Keyed<Racer>(rows, ({ name }) => row(agent, slot, name, say));
  const update = (of: SlotReport, inspection: Inspection) => {
    const attention = new Map(held(of, inspection).map(({ variant, ms }) => [variant, ms]));
    const most = Math.max(...attention.values(), 1);
    const racers = of.variants.map((variant) => ({ ...variant, isShown: variant.name === of.shown, ms: attention.get(variant.name), most }));
    list.update(racers, ({ name }) => name);
  };
  return { node: el("div", {}, el("h4", { class: "label" }, "Variants"), rows), update };
}

function row(agent: Inspected, slot: string, name: string, say: Say): Row<Racer> {
  const about = el("span", { class: "variant-about" });
  const won = el("span", { class: "variant-ms" });
  const fill = el("span", { class: "fill" });
  const bar = el("span", { class: "bar", "aria-hidden": "true" }, fill);
  const show = el("button", { type: "button", class: "choose", on: { click: () => agent.show(slot, name) } });
  const link = el("a", { class: "preview", hidden: true }, "Preview");
  const preview = () =>
    void copy(previewAddress(location.href, slot, name)).then((isCopied) => {
      say(isCopied ? `The link that shows ${name} is copied.` : "The browser refused to copy: the link stands beside the variant.");
      set(link, "href", previewAddress(location.href, slot, name));
      set(link, "hidden", isCopied);
      set(share, "data-done", isCopied);
      share.replaceChildren(icon(isCopied ? "done" : "link"));
    });
  const share = el("button", { type: "button", class: "share", title: "Copy preview link", "aria-label": `Copy preview link: ${name}`, on: { click: preview } }, icon("link"));
  const node = el("li", { class: "variant" }, el("span", { class: "variant-name" }, name), about, won, bar, el("span", { class: "variant-tools" }, link, share, show));
  const update = (racer: Racer) => {
    const { isShown, ms, most } = racer;
    put(about, told(racer));
    put(won, ms === undefined ? "" : seconds(ms));
    set(bar, "hidden", ms === undefined);
    style(fill, "--share", String((ms ?? 0) / most));
    set(node, "data-shown", isShown);
    put(show, isShown ? "Shown" : "Show");
    set(show, "aria-pressed", String(isShown));
    set(show, "aria-label", `${isShown ? "Shown" : "Show"}: ${name}`);
  };
  return { node, update };
}

function told({ name, about, hasRule, exposures, rewards, uplift }: Racer): string {
  const isNamesake = about.length === 1 && about[0] === name;
  const words = [
    about.length > 0 && !isNamesake && `about ${enumerate(about)}`,
    hasRule && "has a rule",
    name === "default" && "the page as it came",
    exposures > 0 && `seen ${exposures}×, rewarded ${Number(rewards.toFixed(1))}×`,
    uplift && `${lift(uplift)} over the default`,
  ];
  return words.filter(Boolean).join(" · ");
}

/** +12 points (3 to 21): shares of exposures that were rewarded, less those of the default. */
function lift([estimate, low, high]: [number, number, number]): string {
  const points = (share: number) => String(Math.round(share * 100));
  return `${estimate < 0 ? "−" : "+"}${points(Math.abs(estimate))} points (${points(low)} to ${points(high)})`;
}

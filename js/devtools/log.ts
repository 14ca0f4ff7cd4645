// The log: what happened in the agent, newest first.
//
// inspection.timeline -> a list with times since the page was opened. The agent keeps the latest 200 entries.

import type { Inspection, TimelineEntry } from "../agent";
import { el, set } from "./element";
import { Keyed, type Row } from "./keyed";
import { seconds } from "./words";

export function log() {
  const entries = el("ol", { class: "timeline", reversed: true });
  const none = el("p", { class: "note" }, "Nothing happened yet. Scroll, hover and read: decisions will appear here.");
  const list = new Keyed<TimelineEntry & { key: string }>(entries, entry);
  const update = ({ timeline }: Inspection) => {
    set(none, "hidden", timeline.length > 0);
    list.update(numbered(timeline).reverse(), ({ key }) => key);
  };
  return { node: el("div", {}, none, entries), update };
}

/** Entries with keys: the same thing may happen twice at one time. */
function numbered(all: TimelineEntry[]): (TimelineEntry & { key: string })[] {
  const seen = new Map<string, number>();
  return all.map((one) => {
    const key = `${one.at} ${one.kind} ${one.text}`;
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return { ...one, key: `${key} ${times}` };
  });
}

function entry({ at, kind, text }: TimelineEntry): Row<TimelineEntry> {
  const node = el(
    "li",
    { "data-kind": kind },
    el("span", { class: "chip" }, kind),
    el("span", { class: "entry-text" }, text),
    el("time", { datetime: `PT${(at / 1000).toFixed(3)}S` }, seconds(at)),
  );
  return { node, update: () => {} };
}

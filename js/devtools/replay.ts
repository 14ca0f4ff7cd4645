// Replay: this visit once more, and the log of what happened in the agent.
//
// recording, timeline -> the stage with its player, and the log below; both in one file to keep. A visit that was not
// recorded has only its log, and says how to have it recorded. The recording is read when it is asked for: it grows long.

import type { Inspection, TimelineEntry } from "../agent";
import { recordingAddress } from "./address";
import { save } from "./download";
import { el, put, set } from "./element";
import { Film, type Scene } from "./film";
import type { Inspected } from "./inspected";
import { log } from "./log";
import { player } from "./player";
import { stage } from "./stage";
import type { View } from "./view";
import { list, seconds } from "./words";

/** What of the log is worth a tick on the slider; swaps are the film's own, which forgets none. */
const TICKS = new Set(["decision", "exposure", "learned", "error"]);

export function replay(agent: Inspected): View {
  let film: Film | null = null;
  let happenings: TimelineEntry[] = [];
  const picture = stage();
  const caption = el("p", { class: "caption" });
  const controls = player((at) => film && show(film.scene(at)));
  const latest = el("button", { type: "button", class: "tool", on: { click: () => (film = null) } }, "Up to now");
  const theatre = el("div", { class: "theatre" }, picture.node, caption, controls.node);
  const missing = el(
    "p",
    { class: "note", hidden: true },
    "This visit is not recorded, so it can’t be replayed. ",
    el("a", { href: recordingAddress(location.href) }, "Open the page anew and record"),
    ": in this tab’s memory, and nowhere else.",
  );
  const entries = log();
  const keep = el("button", { type: "button", class: "tool", on: { click: () => save("nearside-log.json", told(agent)) } }, "Export the log");

  function show(scene: Scene) {
    const views = scene.actors.filter(({ isInView }) => isInView).map(({ name }) => name);
    const last = happenings.findLast(({ at }) => at <= scene.at);
    put(caption, last ? `${last.kind}, ${seconds(last.at)}: ${last.text}` : "Nothing has happened yet.");
    picture.draw(scene, `The window at ${seconds(scene.at)}. In view: ${list(views) || "no region"}.`);
  }
  function load(inspection: Inspection) {
    const recording = agent.recording();
    set(missing, "hidden", recording !== undefined);
    for (const part of [theatre, latest]) set(part, "hidden", recording === undefined);
    if (recording === undefined) return;
    const regions = inspection.regions.map(({ name }) => name);
    const slots = inspection.slots.map(({ name, variants }) => ({ name, variants: variants.map((variant) => variant.name) }));
    film = new Film(recording, { regions, slots });
    const swaps = film.swaps().map(({ at, slot, variant }) => ({ at, kind: "swap", text: `${slot} shows ${variant}` }));
    happenings = [...inspection.timeline.filter(({ kind }) => TICKS.has(kind)), ...swaps].sort((a, b) => a.at - b.at);
    controls.show({ start: film.start, end: film.end, happenings }, film.end);
  }
  const update = (inspection: Inspection) => {
    if (!film) load(inspection);
    entries.update(inspection);
  };
  const node = el(
    "div",
    { class: "cards" },
    el("div", { class: "card" }, el("div", { class: "log-head" }, el("h3", { class: "label" }, "This visit, once more"), latest), missing, theatre),
    el("div", { class: "card" }, el("div", { class: "log-head" }, el("h3", { class: "label" }, "What happened, newest first"), keep), entries.node),
  );
  return { node, update, leave: controls.pause };
}

/** All that can be told of this visit, as JSON: the inspection, with its timeline, and the recording. */
function told(agent: Inspected): string {
  const recording = agent.recording();
  return JSON.stringify({ inspection: agent.inspect(), recording: recording === undefined ? null : JSON.parse(recording) }, null, 1);
}

// The player: moves through time by itself, or by hand.
//
// start, end, happenings -> `seen(at)`, called whenever the time changes. A slider that every key works on, buttons to the
// happening before and after, and a speed. Where little motion is wished for it goes on in steps of a second instead of
// in every frame.

import type { TimelineEntry } from "../agent";
import { el, put, set, style } from "./element";
import { icon } from "./icons";
import { Keyed } from "./keyed";
import { isCalm } from "./motion";
import { seconds } from "./words";

const SPEEDS = [1, 4, 16];
/** Time between two pictures where little motion is wished for, ms. */
const STEP = 1000;
/** A step of the slider's arrow keys, ms. */
const NOTCH = 100;

/** A stretch of time and what happened in it. */
export interface Reel {
  start: number;
  end: number;
  happenings: TimelineEntry[];
}

export function player(seen: (at: number) => void) {
  let reel: Reel = { start: 0, end: 0, happenings: [] };
  let at = 0;
  let isPlaying = false;
  let frame = 0;

  const button = (name: "play" | "before" | "after", label: string, click: () => void) =>
    el("button", { type: "button", class: "tool square", "aria-label": label, on: { click } }, icon(name));
  const speed = el("select", { "aria-label": "Speed" }, ...SPEEDS.map((times) => el("option", { value: times }, `${times}×`)));
  speed.value = "4";
  const take = () => {
    pause();
    go(Number(slider.value));
  };
  const slider = el("input", { type: "range", class: "scrubber", step: NOTCH, "aria-label": "Time of the visit", on: { input: take } });
  const clock = el("output", { class: "clock" });
  const marks = el("div", { class: "ticks", "aria-hidden": "true" });
  const ticks = new Keyed<TimelineEntry & { key: string; part: number }>(marks, ({ kind, part }) => {
    const node = el("i", { "data-kind": kind });
    style(node, "--part", String(part));
    return { node, update: ({ part: now }) => style(node, "--part", String(now)) };
  });

  function go(to: number) {
    at = Math.min(Math.max(to, reel.start), reel.end);
    slider.value = at === reel.end ? slider.max : String(at);
    const words = `${seconds(at)} of ${seconds(reel.end)}`;
    put(clock, words);
    set(slider, "aria-valuetext", words);
    seen(at);
  }
  function pause() {
    isPlaying = false;
    cancelAnimationFrame(frame);
    set(play, "aria-label", "Play");
    play.replaceChildren(icon("play"));
  }
  function start() {
    if (at >= reel.end) go(reel.start);
    isPlaying = true;
    set(play, "aria-label", "Pause");
    play.replaceChildren(icon("pause"));
    let before = performance.now();
    const next = (now: number) => {
      if (!isCalm() || now - before >= STEP) {
        go(at + (now - before) * Number(speed.value));
        before = now;
      }
      if (at >= reel.end) pause();
      else frame = requestAnimationFrame(next);
    };
    frame = requestAnimationFrame(next);
  }
  const jump = (to: TimelineEntry | undefined) => {
    pause();
    if (to) go(to.at);
  };
  const before = button("before", "To the happening before", () => jump(reel.happenings.findLast((one) => one.at < at - 1)));
  const play = button("play", "Play", () => (isPlaying ? pause() : start()));
  const after = button("after", "To the next happening", () => jump(reel.happenings.find((one) => one.at > at + 1)));

  const show = (next: Reel, from: number) => {
    reel = next;
    const length = Math.max(1, reel.end - reel.start);
    // A whole number of notches, without fractions to round: else the last one could not be reached.
    const least = Math.floor(reel.start);
    set(slider, "min", least);
    set(slider, "max", least + Math.ceil((reel.end - least) / NOTCH) * NOTCH);
    const placed = reel.happenings.map((one, index) => ({ ...one, key: `${index} ${one.at}`, part: (one.at - reel.start) / length }));
    ticks.update(placed, ({ key }) => key);
    go(from);
  };
  const node = el("div", { class: "player" }, el("div", { class: "track" }, slider, marks), el("div", { class: "transport" }, before, play, after, clock, speed));
  return { node, show, pause };
}

// The film: a recording of this visit -> what the window held at any time of it.
//
// A fold over the recorded events, forward while time goes forward and from the start when it goes back. Untrusted
// events are passed over, as the engine does. Dwell is summed as the engine defines it: at least half visible, page
// visible and focused, a sign of life within the last 30 s; the engine samples it every 50 ms, this adds it up exactly.

import { isInView, type Box, type Size } from "./standing";

/** Without a sign of life for this long the visitor is idle: `session::IDLE_AFTER` of the core. */
const IDLE_AFTER = 30_000;
/** Longest trail behind the cursor, ms. */
const TRAIL = 700;
/** How long a press is seen, ms. */
const PRESS = 500;
/** Signals that are a sign of life: `Signal::is_activity` of the core, but for media, of which only playing is. */
const ACTIVITY = new Set(["move", "press", "click", "scroll", "stir", "key", "focus", "select", "copy", "form", "exit", "restored"]);

export interface Point {
  x: number;
  y: number;
}

/** What the engine numbers: regions and slots, each in the order of its ids. */
export interface Cast {
  regions: string[];
  slots: { name: string; variants: string[] }[];
}

/** A region at a time. */
export interface Actor {
  name: string;
  /** In page px; none while it is not on the page. */
  box: Box | null;
  isInView: boolean;
  /** ms so far. */
  dwell: number;
  /** What it shows, if it is a slot. */
  variant: string | null;
}

/** The window at a time. Cursor, trail and press are in window px. */
export interface Scene {
  at: number;
  window: Size;
  page: Size;
  scroll: Point;
  cursor: Point | null;
  /** Where the cursor was lately, oldest first. */
  trail: Point[];
  press: Point | null;
  actors: Actor[];
}

type Recorded = [at: number, kind: string, ...fields: unknown[]];

export class Film {
  readonly start: number;
  readonly end: number;
  #events: Recorded[];
  #next = 0;
  #at = 0;
  #scene: Scene;
  #trail: (Point & { at: number })[] = [];
  #press: (Point & { at: number }) | null = null;
  #isVisible = true;
  #isFocused = true;
  #lastActivity = 0;

  constructor(
    recording: string,
    readonly cast: Cast,
  ) {
    this.#events = (JSON.parse(recording) as { events: Recorded[] }).events.filter(([, kind]) => !kind.startsWith("~"));
    // The page's zero is long before its first event where the tab was opened in the background.
    this.start = this.#events.find(([, kind]) => kind === "viewport")?.[0] ?? 0;
    // A signal is recorded when it is drained, with the time at which it happened: after what was later.
    this.end = this.#events.reduce((end, [at]) => Math.max(end, at), this.start);
    this.#scene = this.#opening();
  }

  /** What was swapped in, and when. */
  swaps(): { at: number; slot: string; variant: string }[] {
    const shown = this.#events.filter(([, kind]) => kind === "shown") as [number, string, number, number][];
    return shown.flatMap(([at, , slot, variant]) => {
      const { name, variants } = this.cast.slots[slot] ?? { name: "", variants: [] };
      return name ? [{ at, slot: name, variant: variants[variant] ?? "" }] : [];
    });
  }

  /** The window at `at`. The same object is given each time. */
  scene(at: number): Scene {
    if (at < this.#at) this.#rewind();
    for (let event = this.#events[this.#next]; event && event[0] <= at; event = this.#events[this.#next]) {
      this.#pass(event[0]);
      this.#take(event);
      this.#next += 1;
    }
    this.#pass(at);
    const scene = this.#scene;
    scene.at = at;
    this.#trail = this.#trail.filter((point) => point.at > at - TRAIL);
    scene.trail = this.#trail;
    scene.press = this.#press && at - this.#press.at < PRESS ? this.#press : null;
    for (const actor of scene.actors) actor.isInView = this.#sees(actor);
    return scene;
  }

  #opening(): Scene {
    const shows = new Map(this.cast.slots.map(({ name, variants }) => [name, variants[0] ?? null]));
    const actors = this.cast.regions.map((name) => ({ name, box: null, isInView: false, dwell: 0, variant: shows.get(name) ?? null }));
    const none = { width: 0, height: 0 };
    return { at: 0, window: none, page: none, scroll: { x: 0, y: 0 }, cursor: null, trail: [], press: null, actors };
  }

  #rewind(): void {
    [this.#next, this.#at, this.#lastActivity] = [0, 0, 0];
    [this.#trail, this.#press, this.#isVisible, this.#isFocused] = [[], null, true, true];
    this.#scene = this.#opening();
  }

  #sees({ box }: Actor): boolean {
    return this.#isVisible && box !== null && isInView(box, this.#scene.scroll, this.#scene.window);
  }

  /** Lets time pass, with the window as it is. */
  #pass(until: number): void {
    const counts = this.#isVisible && this.#isFocused ? Math.min(until, this.#lastActivity + IDLE_AFTER) - this.#at : 0;
    if (counts > 0) for (const actor of this.#scene.actors) if (this.#sees(actor)) actor.dwell += counts;
    this.#at = Math.max(this.#at, until);
  }

  #take([at, kind, ...fields]: Recorded): void {
    const scene = this.#scene;
    const [a, b, c, d, e, f] = fields as number[];
    const [x, y] = [a ?? 0, b ?? 0];
    switch (kind) {
      case "viewport":
        scene.window = { width: x, height: y };
        break;
      case "document":
        scene.page = { width: x, height: y };
        break;
      case "scroll":
        scene.scroll = { x, y };
        break;
      case "layout":
        this.#place(x, { x: y, y: c ?? 0, width: d ?? 0, height: e ?? 0, shown: f ?? 0 });
        break;
      case "gone":
        this.#place(x, null);
        break;
      case "move":
      case "press":
        // A finger leaves no cursor behind.
        scene.cursor = fields[2] === "touch" ? null : { x, y };
        if (kind === "move") this.#trail.push({ x, y, at });
        else this.#press = { x, y, at };
        break;
      case "click":
        this.#press = { x, y, at };
        break;
      case "leave":
      case "left":
        scene.cursor = null;
        if (kind === "left") this.#isVisible = false;
        break;
      case "visible":
        this.#isVisible = Boolean(a);
        break;
      case "restored":
        this.#isVisible = true;
        break;
      case "focused":
        this.#isFocused = Boolean(a);
        break;
      case "shown":
        this.#show(x, y);
        break;
    }
    if (ACTIVITY.has(kind) || (kind === "media" && fields[0] === "play")) this.#lastActivity = at;
  }

  #place(region: number, box: Box | null): void {
    const actor = this.#scene.actors[region];
    if (actor) actor.box = box;
  }

  #show(slot: number, variant: number): void {
    const of = this.cast.slots[slot];
    const actor = this.#scene.actors.find(({ name }) => name === of?.name);
    if (actor) actor.variant = of?.variants[variant] ?? null;
  }
}

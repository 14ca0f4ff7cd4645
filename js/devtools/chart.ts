// The chart: a line per region that leads, over up to a minute.
//
// trace -> SVG lines and their legend. Each line has a colour, a dash of its own and a letter at its end, so nobody
// has to tell colours apart. A region keeps its look while it is among the leaders.

import { el, put, set, svg } from "./element";
import { Keyed, type Row } from "./keyed";
import type { Leader, Sample, Trace } from "./trace";
import { list as enumerate, percent } from "./words";

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [360, 150, 26, 20, 8, 18];
const LETTERS = ["A", "B", "C", "D", "E"];

const x = (part: number) => WIDTH - RIGHT - part * (WIDTH - RIGHT - LEFT);
const y = (share: number) => TOP + (1 - share) * (HEIGHT - TOP - BOTTOM);

/** A leader as it is drawn. */
interface Line extends Leader {
  look: number;
  now: number;
  span: number;
  /** Its latest estimate, or none out of view. */
  last: number | null;
  /** Height of its letter. */
  letterAt: number;
}

export function chart() {
  const looks = new Map<string, number>();
  const lines = svg("g");
  const { node: back, update: keepTime } = grid();
  const legend = el("ul", { class: "legend" });
  const picture = svg("svg", { class: "chart", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" }, back, lines);
  const drawn = new Keyed<Line>(lines, line);
  const named = new Keyed<Line>(legend, entry);

  const update = (trace: Trace, now: number) => {
    const { span } = trace;
    keepTime(span);
    const leaders = trace.leaders(LETTERS.length);
    for (const name of looks.keys()) if (!leaders.some((leader) => leader.name === name)) looks.delete(name);
    for (const { name } of leaders) {
      if (!looks.has(name)) looks.set(name, LETTERS.findIndex((_, free) => ![...looks.values()].includes(free)));
    }
    const rows = leaders.map((leader) => ({ ...leader, look: looks.get(leader.name)!, now, span, last: leader.samples.at(-1)?.share ?? null, letterAt: 0 }));
    drawn.update(spread(rows), ({ name }) => name);
    named.update(rows, ({ name }) => name);
    set(picture, "aria-label", `Estimated attention over the last ${Math.round(span / 1000)} seconds: ${enumerate(rows.map(({ name }) => name)) || "no region yet"}`);
  };
  const node = el("figure", { class: "card" }, el("figcaption", { class: "label" }, "Probability that you look at it"), picture, legend);
  return { node, update };
}

/** Letters of lines that end together are moved apart. */
function spread(rows: Line[]): Line[] {
  let above = -Infinity;
  const byHeight = rows.filter(({ last }) => last !== null).sort((a, b) => b.last! - a.last!);
  for (const row of byHeight) above = row.letterAt = Math.max(y(row.last!), above + 11);
  return rows;
}

function grid() {
  const levels = [0, 0.5, 1].flatMap((share) => [
    svg("line", { class: "rule", x1: LEFT, x2: WIDTH - RIGHT, y1: y(share), y2: y(share) }),
    svg("text", { class: "tick", x: LEFT - 5, y: y(share) + 3, "text-anchor": "end" }, String(share * 100)),
  ]);
  const times = [1, 0.5, 0].map((part) => svg("text", { class: "tick", x: x(part), y: HEIGHT - 3, "text-anchor": "middle" }));
  const update = (span: number) => {
    for (const [index, part] of [1, 0.5].entries()) put(times[index]!, `−${Math.round((span * part) / 1000)} s`);
    put(times[2]!, "now");
  };
  return { node: svg("g", { "aria-hidden": "true" }, ...levels, ...times), update };
}

function line(): Row<Line> {
  const path = svg("path", { class: "line" });
  const letter = svg("text", { class: "letter", x: WIDTH - RIGHT + 5 });
  const node = svg("g", {}, path, letter);
  const update = ({ samples, look, now, span, last, letterAt }: Line) => {
    set(node, "data-look", look);
    set(path, "d", pathOf(samples, now, span));
    put(letter, last === null ? "" : LETTERS[look]!);
    if (last !== null) set(letter, "y", (letterAt + 4).toFixed(1));
  };
  return { node, update };
}

function pathOf(samples: Sample[], now: number, span: number): string {
  let isDrawing = false;
  const parts: string[] = [];
  for (const { at, share } of samples) {
    if (share !== null) parts.push(`${isDrawing ? "L" : "M"}${x((now - at) / span).toFixed(1)} ${y(share).toFixed(1)}`);
    isDrawing = share !== null;
  }
  return parts.join("");
}

function entry({ name }: Line): Row<Line> {
  const letter = el("b", {});
  const sample = svg("svg", { class: "sample", viewBox: "0 0 24 8", "aria-hidden": "true" }, svg("path", { class: "line", d: "M0 4H24" }));
  const value = el("span", { class: "legend-value" });
  const node = el("li", {}, letter, sample, el("span", { class: "legend-name" }, name), value);
  const update = ({ look, last }: Line) => {
    set(node, "data-look", look);
    put(letter, LETTERS[look]!);
    put(value, last === null ? "out of view" : percent(last));
  };
  return { node, update };
}

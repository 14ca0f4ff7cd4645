// The flow in four numbers: signals become features, features scores, and scores change slots.
//
// inspection -> the counts, in the order in which one makes the next.

import type { Inspection } from "../agent";
import { el, put } from "./element";

const STEPS: Record<string, (inspection: Inspection) => string> = {
  Signals: ({ cost }) => cost.drained.toLocaleString("en"),
  Features: ({ context, regions }) => String(context.length + regions.reduce((sum, { features }) => sum + features.length, 0)),
  Scores: ({ regions }) => String(regions.filter(({ score }) => score).length),
  "Slots changed": ({ slots }) => `${slots.filter(({ shown }) => shown !== "default").length} of ${slots.length}`,
};

export function flow() {
  const values = Object.keys(STEPS).map(() => el("b", {}));
  const steps = Object.keys(STEPS).map((name, index) => el("li", {}, values[index]!, el("span", {}, name)));
  const update = (inspection: Inspection) => Object.values(STEPS).forEach((count, index) => put(values[index]!, count(inspection)));
  return { node: el("ol", { class: "flow", "aria-label": "From signals to slots" }, ...steps), update };
}

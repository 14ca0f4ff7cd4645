// Numbers and states in plain words.
//
// values with their units, reasons, states -> what a visitor reads. Durations in seconds, shares in per cent; at
// most three digits that matter.

import type { ModelReport, SlotReport } from "../agent";
import type { Held } from "./evidence";

/** Keeps a number and its unit on one line. */
const GAP = "\u00a0";

/** 4.2 s, 1 min 20 s. */
export function seconds(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)}${GAP}s`;
  return `${Math.floor(ms / 60_000)}${GAP}min ${Math.floor((ms % 60_000) / 1000)}${GAP}s`;
}

/** 62 %. */
export function percent(share: number): string {
  return `${Math.round(share * 100)}${GAP}%`;
}

/** A weight in log-odds with its sign: +1.24, −0.31. */
export function signed(weight: number): string {
  return `${weight < 0 ? "−" : "+"}${Math.abs(weight).toFixed(2)}`;
}

/** A feature's value with its unit. */
export function quantity(value: number, unit: string): string {
  if (unit === "0 or 1") return value >= 0.5 ? "yes" : "no";
  if (unit === "ms") return seconds(value);
  if (unit === "ratio") return Math.abs(value) <= 1 ? percent(value) : value.toFixed(2);
  if (unit === "count") return String(Math.round(value));
  if (unit === "code") return value === 0 ? "not said" : `no. ${value}`;
  const digits = Math.abs(value) < 10 && !Number.isInteger(value) ? 1 : 0;
  return `${value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits })}${GAP}${unit}`;
}

/** The unit of a path that stands in no schema row of its own. */
export function unitOf(path: string): string {
  if (path.endsWith(".ms") || path.endsWith(".dwell")) return "ms";
  if (/^(session\.returning|device\.|time\.|referrer\.|pointer\.touch)/.test(path)) return "0 or 1";
  return /^(session\.pages|clicks\.)/.test(path) ? "count" : "ratio";
}

/** "a", "a and b", "a, b and c". */
export function list(names: string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/**
 * Why a slot's variant was decided for. `held` is what its variants' subjects had won by then, most first.
 */
export function reason(slot: SlotReport, held: Held[], automation: string | null): string {
  switch (slot.reason) {
    case "score":
      return `The model: your attention went to ${scored(slot, held)}.`;
    case "exploration":
      return "Drawn at random on purpose, so that variants other than the favourite are tried too.";
    case "rule":
      return "A rule that the page’s author wrote for this variant came true.";
    case "policy":
      return slot.propensity < 1
        ? "Chosen by what was learned on this device of what works, with a share left to chance."
        : "Chosen by what was learned on this device of what works; nothing is being tried out here.";
    case "experiment":
      return "An experiment: a fixed split of visitors, by chance and not by what you do.";
    case "forced":
      return "The page’s address asks for this variant.";
    case "consent":
      return "You declined personalization, so this slot keeps its default.";
    case "automation":
      return `A program seems to drive this browser (${signOfProgram(automation)}), so this slot keeps its default.`;
    case "paused":
      return "You paused nearside, so this slot keeps its default.";
    case "worse":
      return "Its other content did reliably worse on this device than the default, so the default is back.";
    case "holdout":
      return "This visit is in the holdout: a fixed share of visits always sees the default, for comparison.";
    default:
      return undecided(slot, held);
  }
}

/** A decision's reason in a word or two. */
export function shortReason(name: string): string {
  const short: Record<string, string> = {
    score: "by score",
    policy: "learned",
    experiment: "split",
    forced: "by address",
    paused: "paused",
    worse: "did worse",
    rule: "by rule",
    exploration: "exploring",
    consent: "declined",
    automation: "automation",
    holdout: "holdout",
    default: "undecided",
  };
  return short[name] ?? name;
}

function scored(slot: SlotReport, held: Held[]): string {
  const won = held.find(({ variant }) => variant === slot.decided);
  if (!won) return slot.decided;
  const next = Math.max(0, ...held.filter((other) => other !== won).map(({ ms }) => ms));
  const lead = next < 1 ? "nothing else came near" : `${(won.ms / next).toFixed(1)}× the next`;
  return `${list(won.about)} (${seconds(won.ms)}, ${lead})`;
}

function undecided({ variants }: SlotReport, held: Held[]): string {
  const [first, second] = held;
  if (!first && variants.some(({ hasRule }) => hasRule)) return "None of its rules has come true yet.";
  if (!first || first.ms < 100) return "Nothing speaks for another variant yet.";
  const close = second && second.ms >= 100 ? `, ahead of ${list(second.about)} with ${seconds(second.ms)}` : "";
  return `Not enough to decide yet: ${list(first.about)} leads with ${seconds(first.ms)} of your attention${close}.`;
}

/** Why the visitor is taken for a program, by the agent's name for it. */
export function signOfProgram(automation: string | null): string {
  const signs: Record<string, string> = {
    declared: "it says so itself",
    speed: "the cursor is faster than a hand",
    regularity: "the cursor moves in equal steps",
    rhythm: "clicks come at equal intervals",
  };
  return signs[String(automation)] ?? String(automation);
}

/** Where the models stand together: [tone, words]. */
export function modelState(models: ModelReport[]): [tone: string, words: string] {
  const failed = models.filter(({ state }) => state === "refused").length;
  if (failed > 0 && models.length > 1) return ["bad", `${failed} of ${models.length} models failed`];
  const has = (state: string) => models.some((model) => model.state === state);
  switch (["refused", "loading", "ready"].find(has)) {
    case "ready":
      return ["good", models.length > 1 ? "Models ready" : "Model ready"];
    case "loading":
      return ["busy", "Model is loading"];
    case "refused":
      return ["bad", "Model failed"];
    default:
      return ["idle", "No model"];
  }
}

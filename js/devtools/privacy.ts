// Privacy: what left this browser, what the visitor allows, and what the agent takes them for.
//
// inspection, requests -> the count of requests after load with their addresses, consent per purpose, the automation
// verdict, the model's identity and every error.

import type { Inspection } from "../agent";
import { consent } from "./consent";
import { el, put, set } from "./element";
import { errors } from "./errors";
import type { Inspected } from "./inspected";
import { Keyed } from "./keyed";
import { memory } from "./memory";
import type { Request, Requests } from "./requests";
import type { View } from "./view";
import { signOfProgram } from "./words";

const EXPLAIN_NONE = "Counted by your own browser since the page and its models were loaded. See for yourself: its network panel stays empty while you read.";
const EXPLAIN_SOME = "Made by anything on this page since it was loaded, not by nearside alone:";
const EXPLAIN_LACK = " The page had made so many before that the browser may have forgotten some.";

export function privacy(agent: Inspected, requests: Requests): View {
  const count = el("p", { class: "sent" });
  const after = el("p", { class: "note" });
  const addresses = el("ul", { class: "requests" });
  const list = new Keyed<Request>(addresses, ({ name, kind }) => ({
    node: el("li", {}, el("span", { class: "chip" }, kind), el("code", {}, name)),
    update: () => {},
  }));
  const answers = consent(agent);
  const kept = memory(agent);
  const verdict = el("p", {});
  const model = el("p", { class: "note" });
  const reported = errors();
  const noErrors = el("p", { class: "note" }, "None.");

  const update = (inspection: Inspection) => {
    const made = requests.made(inspection);
    put(count, made === null ? "The page is still loading" : sent(made.length));
    put(after, (made?.length ? EXPLAIN_SOME : EXPLAIN_NONE) + (requests.mayLack ? EXPLAIN_LACK : ""));
    set(count, "data-tone", made?.length ? "warn" : "good");
    set(addresses, "hidden", !made?.length);
    list.update(made ?? [], ({ at, name }) => `${at} ${name}`);
    answers.update(inspection.consent);
    kept.update(inspection.paused);
    put(verdict, inspection.automation ? `A program seems to drive this browser: ${signOfProgram(inspection.automation)}.` : "A person, as far as it can tell.");
    const names = inspection.models.filter(({ state }) => state === "ready").map(({ folder, name }) => `“${name ?? folder}”`).join(", ");
    put(model, `${names ? `Models: ${names}. ` : ""}Feature schema ${inspection.schema}.`);
    reported.update(inspection.errors);
    set(noErrors, "hidden", inspection.errors.length > 0);
  };
  const node = el(
    "div",
    { class: "cards" },
    card("What left this browser", count, after, addresses),
    card("What you allow", answers.node),
    card("What it remembers", kept.node),
    card("What it takes you for", verdict),
    card("Errors", reported.node, noErrors, model),
  );
  return { node, update };
}

function card(title: string, ...content: HTMLElement[]): HTMLElement {
  return el("div", { class: "card" }, el("h3", { class: "label" }, title), ...content);
}

function sent(count: number): string {
  return count === 0 ? "Bytes sent after load: 0" : `Requests after load: ${count}`;
}

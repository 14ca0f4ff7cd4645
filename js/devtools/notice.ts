// The notice that stands in for the views while there is no agent to inspect.
//
// {title, text, errors} -> a plain statement with each error's code and message; null hides it.

import { el, put, set } from "./element";
import { errors } from "./errors";
import type { Trouble } from "./inspected";

export function notice() {
  const title = el("h3", { class: "card-title" });
  const text = el("p", { class: "note" });
  const reported = errors();
  const node = el("div", { class: "view trouble", hidden: true }, el("div", { class: "card" }, title, text, reported.node));
  const update = (problem: Trouble | null) => {
    set(node, "hidden", problem === null);
    if (!problem) return;
    put(title, problem.title);
    put(text, problem.text);
    reported.update(problem.errors);
  };
  return { node, update };
}

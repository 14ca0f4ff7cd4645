// Errors that the agent reported: their codes, and what they say to do.
//
// [{code, message}] -> a list; empty is hidden.

import type { ErrorReport } from "../agent";
import { el, put, set } from "./element";
import { Keyed } from "./keyed";

export function errors() {
  const node = el("ul", { class: "errors", "aria-label": "Errors" });
  const list = new Keyed<ErrorReport>(node, () => {
    const code = el("code", { class: "error-code" });
    const message = el("span", {});
    const update = (error: ErrorReport) => {
      put(code, error.code);
      put(message, error.message);
    };
    return { node: el("li", {}, code, message), update };
  });
  const update = (all: ErrorReport[]) => {
    set(node, "hidden", all.length === 0);
    list.update(all, ({ code, message }) => `${code} ${message}`);
  };
  return { node, update };
}

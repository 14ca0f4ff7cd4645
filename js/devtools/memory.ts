// Memory: what was learned on this device, as a file; and the visitor's say over it.
//
// clicks -> agent.export, pause, forget. Forgetting asks once more, and says when it is done.

import { save } from "./download";
import { el, put, set } from "./element";
import type { Inspected } from "./inspected";

export function memory(agent: Inspected) {
  const said = el("p", { class: "note", role: "status" });
  const keep = button("Export", () => {
    const json = agent.export();
    if (json) save("nearside.json", json);
  });
  const pause = button("Pause", () => agent.pause(pause.getAttribute("aria-pressed") !== "true"));
  const forget = button("Forget me", async () => {
    if (!confirm("Erase all that nearside learned and keeps on this device?")) return;
    const isDone = await agent.forget();
    put(said, isDone ? "Erased. A new visitor begins here." : "That did not work: clear this site’s data in your browser.");
  });
  const node = el("div", {}, el("div", { class: "choices" }, keep, pause, forget), said);
  const update = (isPaused: boolean) => set(pause, "aria-pressed", String(isPaused));
  return { node, update };
}

function button(label: string, click: () => void): HTMLButtonElement {
  return el("button", { type: "button", class: "choose", on: { click } }, label);
}

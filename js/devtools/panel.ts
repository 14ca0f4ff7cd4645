// The panel: header, the two sentences that say what this is, and the tabs.
//
// A drawer over one side of the page, a sheet at the bottom of a phone. Not a modal: the page stays usable. Escape closes
// it from within; the page's own Escape is the page's.

import type { Inspection } from "../agent";
import { el, put, set } from "./element";
import { icon, mark } from "./icons";
import type { Trouble } from "./inspected";
import { notice } from "./notice";
import { handle } from "./sheet";
import { Tabs, type Tab } from "./tabs";
import { modelState } from "./words";

interface Options {
  tabs: Tab[];
  /** Turns the outlines on the page on and off. */
  outline(on: boolean): void;
  close(): void;
}

export class Panel {
  readonly node: HTMLElement;
  #tabs: Tabs;
  #notice = notice();
  #status = el("span", { class: "status" });

  constructor({ tabs, outline, close }: Options) {
    this.#tabs = new Tabs(tabs);
    const frames = el(
      "button",
      { type: "button", class: "tool", role: "switch", "aria-checked": "true", on: { click: () => turn(frames.getAttribute("aria-checked") !== "true") } },
      icon("outline"),
      el("span", {}, "Outline"),
    );
    const turn = (on: boolean) => {
      set(frames, "aria-checked", String(on));
      outline(on);
    };
    const change = () => set(this.node, "data-left", !this.node.hasAttribute("data-left"));
    this.node = el(
      "section",
      { class: "panel", id: "panel", role: "dialog", "aria-labelledby": "title", "aria-describedby": "intro" },
      el(
        "div",
        { class: "head" },
        mark(),
        el("div", { class: "names" }, el("h2", { class: "title", id: "title" }, "Inspector"), this.#status),
        frames,
        el("button", { type: "button", class: "tool square side", "aria-label": "To the other side", title: "To the other side", on: { click: change } }, icon("side")),
        el("button", { type: "button", class: "tool square close", "aria-label": "Close the inspector", on: { click: close } }, icon("close")),
      ),
      el(
        "div",
        { class: "body" },
        el(
          "p",
          { class: "intro", id: "intro" },
          "This page notices how you read it, in your browser and nowhere else. Here is what it noticed, what its models " +
            "make of it, and why each part shows what it shows.",
        ),
        this.#tabs.list,
        this.#notice.node,
        ...this.#tabs.panels,
      ),
    );
    this.node.prepend(handle(this.node));
    this.node.addEventListener("keydown", (event) => {
      // In a search that was begun Escape means that search.
      const isSearch = event.target instanceof Element && event.target.matches("[type=search]:not(:placeholder-shown)");
      if (event.key === "Escape" && !event.defaultPrevented && !isSearch) close();
    });
  }

  focus(): void {
    this.#tabs.focus();
  }

  /** Shows an inspection, or why there is none. */
  update(inspection: Inspection | null, trouble: Trouble | null): void {
    this.#notice.update(trouble);
    this.#tabs.enable(inspection !== null);
    const [tone, words] = inspection ? modelState(inspection.models) : ["idle", "Nothing to inspect"];
    set(this.#status, "data-tone", tone);
    put(this.#status, words);
    if (inspection) this.#tabs.update(inspection);
  }
}

// Tabs: one view at a time, as the ARIA pattern has it.
//
// Arrow keys, Home and End move and select at once; Tab goes on into the view. Only the view that is seen is updated,
// but one that keeps a history (`observe`) is told of every inspection.

import type { Inspection } from "../agent";
import { el, set } from "./element";
import { icon, type Icon } from "./icons";
import type { View } from "./view";

/** A view and its tab. */
export interface Tab {
  id: Icon;
  label: string;
  view: View;
}

export class Tabs {
  readonly list: HTMLElement;
  readonly panels: HTMLElement[];
  #tabs: HTMLElement[];
  #selected = 0;
  #latest: Inspection | null = null;
  #isThere = true;

  constructor(readonly views: Tab[]) {
    this.#tabs = views.map(({ id, label }, index) =>
      el(
        "button",
        { type: "button", class: "tab", role: "tab", id: `tab-${id}`, "aria-controls": `view-${id}`, on: { click: () => this.#select(index) } },
        icon(id),
        el("span", {}, label),
      ),
    );
    this.list = el(
      "div",
      { class: "tabs", role: "tablist", "aria-label": "What to look at", on: { keydown: (event) => this.#move(event) } },
      ...this.#tabs,
    );
    this.panels = views.map(({ id, view }) =>
      el("div", { class: `view view-${id}`, role: "tabpanel", id: `view-${id}`, "aria-labelledby": `tab-${id}`, tabindex: "0" }, view.node),
    );
    this.#show();
  }

  focus(): void {
    this.#tabs[this.#selected]?.focus({ preventScroll: true });
  }

  /** Without an agent there is nothing behind the tabs. */
  enable(there: boolean): void {
    this.#isThere = there;
    this.#show();
  }

  update(inspection: Inspection): void {
    this.#latest = inspection;
    for (const { view } of this.views) view.observe?.(inspection);
    this.views[this.#selected]?.view.update(inspection);
  }

  #select(index: number): void {
    this.views[this.#selected]?.view.leave?.();
    this.#selected = index;
    this.#show();
    if (this.#latest) this.views[index]?.view.update(this.#latest);
    // A view is read from its start; the tabs stay at the top if they were there.
    const { parentElement: body, previousElementSibling: intro } = this.list;
    if (body && intro instanceof HTMLElement) body.scrollTop = Math.min(body.scrollTop, intro.offsetHeight);
  }

  #show(): void {
    for (const [index, tab] of this.#tabs.entries()) {
      const isSelected = index === this.#selected;
      set(tab, "aria-selected", String(isSelected));
      set(tab, "tabindex", isSelected ? "0" : "-1");
      this.panels[index]!.hidden = !isSelected || !this.#isThere;
    }
  }

  #move(event: KeyboardEvent): void {
    const last = this.#tabs.length - 1;
    const places: Record<string, number> = {
      ArrowRight: this.#selected === last ? 0 : this.#selected + 1,
      ArrowLeft: this.#selected === 0 ? last : this.#selected - 1,
      Home: 0,
      End: last,
    };
    const to = places[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.#select(to);
    this.focus();
  }
}

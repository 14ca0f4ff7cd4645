// The head snippet: the variants of the last visit, before the first paint and long before the agent is here.
//
// <script> in the page's head. What the keeper noted under a grant for `store` → as the page is parsed, slots whose
// templates hold those variants show them; the agent takes over what it finds. Nothing is noted → nothing is done. It may
// stand in the page itself, so every byte counts.

import { putBack, type Log } from "./edits.js";

const SHOWN = "data-nearside-shown";
const variant = (node: Node) => (node as Element).getAttribute?.("data-nearside-variant");

try {
  const last: Record<string, string> = JSON.parse(localStorage["nearside:shown"]);
  const early: Map<Element, Log> = ((document as unknown as Record<symbol, unknown>)[Symbol.for("nearside.early")] = new Map());
  /** Slot → the default's nodes and the templates, as they came. */
  const defaults = new Map<Element, Set<ChildNode>>();
  const ours = new Set<Node>();
  const look = (isParsed?: unknown) => {
    for (const slot of document.querySelectorAll<HTMLElement>("[data-nearside-slot]")) {
      const name = last[slot.dataset.nearsideSlot!];
      if (!name) continue;
      const former = defaults.get(slot) ?? new Set();
      defaults.set(slot, former);
      let template: Node | undefined;
      // The default is taken out as the parser brings it: nobody is to see it for a moment.
      for (const node of [...slot.childNodes]) {
        if (ours.has(node)) continue;
        former.add(node);
        if (variant(node) == null) node.remove();
        else if (variant(node) == name) template = node;
      }
      // What is being parsed is the last of its parent.
      if (template && !early.has(slot) && (isParsed || template.nextSibling || slot.nextSibling)) {
        const content = (template as HTMLTemplateElement).content.cloneNode(true);
        for (const node of content.childNodes) ours.add(node);
        slot.prepend(content);
        slot.setAttribute(SHOWN, name);
        early.set(slot, [() => putBack(slot, former), () => slot.removeAttribute(SHOWN)]);
      }
      if (isParsed && !early.has(slot)) putBack(slot, former);
    }
  };
  const observer = new MutationObserver(() => look());
  observer.observe(document, { childList: true, subtree: true });
  addEventListener("DOMContentLoaded", (parsed) => {
    observer.disconnect();
    look(parsed);
  });
} catch {
  // Nothing was noted, or there is no storage.
}

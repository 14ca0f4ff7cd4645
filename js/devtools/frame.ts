// The frame: one element beside the page's body, and all of the inspector in its shadow root.
//
// nodes -> an element that is laid out by nobody and takes nothing over: no rule of the page reaches into it, not even an
// `!important` one, and none of its own leaves it. What it shows is in the browser's top layer, above any z-index.

import css from "./css/index.css";
import { el } from "./element";

/**
 * Events that end at the frame: a page that closes its menus on a click elsewhere, or has shortcuts, is left in peace.
 * Whoever listens in the capture phase, as the agent does, still hears them, as of the frame and not of what is within.
 */
const INSIDE =
  "click dblclick auxclick contextmenu pointerdown pointerup mousedown mouseup touchstart touchend wheel keydown keyup keypress beforeinput input change submit focusin focusout copy cut paste dragstart".split(" ");

/** The element and its layer; not on the page yet. */
export function frame(...content: Node[]): { host: HTMLElement; root: ShadowRoot; show(): void } {
  const host = document.createElement("nearside-inspector");
  // The agent takes a click on nothing that answers for a dead one; from outside, this element is all that it sees of a
  // click in here, and this attribute says that it answers.
  host.setAttribute("contenteditable", "false");
  const root = host.attachShadow({ mode: "open" });
  // A constructed sheet is none that `style-src` has to allow.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  const layer = el("div", { class: "layer", lang: "en", popover: "manual" }, ...content);
  root.append(layer);
  for (const type of INSIDE) root.addEventListener(type, (event) => event.stopPropagation());
  const show = () => {
    // Not in the body: its children are counted and styled by their place.
    document.documentElement.append(host);
    // Browsers without popovers show it by its z-index.
    layer.showPopover?.();
  };
  return { host, root, show };
}

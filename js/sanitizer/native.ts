// The browser's own sanitizer, `Element.setHTML`: a chunk of its own.
//
// https://wicg.github.io/sanitizer-api/ It needs no Trusted Types policy; naming what it drops does, or else is less exact.

import { ELEMENTS } from "./allowed";
import { parsed } from "./policy";
import { by, type Cleaned } from "./safe";

/** What TypeScript does not know yet. */
interface SetsHtml extends HTMLElement {
  setHTML(html: string, options: { sanitizer: object }): void;
}

/** In a document that fetches nothing. */
const box = () => document.implementation.createHTMLDocument("").createElement("div") as unknown as SetsHtml;

function clean(html: string, attributes: string[]): Cleaned {
  const made = box();
  made.setHTML(html, { sanitizer: { elements: ELEMENTS, attributes, comments: false, dataAttributes: false } });
  return { left: made, dropped: [] };
}

/** Where nothing may be parsed, what the sanitizer leaves of it by default, and the names of the rest. */
function all(html: string): HTMLElement {
  try {
    return parsed(html);
  } catch {
    const made = box();
    // A <marquee> in such a page crashes Chromium 156.
    made.setHTML(html, { sanitizer: { removeElements: ["marquee"] } });
    for (const [, tag] of html.matchAll(/<([a-z][^\s/>]*)/gi)) {
      const name = tag!.toLowerCase().replace(/[^a-z0-9-]/g, "");
      if (name && !ELEMENTS.includes(name) && !made.querySelector(name)) made.append(made.ownerDocument.createElementNS(null, name));
    }
    return made;
  }
}

export const makeSafe = by({ clean, parsed: all });

// HTML → nodes that run nothing, fetch nothing from elsewhere than the page's site or https, and take over no name;
// whatever else there was is dropped and named.
//
// A parser cleans it, on inert nodes, by the lists of what is allowed; addresses are judged on those before the page sees
// them. `style` attributes, where they are allowed, are taken off and handed back: the agent judges declarations, and
// writes them in the way that a CSP permits.

import { ADDRESSES, attributes, ELEMENTS, isRightAddress } from "./allowed";

/** What is left. */
export interface Safe {
  nodes: Node[];
  /** What is not, each kind once. */
  dropped: string[];
  /** Elements of `nodes` that had a `style`. */
  styled: Element[];
  /** The `style` that each of them had. */
  styles: string[];
}

/** Inert nodes, and what is not among them although the lists allow it. */
export interface Cleaned {
  left: ParentNode & Node;
  dropped: string[];
}

/** Two ways to read HTML; both give inert nodes. */
export interface Parser {
  /** Only what is allowed. */
  clean(html: string, attributes: string[]): Cleaned;
  /** All of it, to be named and thrown away. */
  parsed(html: string): ParentNode;
}

/** What a chunk with a sanitizer exports. */
export type MakeSafe = (html: string, styles: boolean) => Safe;

/** Most kinds that are named. */
const MOST_NAMED = 32;

export function by({ clean, parsed }: Parser): MakeSafe {
  return (html, allowsStyles) => {
    const allowed = attributes(allowsStyles);
    const found = named(parsed(html), allowed);
    const { left: inert, dropped: more } = clean(html, allowed);
    const dropped = [...new Set([...found, ...more])].slice(0, MOST_NAMED);
    for (const element of inert.querySelectorAll("*")) {
      for (const name of ADDRESSES) {
        const value = element.getAttribute(name);
        if (value !== null && !isRightAddress(name, value)) element.removeAttribute(name);
      }
    }
    const styles = [...inert.querySelectorAll("*")].map((element) => {
      const style = element.getAttribute("style");
      element.removeAttribute("style");
      return style;
    });
    const live = document.importNode(inert, true);
    const styled = [...live.querySelectorAll("*")].filter((_, at) => styles[at] !== null);
    return { nodes: [...live.childNodes], dropped, styled, styles: styles.filter((style) => style !== null) };
  };
}

/** Says what the lists drop. */
function named(all: ParentNode, allowed: string[]): Set<string> {
  const found = new Set<string>();
  for (const element of all.querySelectorAll("*")) {
    const tag = element.localName;
    if (!ELEMENTS.includes(tag) || element.namespaceURI !== "http://www.w3.org/1999/xhtml") {
      found.add(`<${tag}>`);
      continue;
    }
    for (const { name, value } of element.attributes) {
      if (!allowed.includes(name)) found.add(`${name} of <${tag}>`);
      else if (ADDRESSES.includes(name) && !isRightAddress(name, value)) found.add(`${name}="${value.slice(0, 40)}" of <${tag}>`);
    }
  }
  return found;
}

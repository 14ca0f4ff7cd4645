// HTML that a catalogue brings → nodes that run nothing, fetch nothing from elsewhere than the page's site or https,
// and take over no name. Structure, links and images pass; whatever else there was is dropped and named.
//
// The browser's own sanitizer does it, on inert nodes, and addresses are judged on those before the page sees them. A
// browser without one throws, and the variant is not shown.

const ELEMENTS = (
  "a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup data dd del details dfn div dl dt em " +
  "figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li main mark nav ol p picture pre q rp rt ruby s " +
  "samp section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr"
).split(" ");
const ATTRIBUTES = (
  "abbr alt aria-atomic aria-busy aria-current aria-describedby aria-description aria-expanded aria-hidden aria-label " +
  "aria-labelledby aria-level aria-live aria-posinset aria-setsize class cite colspan datetime decoding dir height href " +
  "hreflang lang loading open rel reversed role rowspan scope span src start title translate value width"
).split(" ");

/** What a link may lead to. */
const LINKS = ["https:", "http:", "mailto:", "tel:", "sms:"];

/**
 * @param {string} html
 * @returns {{ nodes: Node[], dropped: string[] }}
 */
export function makeSafe(html) {
  const box = clean(html);
  const dropped = named(html);
  for (const element of box.querySelectorAll("[href],[src],[cite]")) {
    for (const name of ["href", "src", "cite"]) {
      if (element.hasAttribute(name) && wrongAddress(element, name)) element.removeAttribute(name);
    }
  }
  return { nodes: [...box.childNodes].map((node) => document.importNode(node, true)), dropped };
}

/** Parsed and cleaned, in a document that fetches nothing. */
function clean(html) {
  const box = document.implementation.createHTMLDocument("").createElement("div");
  box.setHTML(html, { sanitizer: { elements: ELEMENTS, attributes: ATTRIBUTES, comments: false, dataAttributes: false } });
  return box;
}

function wrongAddress(element, name) {
  const value = element.getAttribute(name);
  try {
    const { protocol, origin } = new URL(value, document.baseURI);
    const isRight = name === "src" ? protocol === "https:" || origin === location.origin : LINKS.includes(protocol);
    return isRight ? undefined : `${name}="${value.slice(0, 40)}" of <${element.localName}>`;
  } catch {
    return `${name}="${value.slice(0, 40)}" of <${element.localName}>`;
  }
}

/** Says what of `html` is dropped: each kind once. */
function named(html) {
  const found = new Set();
  for (const element of parsed(html).querySelectorAll("*")) {
    const tag = element.localName;
    if (!ELEMENTS.includes(tag) || element.namespaceURI !== "http://www.w3.org/1999/xhtml") {
      found.add(`<${tag}>`);
      continue;
    }
    for (const { name } of element.attributes) {
      if (!ATTRIBUTES.includes(name)) found.add(`${name} of <${tag}>`);
      else if (["href", "src", "cite"].includes(name)) found.add(wrongAddress(element, name));
    }
  }
  found.delete(undefined);
  return [...found].slice(0, 32);
}

/** All that `html` holds, as inert nodes; under Trusted Types what the browser's sanitizer leaves of it and the names of the rest. */
function parsed(html) {
  try {
    // Opened by hand, so that nothing of it belongs to the head.
    return new DOMParser().parseFromString(`<body>${html}`, "text/html").body;
  } catch {
    const box = document.implementation.createHTMLDocument("").createElement("div");
    box.setHTML(html, { sanitizer: {} });
    for (const [, tag] of html.matchAll(/<([a-z][^\s/>]*)/gi)) {
      const name = tag.toLowerCase().replace(/[^a-z0-9-]/g, "");
      if (name && !ELEMENTS.includes(name) && !box.querySelector(name)) box.append(document.createElement(name));
    }
    return box;
  }
}

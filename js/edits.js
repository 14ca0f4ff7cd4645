// Edits of the page, each noted in a log so that it can be taken back: attributes as they were spelled, nodes as they
// were, never through markup. The last is taken back first, so that overlapping edits come apart exactly. What the
// page itself changed meanwhile is the page's and stays. The agent and the loader share this, the loader for when the
// agent can no longer run.

/** @typedef {(() => void)[]} Log what to call, last first, to take everything back */

/** Taking these off and putting them on again, to keep the order of the attributes, would load or forget something. */
const FIXED = "iframe,frame,object,embed,video,audio,source,track,script,link,input,select,textarea";

/**
 * @param {Log} log
 * @param {Element} element
 * @param {string} name
 * @param {string | undefined} value none removes it
 */
export function writeAttribute(log, element, name, value) {
  const all = [...element.attributes];
  const at = all.findIndex((attribute) => attribute.name.toLowerCase() === name.toLowerCase());
  const former = at < 0 ? null : all[at].value;
  log.push(() => {
    const found = element.getAttribute(name);
    if (found !== (value ?? null)) {
      if (name === "class") unclass(element, former ?? "", value ?? "");
    } else if (former === null) {
      element.removeAttribute(name);
    } else {
      element.setAttribute(name, former);
      if (found === null) lineUp(element, all.slice(at + 1).map((follower) => follower.name));
    }
  });
  if (value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

/** Takes back what was done to the classes, and leaves what the page did to them since. */
function unclass(element, former, written) {
  const before = former.split(/\s+/).filter(Boolean);
  const after = written.split(/\s+/).filter(Boolean);
  element.classList.remove(...after.filter((name) => !before.includes(name)));
  element.classList.add(...before.filter((name) => !after.includes(name)));
}

/** Puts attributes that followed one that came back after it again. */
function lineUp(element, followers) {
  if (element.matches(FIXED)) return;
  for (const name of followers) {
    const attribute = element.getAttributeNode(name);
    if (!attribute) continue;
    element.removeAttributeNode(attribute);
    if (name === "style") spellStyle(element, attribute.value);
    else element.setAttributeNode(attribute);
  }
}

/** A style attribute from script is refused by strict policies; a declaration is not. */
function spellStyle(element, text) {
  element.style.cssText = text;
  if (element.getAttribute("style") !== text) element.setAttribute("style", text);
}

/**
 * @param {Log} log
 * @param {Element & ElementCSSInlineStyle} element
 * @param {boolean} afresh without what was declared before
 * @param {string[]} declarations property, value and weight of each; an empty value takes it off
 */
export function writeStyle(log, element, afresh, declarations) {
  const former = element.getAttribute("style");
  let written;
  log.push(() => {
    if (element.getAttribute("style") !== written) return;
    if (former === null) element.removeAttribute("style");
    else spellStyle(element, former);
  });
  if (afresh) element.style.cssText = "";
  for (let at = 0; at < declarations.length; at += 3) {
    const [property, value, weight] = declarations.slice(at, at + 3);
    if (value) element.style.setProperty(property, value, weight);
    else element.style.removeProperty(property);
  }
  written = element.getAttribute("style");
}

/**
 * @param {Log} log
 * @param {Element} element
 * @param {Iterable<Node>} nodes in place of what is there
 * @param {(node: Node) => boolean} stays what of it is not touched
 */
export function setContent(log, element, nodes, stays = () => false) {
  const former = new Set(element.childNodes);
  log.push(() => putBack(element, former));
  for (const node of former) if (!stays(node)) node.remove();
  element.prepend(...nodes);
}

/**
 * @param {Element} element
 * @param {Iterable<ChildNode>} former what it is to hold again, and nothing else
 */
export function putBack(element, former) {
  const all = new Set(former);
  for (const node of [...element.childNodes]) if (!all.has(node)) node.remove();
  let next = null;
  for (const node of [...all].reverse()) {
    // What the page took for itself meanwhile is the page's.
    if (node.parentNode && node.parentNode !== element) continue;
    if (!node.parentNode) element.insertBefore(node, next);
    next = node;
  }
}

/**
 * Shows a copy of a template's content in a slot, whose templates stay where they are.
 *
 * @param {Log} log
 * @param {Element} slot
 * @param {HTMLTemplateElement} template
 */
export function showTemplate(log, slot, template) {
  const variant = document.importNode(template.content, true);
  setContent(log, slot, [...variant.childNodes], (node) => node instanceof Element && node.hasAttribute("data-nearside-variant"));
}

/**
 * @param {Log} log
 * @param {Element} element
 * @param {Node[]} nodes after what is there
 */
export function appendContent(log, element, nodes) {
  log.push(() => {
    for (const node of nodes) if (node.parentNode === element) element.removeChild(node);
  });
  element.append(...nodes);
}

/**
 * @param {Log} log
 * @param {Element} node
 * @param {Element} parent
 * @param {Node | undefined} before at the end without
 */
export function move(log, node, parent, before) {
  // An empty text holds the place: no style sheet sees it, and it has no markup.
  const mark = document.createTextNode("");
  node.before(mark);
  log.push(() => {
    if (node.parentNode === parent) {
      // Without its place, which the page rendered anew, it has none.
      if (mark.parentNode) put(mark.parentNode, node, mark);
      else node.remove();
    }
    mark.remove();
  });
  put(parent, node, before ?? null);
}

/**
 * @param {Log} log
 * @param {Element} parent
 * @param {Element[]} ranked its children
 */
export function arrange(log, parent, ranked) {
  const former = [...parent.childNodes];
  log.push(() => {
    lay(parent, former.filter((node) => node.parentNode === parent));
  });
  const next = ranked.values();
  lay(parent, former.map((node) => (node instanceof Element ? next.next().value : node)));
}

/** Moves what is out of place, and nothing else; what is not among `nodes` and last stays last. */
function lay(parent, nodes) {
  const ours = new Set(nodes);
  let next = null;
  for (let last = parent.lastChild; last && !ours.has(last); last = last.previousSibling) next = last;
  for (const node of [...nodes].reverse()) {
    if (node.nextSibling !== next) put(parent, node, next);
    next = node;
  }
}

/** Moves a node; where the browser can, without its frames loading or its animations starting anew. */
function put(parent, node, before) {
  try {
    parent.moveBefore(node, before);
  } catch {
    parent.insertBefore(node, before);
  }
}

/**
 * Takes back what was noted since the log had `length` entries. A page that broke its own DOM keeps what it broke; what
 * was done before is taken back all the same.
 *
 * @param {Log} log
 * @param {number} length
 */
export function takeBack(log, length = 0) {
  while (log.length > length) {
    try {
      log.pop()();
    } catch {
      // The page's.
    }
  }
}

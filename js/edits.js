// Edits of the page, each noted in a log so that it can be taken back: attributes as they were spelled, nodes as they
// were, never through markup. The last is taken back first, so that overlapping edits come apart exactly. What the
// page itself changed meanwhile is the page's and stays. The agent and the loader share this, the loader for when the
// agent can no longer run.

/** @typedef {(() => void) & { stands?: () => boolean }} Undo takes back; says whether what was done still stands */
/** @typedef {Undo[] & { standing?: (() => boolean)[] }} Log what to call, last first, to take everything back */

/** Taking these off and putting them on again, to keep the order of the attributes, would load or forget something. */
const FIXED = "iframe,frame,object,embed,video,audio,source,track,script,link,input,select,textarea";

/** Element → what of its own is not in it now. */
const absent = new WeakMap();

/** Notes how to take something back, and how to tell whether the page left it as it is. */
function note(log, undo, stands) {
  log.push(Object.assign(undo, { stands }));
}

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
  const undo = () => {
    const found = element.getAttribute(name);
    if (found !== (value ?? null)) {
      if (name === "class") unclass(element, former ?? "", value ?? "");
    } else if (former === null) {
      element.removeAttribute(name);
    } else {
      element.setAttribute(name, former);
      if (found === null) lineUp(element, all.slice(at + 1).map((follower) => follower.name));
    }
  };
  const stands = () => element.getAttribute(name) === (value ?? null);
  note(log, undo, name === "class" ? () => keepsClasses(element, former ?? "", value ?? "") : stands);
  if (value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

/** Takes back what was done to the classes, and leaves what the page did to them since. */
function unclass(element, former, written) {
  const { added, removed } = changes(former, written);
  element.classList.remove(...added);
  element.classList.add(...removed);
}

/** Whether the classes are as they were made; others may have come and gone. */
function keepsClasses(element, former, written) {
  const { added, removed } = changes(former, written);
  const has = (name) => element.classList.contains(name);
  return added.every(has) && !removed.some(has);
}

function changes(former, written) {
  const [before, after] = [former, written].map((names) => names.split(/\s+/).filter(Boolean));
  const not = (these) => (name) => !these.includes(name);
  return { added: after.filter(not(before)), removed: before.filter(not(after)) };
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
  const declared = [];
  let written;
  const undo = () => {
    if (element.getAttribute("style") !== written) {
      // The page declared something since: only what is ours still goes.
      for (const { property, had, has } of declared) if (has() && !afresh) declare(element, property, had);
    } else if (former === null) {
      element.removeAttribute("style");
    } else {
      spellStyle(element, former);
    }
  };
  note(log, undo, () => declared.every(({ has }) => has()));
  if (afresh) element.style.cssText = "";
  for (let at = 0; at < declarations.length; at += 3) {
    const [property, value, weight] = declarations.slice(at, at + 3);
    const had = declaration(element, property);
    declare(element, property, [value, weight]);
    const ours = String(declaration(element, property));
    declared.push({ property, had, has: () => String(declaration(element, property)) === ours });
  }
  written = element.getAttribute("style");
}

function declaration({ style }, property) {
  return [style.getPropertyValue(property), style.getPropertyPriority(property)];
}

function declare({ style }, property, [value, weight]) {
  if (value) style.setProperty(property, value, weight);
  else style.removeProperty(property);
}

/**
 * @param {Log} log
 * @param {Element} element
 * @param {string} text in place of what is there
 */
export function setText(log, element, text) {
  const node = element.firstChild;
  if (!(node instanceof Text) || node.nextSibling) return setContent(log, element, [document.createTextNode(text)]);
  // A framework goes on writing to the node that it made.
  const former = node.data;
  const stands = () => node.data === text;
  note(log, () => stands() && (node.data = former), () => stands() && element.contains(node));
  node.data = text;
}

/**
 * @param {Log} log
 * @param {Element} element
 * @param {Node[]} nodes in place of what is there, which waits aside
 */
export function setContent(log, element, nodes) {
  const former = new Set(element.childNodes);
  const aside = document.createDocumentFragment();
  aside.append(...former);
  const isOurs = () => nodes.some((node) => node.parentNode === element);
  // Where nothing came in place of what was taken out, the page or the visitor wants it gone.
  const stands = () => isOurs() || !element.hasChildNodes();
  const here = { aside, takes: () => nodes.length === 0 || isOurs() };
  const { asides } = missing(element);
  asides.push(here);
  const undo = () => {
    asides.splice(asides.indexOf(here), 1);
    present(element);
    // The page wrote anew, and what it had before is past.
    if (!stands()) return;
    for (const node of [...element.childNodes]) if (!former.has(node)) node.remove();
    Node.prototype.insertBefore.call(element, aside, element.firstChild);
  };
  note(log, undo, stands);
  element.prepend(...nodes);
}

/**
 * What is absent from an element. A framework goes on with it as if it were there: it may ask a node for its parent, which
 * is then the fragment that it waits in, or call upon the element that it knows, whose own methods therefore reach what
 * is absent for as long as anything is. So what is rendered meanwhile is there when the variant goes, and nothing
 * that a framework removes is "not a child".
 */
function missing(element) {
  if (absent.has(element)) return absent.get(element);
  const is = { asides: [], moved: new Map(), methods: {} };
  const waiting = (node) => is.asides.find(({ aside }) => node && node.parentNode === aside)?.aside;
  // New content is for what the page made, unless the page has put away what stands in its place.
  const own = (node) => (is.asides[0]?.takes() && node?.parentNode !== element ? is.asides[0].aside : undefined);
  const reach = (name, reached) => {
    const former = Object.getOwnPropertyDescriptor(element, name);
    const native = element[name];
    const value = (...call) => {
      const [holder, ...instead] = reached(...call) ?? [];
      return holder ? holder[name](...instead) : native.apply(element, call);
    };
    Object.defineProperty(element, name, { value, configurable: true, writable: true });
    is.methods[name] = { value, former };
  };
  const stand = (node) => is.moved.get(node) ?? node;
  const away = (node) => is.moved.has(node) && node.parentNode && node.parentNode !== element;
  reach("appendChild", (node) => [own(node), node]);
  reach("insertBefore", (node, before) => {
    if (!before) return [own(node), node, null];
    return away(before) ? [stand(before).parentNode, node, stand(before)] : [waiting(before), node, before];
  });
  reach("removeChild", (node) => [away(node) ? node.parentNode : waiting(node), node]);
  reach("replaceChild", (node, former) => [away(former) ? former.parentNode : waiting(former), node, former]);
  absent.set(element, is);
  return is;
}

/** Leaves an element to itself once nothing is absent from it. */
function present(element) {
  const is = absent.get(element);
  if (!is || is.asides.length > 0 || is.moved.size > 0) return;
  absent.delete(element);
  for (const [name, { value, former }] of Object.entries(is.methods)) {
    // Who replaced it since has the last word.
    if (element[name] !== value) continue;
    if (former) Object.defineProperty(element, name, former);
    else delete element[name];
  }
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
 * Shows a copy of a template's content in a slot.
 *
 * @param {Log} log
 * @param {Element} slot
 * @param {HTMLTemplateElement} template
 */
export function showTemplate(log, slot, template) {
  const variant = document.importNode(template.content, true);
  setContent(log, slot, [...variant.childNodes]);
}

/**
 * @param {Log} log
 * @param {Element} element
 * @param {Node[]} nodes after what is there
 */
export function appendContent(log, element, nodes) {
  const undo = () => {
    for (const node of nodes) if (node.parentNode === element) node.remove();
  };
  note(log, undo, () => nodes.length === 0 || nodes.some((node) => node.parentNode === element));
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
  const from = mark.parentNode;
  if (from !== parent) missing(from).moved.set(node, mark);
  const undo = () => {
    absent.get(from)?.moved.delete(node);
    present(from);
    if (node.parentNode === parent) {
      // Without its place, which the page rendered anew, it has none.
      if (mark.parentNode) put(mark.parentNode, node, mark);
      else node.remove();
    }
    mark.remove();
  };
  note(log, undo, () => node.parentNode === parent);
  put(parent, node, before ?? null);
}

/**
 * @param {Log} log
 * @param {Element} parent
 * @param {Element[]} ranked its children
 */
export function arrange(log, parent, ranked) {
  const former = [...parent.childNodes];
  note(log, () => lay(parent, former.filter((node) => node.parentNode === parent)), () => isInOrder(parent, ranked));
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

/** Whether those of `ranked` that are there follow each other; what came since may stand anywhere. */
function isInOrder(parent, ranked) {
  const there = ranked.filter((node) => node.parentNode === parent);
  if (there.length === 0) return false;
  let next = 0;
  for (let node = parent.firstElementChild; node && next < there.length; node = node.nextElementSibling) {
    if (node === there[next]) next += 1;
  }
  return next === there.length;
}

/** Moves a node; where the browser can, without its frames loading or its animations starting anew. */
function put(parent, node, before) {
  try {
    parent.moveBefore(node, before);
  } catch {
    Node.prototype.insertBefore.call(parent, node, before);
  }
}

/**
 * Notes what of a log stands now: later edits may have changed what earlier ones did.
 *
 * @param {Log} log
 */
export function seal(log) {
  log.standing = log.map(({ stands }) => stands).filter((stands) => stands?.());
}

/**
 * The slots of which something no longer stands: the page took it away.
 *
 * @param {Map<Element, Log>} logs
 * @returns {Element[]}
 */
export function fallen(logs) {
  const found = [];
  for (const [slot, { standing }] of logs) if (standing?.every((stands) => stands()) === false) found.push(slot);
  return found;
}

/**
 * Takes back what was noted since the log had `length` entries. A page that broke its own DOM keeps what it broke; what
 * was done before is taken back all the same.
 *
 * @param {Log} log
 * @param {number} length
 */
export function takeBack(log, length = 0) {
  delete log.standing;
  while (log.length > length) {
    try {
      log.pop()();
    } catch {
      // The page's.
    }
  }
}

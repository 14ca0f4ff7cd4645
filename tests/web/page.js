// The page under test: a box that each test fills, events, and a host that remembers what the agent said.

export function fixture(html) {
  document.querySelector("#fixture")?.remove();
  const box = document.createElement("div");
  box.id = "fixture";
  box.innerHTML = html;
  document.body.append(box);
  return box;
}

export function find(selector) {
  return document.querySelector(`#fixture ${selector}`);
}

const KINDS = { pointer: PointerEvent, mouse: MouseEvent, click: MouseEvent, auxclick: MouseEvent, key: KeyboardEvent, focus: FocusEvent };

export function dispatch(target, type, init) {
  const kind = Object.keys(KINDS).find((prefix) => type.startsWith(prefix));
  const make = KINDS[kind] ?? Event;
  target.dispatchEvent(new make(type, { bubbles: true, cancelable: true, ...JSON.parse(init || "{}") }));
}

export function host() {
  return {
    messages: [],
    asked: [],
    logs: new Map(),
    controller: new AbortController(),
    keep(journal) {
      this.asked.push(journal ?? "keep");
    },
    erase() {
      this.asked.push("erase");
    },
    emit(kind, detail) {
      this.messages.push([kind, JSON.parse(detail)]);
      this.listener?.(kind);
    },
  };
}

/** "kind:what" of each message so far. */
export function told(host) {
  return host.messages.map(([kind, detail]) => `${kind}:${detail.code ?? `${detail.slot}=${detail.variant}`}`);
}

/** What the agent wants kept so far: "keep", the text of a journal, or "erase". */
export function asked(host) {
  return host.asked;
}

export function onTold(host, listener) {
  host.listener = listener;
}

export function nextFrame() {
  return new Promise((resolve) => {
    // Not counted among the agent's.
    resolve.isTest = true;
    requestAnimationFrame(resolve);
  });
}

/** A model that finds one thing: every region is looked at with `estimate`. */
export function model(schema, width, estimate) {
  return {
    task: () => "attention",
    outputs: () => ["estimate", "forecast"],
    schema: () => schema,
    inputs: () => new Uint32Array([0]),
    typical: () => new Float32Array(width),
    score: (rows, count) => new Float32Array(count * 2).fill(estimate),
    info: () => ({ name: "even" }),
  };
}

/** A model of the whole visit that gives `outputs`, by name, whatever it is asked. */
export function visitModel(schema, width, task, outputs) {
  return {
    ...model(schema, width, 0),
    task: () => task,
    outputs: () => Object.keys(outputs),
    score: () => new Float32Array(Object.values(outputs)),
  };
}

export function brokenModel(schema, width) {
  return {
    ...model(schema, width, 0),
    score() {
      throw new Error("out of order");
    },
  };
}

/** Dispatches an event that claims to be of another time. */
export function dispatchAt(target, type, at) {
  const event = new Event(type, { bubbles: true });
  Object.defineProperty(event, "timeStamp", { value: at });
  target.dispatchEvent(event);
}

export function pageTransition(type, persisted) {
  window.dispatchEvent(new PageTransitionEvent(type, { persisted }));
}

let frames = 0;

/** Counts what is asked for from now on; for good, since the agent may hold what it found. */
export function countFrames() {
  frames = 0;
  if (countFrames.done) return;
  countFrames.done = true;
  const request = window.requestAnimationFrame;
  window.requestAnimationFrame = (callback) => {
    if (!callback.isTest) frames += 1;
    return request.call(window, callback);
  };
}

export function framesCounted() {
  return frames;
}

const held = [];
const interval = window.setInterval;

/** Timers that are set from now on run only by `tick`. */
export function holdTimers() {
  window.setInterval = (callback) => held.push(callback);
}

export function releaseTimers() {
  window.setInterval = interval;
}

/** Runs the timer that was set last. */
export function tick() {
  held.at(-1)();
}

export function hideDocument() {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
}

export function unhideDocument() {
  delete document.hidden;
}

/** How often something that needs a layout is read while `act` runs. */
export function layoutsDuring(act) {
  let read = 0;
  const undo = [
    [window, "scrollX"],
    [window, "scrollY"],
    [window, "innerWidth"],
    [Element.prototype, "getBoundingClientRect"],
    [Element.prototype, "scrollHeight"],
    [Element.prototype, "matches"],
    [Document.prototype, "elementFromPoint"],
  ].map(([holder, name]) => {
    const own = Object.getOwnPropertyDescriptor(holder, name);
    const counted = { ...own, configurable: true };
    if (own.get) counted.get = function () { read += 1; return own.get.call(this); };
    else counted.value = function (...call) { read += 1; return own.value.apply(this, call); };
    Object.defineProperty(holder, name, counted);
    return () => Object.defineProperty(holder, name, own);
  });
  try {
    act();
  } finally {
    undo.forEach((restore) => restore());
  }
  return read;
}

export function scrollToTop(top) {
  window.scrollTo({ top, behavior: "instant" });
}

export function hide(element) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("@keyframes nearside-hide { from, to { visibility: hidden } }");
  document.adoptedStyleSheets.push(sheet);
  element.style.animation = "nearside-hide 1000s";
}

export function style(element, property) {
  return getComputedStyle(element).getPropertyValue(property);
}

export function measuresShifts() {
  return PerformanceObserver.supportedEntryTypes.includes("layout-shift");
}

/** Counts what is done to the children of `element` from now on. */
export function mutations(element) {
  let count = 0;
  const observer = new MutationObserver((records) => (count += records.length));
  observer.observe(element, { childList: true, subtree: true, attributes: true });
  return { count: () => (count += observer.takeRecords().length) };
}

/** Lets nothing into an element from now on. */
export function closeUp(element) {
  element.prepend = () => {
    throw new Error("the page is closed");
  };
}

const SANITIZER = Symbol.for("nearside.sanitizer");

/** In a real one's place, so that what it gives is known: everything passes but `<u>`. */
function sanitize(html, allowsStyles) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const dropped = [...template.content.querySelectorAll("u")].map((element) => element.remove() ?? "<u>");
  const styled = [...template.content.querySelectorAll("[style]")];
  const styles = styled.map((element) => element.getAttribute("style"));
  for (const element of styled) element.removeAttribute("style");
  const nodes = [...template.content.childNodes];
  return allowsStyles ? { nodes, dropped, styled, styles } : { nodes, dropped, styled: [], styles: [] };
}
document[SANITIZER] = sanitize;

export function takeSanitizerAway(isAway) {
  document[SANITIZER] = isAway ? undefined : sanitize;
}

let rewriting;

/** Writes a slot's content with every frame; gives a list that grows with every variant that is put there. */
export function rewriteEachFrame(slot) {
  const swaps = [];
  const seen = new MutationObserver((records) => {
    // Taken back and put there again at one go is one swap.
    if (records.length > 0 && slot.hasAttribute("data-nearside-shown")) swaps.push(slot.textContent);
  });
  seen.observe(slot, { attributeFilter: ["data-nearside-shown"] });
  let count = 0;
  const write = () => {
    slot.innerHTML = `the page's ${(count += 1)}`;
    rewriting = requestAnimationFrame(write);
  };
  write();
  return swaps;
}

export function stopRewriting() {
  cancelAnimationFrame(rewriting);
}

export function background(element) {
  return getComputedStyle(element).backgroundColor;
}

export function adoptedSheets() {
  return document.adoptedStyleSheets.length;
}

// What the agent does in a browser that is told more shortly in JavaScript than through bindings: what to sense by, then what
// to act with. One file, as the server of the browser tests can leave a page waiting that asks for more than a few at once.

// The trees of a page: its document and the open shadow roots in it, watched for what comes, goes and is renamed. The
// observer only notes; what came is looked for once a frame by whoever asks, shadow roots at a look. Closed ones are
// left alone.

const NAMES = ["data-nearside-slot", "data-nearside-watch"];
const MARKED = NAMES.map((name) => `[${name}]`).join();
/** Elements that a page may add between two looks and still have each searched for shadow roots by itself. */
const MOST_ADDED = 1_000;

export class Roots {
  #trees = new Set();
  /** Shadow roots that were given. */
  #given = new WeakSet();
  #renamed = new Set();
  /** What was added since the last look. */
  #added = [];
  /** Elements whose code is not here yet: they may get a shadow root without a sign. */
  #undefined = [];
  #observer;
  #notice;
  #found = [];

  /**
   * @param {(came: boolean) => void} notice called after changes; `came` is whether elements came or were renamed
   * @param {AbortSignal} signal ends it
   */
  constructor(notice, signal) {
    this.#notice = notice;
    this.#observer = new MutationObserver((records) => this.#read(records));
    signal.addEventListener("abort", () => this.#observer.disconnect());
    this.#grow(document);
    this.#added.push(document);
  }

  /** Looks for shadow roots in what was added since the last look; gives those that are new. */
  look() {
    const added = this.#added.length > MOST_ADDED ? [...this.#trees] : this.#added;
    this.#added = [];
    // It grows while it is walked: a shadow root may hold others.
    const enter = (element) => this.#enter(element) && added.push(element.shadowRoot);
    this.#undefined = this.#undefined.filter((element) => element.isConnected && !enter(element));
    for (const tree of added) {
      if (!tree.isConnected) continue;
      if (tree instanceof Element) enter(tree);
      tree.querySelectorAll("*").forEach(enter);
      this.#undefined.push(...tree.querySelectorAll(":not(:defined)"));
    }
    for (const tree of this.#trees) if (!tree.isConnected) this.#trees.delete(tree);
    return this.#found.splice(0);
  }

  /** Marked elements that `ids` does not know. */
  newcomers(ids) {
    const found = [];
    for (const tree of this.#trees) {
      for (const element of tree.querySelectorAll(MARKED)) if (!ids.has(element)) found.push(element);
    }
    return found;
  }

  /** Elements whose name may be another than before; each given once. */
  renamed() {
    const renamed = [...this.#renamed];
    this.#renamed.clear();
    return renamed;
  }

  /** The first element that matches, in the document if there is one. */
  first(selector) {
    for (const tree of this.#trees) {
      const found = tree.querySelector(selector);
      if (found) return found;
    }
  }

  /** Watches all that happens in a slot whose content is not the page's. */
  attend(slot) {
    this.#observer.observe(slot, { childList: true, subtree: true, attributes: true, characterData: true });
  }

  /** What the page did until now counts. */
  notice() {
    this.#read(this.#observer.takeRecords());
  }

  /** What was done since is the agent's own doing, and only shadow roots are looked for in it. */
  disregard() {
    for (const { addedNodes } of this.#observer.takeRecords()) this.#add(addedNodes);
  }

  #read(records) {
    if (records.length === 0) return;
    let came = false;
    for (const { type, target, attributeName, addedNodes } of records) {
      if (type === "childList") {
        came = this.#add(addedNodes) || came;
      } else if (NAMES.includes(attributeName)) {
        this.#renamed.add(target);
        came = true;
      }
    }
    this.#notice(came);
  }

  #add(nodes) {
    let came = false;
    for (const node of nodes) {
      if (!(node instanceof Element)) continue;
      came = true;
      if (this.#added.length <= MOST_ADDED) this.#added.push(node);
    }
    return came;
  }

  /** Takes an element's shadow root in; gives whether it has one that was not known. */
  #enter(element) {
    const root = element.shadowRoot;
    if (!root || this.#trees.has(root)) return false;
    this.#grow(root);
    // One that was away comes back to the same ears.
    if (!this.#given.has(root)) this.#found.push(root);
    this.#given.add(root);
    return true;
  }

  #grow(tree) {
    this.#trees.add(tree);
    this.#observer.observe(tree, { childList: true, subtree: true, attributes: true, attributeFilter: NAMES });
  }
}

// Notices pushState and replaceState in browsers that lack the Navigation API. Every call is passed on as it
// came; ending it puts the browser's functions back, unless someone else wrapped them meanwhile, and is silent.

/**
 * @param {(at: number, kind: string) => void} notice
 * @returns {() => void}
 */
export function watchHistory(notice) {
  let live = true;
  const undo = ["push", "replace"].map((kind) => {
    const name = `${kind}State`;
    const original = history[name];
    const wrapped = function (...call) {
      const result = original.apply(this, call);
      if (live) notice(performance.now(), kind);
      return result;
    };
    history[name] = wrapped;
    return () => {
      if (history[name] === wrapped) history[name] = original;
    };
  });
  return () => {
    live = false;
    for (const restore of undo) restore();
  };
}

// Whether text is selected in an element, which may lie in an open shadow root: there the document's selection says nothing of
// it, and browsers differ in who does.

/**
 * @param {Element} element
 * @returns {boolean}
 */
export function holdsSelection(element) {
  const selection = getSelection();
  const root = element.getRootNode();
  if (!selection) return false;
  if (!(root instanceof ShadowRoot)) return !selection.isCollapsed && selection.containsNode(element, true);
  const [composed] = selection.getComposedRanges?.({ shadowRoots: [root] }) ?? [];
  if (!composed) {
    const inner = root.getSelection?.();
    return Boolean(inner && !inner.isCollapsed && inner.containsNode(element, true));
  }
  if (composed.collapsed) return false;
  const range = new Range();
  range.setStart(composed.startContainer, composed.startOffset);
  range.setEnd(composed.endContainer, composed.endOffset);
  // A caret in a field is, seen from here, a range around it: what counts is text.
  return range.toString() !== "" && range.intersectsNode(element);
}

// Layout shifts as the browser measures them: what moved although nobody did anything.

/**
 * @param {(at: number, moved: Node[]) => void} tell
 * @returns {(() => void) | undefined} ends it; nothing where the browser measures no shifts
 */
export function watchShifts(tell) {
  if (!globalThis.PerformanceObserver?.supportedEntryTypes?.includes("layout-shift")) return;
  const observer = new PerformanceObserver((list) => {
    for (const { hadRecentInput, startTime, sources } of list.getEntries()) {
      if (!hadRecentInput) tell(startTime, sources.map(({ node }) => node).filter(Boolean));
    }
  });
  observer.observe({ type: "layout-shift" });
  return () => observer.disconnect();
}

// Rules for one slot in a style sheet that has no element: policies that refuse inline styles let it pass, and no page's
// rendering removes it.

/**
 * @param {(() => void)[]} log how to take it off
 * @param {Element} slot in whose document or shadow root it is to be
 * @param {string[]} rules selector, property and value of each
 */
export function adopt(log, slot, rules) {
  const [root, sheet] = [slot.getRootNode(), new CSSStyleSheet()];
  for (let at = 0; at < rules.length; at += 3) {
    const [selector, property, value] = rules.slice(at, at + 3);
    const place = sheet.insertRule(`${selector} {}`, sheet.cssRules.length);
    // What the page writes on the elements themselves must not win.
    sheet.cssRules[place].style.setProperty(property, value, "important");
  }
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  log.push(() => {
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other !== sheet);
  });
}

// Slots that are hidden until they are decided: `data-nearside-hide`, with the style sheet nearside.css, whose animation
// ends by itself after 200 ms, whatever becomes of the agent.

/** @param {Element} slot shows itself from now on */
export function reveal(slot) {
  for (const animation of slot.getAnimations()) if (animation.animationName === "nearside-hide") animation.cancel();
}

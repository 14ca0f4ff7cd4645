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

// A list whose nodes stay the same from one look to the next.
//
// items in order -> children of one parent in that order. A node is made once per key, updated in place, moved
// only when its place changed and removed with its item: focus, scroll and screen readers stay where they are.

export class Keyed {
  #parent;
  #make;
  #rows = new Map();

  /** `make(item)` gives {node, update(item)} for an item that is new. */
  constructor(parent, make) {
    this.#parent = parent;
    this.#make = make;
  }

  /** Shows `items`; `keyOf` tells which are the same as before. */
  update(items, keyOf) {
    const wanted = new Map(items.map((item) => [keyOf(item), item]));
    for (const [key, { node }] of this.#rows) {
      if (!wanted.has(key)) {
        node.remove();
        this.#rows.delete(key);
      }
    }
    let place = this.#parent.firstChild;
    for (const [key, item] of wanted) {
      if (!this.#rows.has(key)) this.#rows.set(key, this.#make(item));
      const { node, update } = this.#rows.get(key);
      if (node === place) place = place.nextSibling;
      else this.#parent.insertBefore(node, place);
      update(item);
    }
  }
}

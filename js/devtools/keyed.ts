// A list whose nodes stay the same from one look to the next.
//
// items in order -> children of one parent in that order. A node is made once per key, updated in place, moved
// only when its place changed and removed with its item: focus, scroll and screen readers stay where they are.

/** One item's node. */
export interface Row<T> {
  node: Element;
  update(item: T): void;
}

export class Keyed<T> {
  #rows = new Map<unknown, Row<T>>();

  /** `make` is called for an item that is new. */
  constructor(
    readonly parent: Element,
    readonly make: (item: T) => Row<T>,
  ) {}

  /** Shows `items`; `keyOf` tells which are the same as before. */
  update(items: T[], keyOf: (item: T) => unknown): void {
    const wanted = new Map(items.map((item) => [keyOf(item), item]));
    for (const [key, { node }] of this.#rows) {
      if (!wanted.has(key)) {
        node.remove();
        this.#rows.delete(key);
      }
    }
    let place: Node | null = this.parent.firstChild;
    for (const [key, item] of wanted) {
      const row = this.#rows.get(key) ?? this.make(item);
      this.#rows.set(key, row);
      if (row.node === place) place = place.nextSibling;
      else this.parent.insertBefore(row.node, place);
      row.update(item);
    }
  }
}

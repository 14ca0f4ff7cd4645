// What stands on the page, for the head snippet of the next one: kept in localStorage, which alone can be read before
// the first paint. Only the keeper uses this, so only under a grant for `store`.

const KEY = "nearside:shown";
/** Most slots that are noted; the oldest go first. */
const MOST = 200;

/** Notes what each slot of this page shows: names and variants in turn. Slots of other pages keep theirs. */
export function noteShown(standing: string[]): void {
  try {
    const shown = new Map(Object.entries(JSON.parse(localStorage.getItem(KEY) ?? "{}")));
    for (let at = 0; at < standing.length; at += 2) {
      const [slot, variant] = [standing[at]!, standing[at + 1]!];
      shown.delete(slot);
      if (variant !== "default") shown.set(slot, variant);
    }
    if (shown.size === 0) return localStorage.removeItem(KEY);
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries([...shown].slice(-MOST))));
  } catch {
    // A first paint without it shows the default.
  }
}

/** Forgets it; throws where the browser refuses. */
export function eraseShown(): void {
  localStorage.removeItem(KEY);
}

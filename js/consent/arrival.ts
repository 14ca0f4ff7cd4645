// Waits for a manager that may load after the agent: scripts that are async, or put there by a tag manager.
//
// A look → the manager, at once if it is there. What throws is not there yet. A manager that has not come after a minute
// is reported and not waited for any more.

import { quiet, report } from "./failure";

/** First and longest gap between two looks, ms. */
const FIRST = 50;
const LONGEST = 2_000;
/** Longest wait in all, ms. */
const PATIENCE = 60_000;

/** Calls `use` with what `look` finds; gives the function that ends the wait. */
export function arrival<T>(manager: string, look: () => T | undefined, use: (found: T) => void): () => void {
  const used = quiet(manager, use);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const attempt = (gap: number, waited: number) => {
    const found = seen(look);
    if (found !== undefined) used(found);
    else if (waited >= PATIENCE) report(`there is no ${manager} on this page: no answer was taken from it`);
    else timer = setTimeout(() => attempt(Math.min(2 * gap, LONGEST), waited + gap), gap);
  };
  attempt(FIRST, 0);
  return () => clearTimeout(timer);
}

function seen<T>(look: () => T | undefined): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

// What the script tag loads for the inspector: a chunk of its own, fetched when it is asked for.

import type { Inspectable } from "./inspected";
import { open } from "./inspector";

let close: (() => void) | undefined;

/** Opens the inspector, or closes it; gives whether it is open now. */
export function toggle(client: Inspectable): boolean {
  const isOpen = document.querySelector("nearside-inspector") !== null;
  if (isOpen) close?.();
  else close = open(client);
  return !isOpen;
}

// Whether whoever looks prefers little motion; asked anew each time, as it can be changed meanwhile.

export function isCalm(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

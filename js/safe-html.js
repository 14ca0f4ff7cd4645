// HTML that a catalogue brings → what the page's sanitizer leaves of it, for the agent, which can't wait for one.
//
// A sanitizer is kilobytes that most pages have no use for, so it comes in a chunk of its own and is put here by
// `sanitizer/install.ts` before the agent gets a catalogue. Without one nothing passes.

/** On the document, because the agent's copy of this file is another than the loader's. */
const INSTALLED = Symbol.for("nearside.sanitizer");

/** @param {(html: string, styles: boolean) => import("./sanitizer/safe").Safe} makeSafe */
export function useSanitizer(makeSafe) {
  document[INSTALLED] = makeSafe;
}

/**
 * @param {string} html
 * @param {boolean} styles Whether `style` attributes are allowed; they are handed back beside their elements, to be judged.
 */
export function makeSafe(html, styles) {
  const installed = document[INSTALLED];
  if (!installed) throw new Error("HTML can't be made safe here: the sanitizer has not loaded");
  return installed(html, styles);
}

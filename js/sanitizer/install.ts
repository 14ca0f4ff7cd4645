// The sanitizer of this browser, fetched and put where the agent finds it.
//
// Needed before the agent gets a catalogue with `html` edits, and by no other page. One chunk: the browser's own sanitizer
// where it has one, else DOMPurify.

import { NearsideError } from "../host";
import { useSanitizer } from "../safe-html.js";
import type { MakeSafe } from "./safe";

/** A chunk with a sanitizer. */
export interface SanitizerChunk {
  makeSafe: MakeSafe;
}

/** Where each of them comes from. */
export interface SanitizerChunks {
  native: () => Promise<SanitizerChunk>;
  purify: () => Promise<SanitizerChunk>;
}

/**
 * Settles once the HTML of a catalogue (as JSON) can be made safe, which is at once where it has none; rejects with
 * `sanitizer-unavailable`, and its `html` edits are then refused one by one.
 */
export async function sanitizer(catalogue: string, { native, purify }: SanitizerChunks): Promise<void> {
  if (!catalogue.includes('"html"')) return;
  try {
    const { makeSafe } = await ("setHTML" in Element.prototype ? native() : purify());
    useSanitizer(makeSafe);
  } catch (error) {
    throw new NearsideError("sanitizer-unavailable", `the sanitizer did not load (${(error as Error).message})`);
  }
}

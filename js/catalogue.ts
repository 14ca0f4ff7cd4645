// The catalogue from its address: as it is, or by the page's key only as it was signed.

import type { verified } from "./signature";
import { download } from "./wasm";

/** The chunk that verifies. */
export interface SignatureChunk {
  verified: typeof verified;
}

/** Fetches a catalogue; throws `catalogue-unavailable`, or `catalogue-unsigned` where there is a `key` that did not sign it. */
export async function fetchCatalogue(url: URL, key: string | undefined, chunk: () => Promise<SignatureChunk>): Promise<string> {
  const bytes = await (await download(url, "catalogue-unavailable")).arrayBuffer();
  if (key !== undefined) {
    const signature = new URL(url);
    signature.pathname += ".sig";
    await (await chunk()).verified(bytes, signature, key);
  }
  return new TextDecoder().decode(bytes);
}

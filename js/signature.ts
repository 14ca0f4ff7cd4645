// Signed catalogues: the site's key on the page, a signature beside the file.
//
// The file's exact bytes, the address of its signature (64 bytes in base64url) and the public key (32 bytes in base64url) →
// nothing, or `catalogue-unsigned`. A browser that can't verify Ed25519 refuses the catalogue, as a wrong signature does:
// whoever can change the file must gain nothing by the visitor's browser being old.

import { NearsideError } from "./host";
import { download } from "./wasm";

const CODE = "catalogue-unsigned";
const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

export async function verified(bytes: BufferSource, signatureUrl: URL | string, key: string): Promise<void> {
  const signature = decoded(await (await download(signatureUrl, CODE)).text(), SIGNATURE_BYTES, `${signatureUrl}`);
  if (!(await isBy(decoded(key, KEY_BYTES, "data-nearside-key"), signature, bytes))) {
    throw new NearsideError(CODE, `${signatureUrl} is not this catalogue's signature by this page's key: sign the file anew`);
  }
}

async function isBy(key: BufferSource, signature: BufferSource, bytes: BufferSource): Promise<boolean> {
  try {
    const imported = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", imported, signature, bytes);
  } catch (error) {
    // Without https there is no `crypto.subtle` either.
    throw new NearsideError(CODE, `this browser can't verify the catalogue (${(error as Error).message})`);
  }
}

function decoded(text: string, length: number, what: string): Uint8Array<ArrayBuffer> {
  try {
    const base64 = text.trim().replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    if (bytes.length === length) return bytes;
  } catch {
    // Said below, in the same words.
  }
  throw new NearsideError(CODE, `${what} is not ${length} bytes in base64url`);
}

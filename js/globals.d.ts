// What the build puts in place of names and files.

/** The package's version. */
declare const NEARSIDE_VERSION: string;
/** Address of the model's chunk, relative to the loader. */
declare const NEARSIDE_MODEL_CHUNK: string;
/** Address of the chunk that keeps state, relative to the loader. */
declare const NEARSIDE_KEEPER_CHUNK: string;
/** Address of the chunk that listens to consent managers, relative to the loader. */
declare const NEARSIDE_CONSENT_CHUNK: string;
/** Address of the chunk with the browser's own sanitizer, relative to the loader. */
declare const NEARSIDE_SANITIZER_CHUNK: string;
/** Address of the chunk with DOMPurify, relative to the loader. */
declare const NEARSIDE_PURIFY_CHUNK: string;
/** Address of the chunk that verifies signed catalogues, relative to the loader. */
declare const NEARSIDE_SIGNATURE_CHUNK: string;

declare module "*.wasm" {
  /** The file's address, relative to the script that imports it. */
  const address: string;
  export default address;
}

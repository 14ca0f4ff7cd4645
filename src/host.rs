//! What the loader gives the agent: a way to speak to the page and to keep its state, and what must outlive a crash.
//!
//! The host is JavaScript, so it stays usable when the WebAssembly instance is not: with `logs` it puts every
//! default back, with `controller` it removes every listener, both without calling in here again.

use js_sys::Map;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::AbortController;

#[wasm_bindgen(typescript_custom_section)]
const HOST: &str = r#"
/** What the agent needs from the page's side. */
export interface Host {
  /** Tells the page's listeners; `detail` is JSON. */
  emit(kind: "ready" | "decision" | "exposure" | "error", detail: string): void;
  /** There is something to keep, when there is time; a journal must be put down at once. */
  keep(journal?: string): void;
  /** Nothing may be left of what was kept. */
  erase(): void;
  /** Slot, or what else was done to the page → what takes that back, last at the end. */
  readonly logs: Map<object, (() => void)[]>;
  /** Its signal is on every listener that the agent adds. */
  readonly controller: AbortController;
}
"#;

#[wasm_bindgen]
extern "C" {
    /// The JavaScript side of the agent.
    #[wasm_bindgen(typescript_type = "Host")]
    #[derive(Clone, Debug)]
    pub type Host;

    /// Tells the page's listeners of `kind`; `detail` is JSON.
    #[wasm_bindgen(method)]
    pub fn emit(this: &Host, kind: &str, detail: &str);

    /// There is something to keep, when there is time; a journal must be put down at once.
    #[wasm_bindgen(method)]
    pub fn keep(this: &Host, journal: Option<String>);

    /// Nothing may be left of what was kept.
    #[wasm_bindgen(method)]
    pub fn erase(this: &Host);

    /// Slot element → array of functions that take back what was done to it, last at the end.
    #[wasm_bindgen(method, getter)]
    pub fn logs(this: &Host) -> Map;

    /// Aborting it removes every listener that the agent added.
    #[wasm_bindgen(method, getter)]
    pub fn controller(this: &Host) -> AbortController;
}

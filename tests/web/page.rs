//! Handles on the page under test.

use nearside::{api::Agent, host::Host, model::Model};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

#[wasm_bindgen(module = "/tests/web/page.js")]
extern "C" {
    pub(crate) fn fixture(html: &str) -> Element;
    pub(crate) fn find(selector: &str) -> Element;
    pub(crate) fn dispatch(target: &JsValue, kind: &str, init: &str);
    pub(crate) fn host() -> Host;
    pub(crate) fn told(host: &Host) -> Vec<String>;
    #[wasm_bindgen(js_name = onTold)]
    pub(crate) fn on_told(host: &Host, listener: &JsValue);
    #[wasm_bindgen(js_name = nextFrame)]
    fn next_frame() -> js_sys::Promise;
    #[wasm_bindgen(js_name = blockStorage)]
    pub(crate) fn block_storage();
    #[wasm_bindgen(js_name = unblockStorage)]
    pub(crate) fn unblock_storage();
    pub(crate) fn model(schema: &str, width: usize, estimate: f64) -> Model;
    #[wasm_bindgen(js_name = brokenModel)]
    pub(crate) fn broken_model(schema: &str, width: usize) -> Model;
}

#[wasm_bindgen(module = "/js/put-back.js")]
extern "C" {
    /// What the loader calls when the agent is dead.
    #[wasm_bindgen(js_name = putBack)]
    pub(crate) fn put_back(kept: &js_sys::Map, slot: &Element);
}

/// Waits for the browser to draw once.
pub(crate) async fn frame() {
    JsFuture::from(next_frame()).await.unwrap();
}

/// Waits, frame by frame, until `holds`; fails after as many frames as fill ten seconds.
pub(crate) async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..600 {
        if holds() {
            return;
        }
        JsFuture::from(next_frame()).await.unwrap();
    }
    panic!("it never came true that {what}");
}

/// Settings that let the test's browser take part, with `more` JSON members.
pub(crate) fn settings(more: &str) -> String {
    let comma = if more.is_empty() { "" } else { "," };
    format!(r#"{{"site":"test","allow_automation":true{comma}{more}}}"#)
}

/// Starts an agent on the page.
pub(crate) fn start(host: &Host, more: &str) -> Agent {
    Agent::start(host.clone().unchecked_into(), &settings(more), js_sys::Object::new().into()).unwrap()
}

/// `code` of a thrown error.
pub(crate) fn code(thrown: &JsValue) -> String {
    js_sys::Reflect::get(thrown, &"code".into()).unwrap().as_string().unwrap()
}

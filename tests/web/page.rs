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
    pub(crate) fn asked(host: &Host) -> Vec<String>;
    #[wasm_bindgen(js_name = onTold)]
    pub(crate) fn on_told(host: &Host, listener: &JsValue);
    #[wasm_bindgen(js_name = nextFrame)]
    fn next_frame() -> js_sys::Promise;
    #[wasm_bindgen(js_name = dispatchAt)]
    pub(crate) fn dispatch_at(target: &JsValue, kind: &str, at: f64);
    #[wasm_bindgen(js_name = pageTransition)]
    pub(crate) fn page_transition(kind: &str, persisted: bool);
    #[wasm_bindgen(js_name = countFrames)]
    pub(crate) fn count_frames();
    #[wasm_bindgen(js_name = framesCounted)]
    pub(crate) fn frames_counted() -> f64;
    #[wasm_bindgen(js_name = holdTimers)]
    pub(crate) fn hold_timers();
    #[wasm_bindgen(js_name = releaseTimers)]
    pub(crate) fn release_timers();
    pub(crate) fn tick();
    #[wasm_bindgen(js_name = rewriteEachFrame)]
    pub(crate) fn rewrite_each_frame(slot: &Element) -> js_sys::Array;
    #[wasm_bindgen(js_name = stopRewriting)]
    pub(crate) fn stop_rewriting();
    pub(crate) fn background(element: &Element) -> String;
    #[wasm_bindgen(js_name = adoptedSheets)]
    pub(crate) fn adopted_sheets() -> usize;
    #[wasm_bindgen(js_name = hideDocument)]
    pub(crate) fn hide_document();
    #[wasm_bindgen(js_name = unhideDocument)]
    pub(crate) fn unhide_document();
    #[wasm_bindgen(js_name = layoutsDuring)]
    pub(crate) fn layouts_during(act: &dyn Fn()) -> f64;
    #[wasm_bindgen(js_name = scrollToTop)]
    pub(crate) fn scroll_to(top: f64);
    #[wasm_bindgen(js_name = measuresShifts)]
    pub(crate) fn measures_shifts() -> bool;
    pub(crate) fn hide(element: &Element);
    pub(crate) fn style(element: &Element, property: &str) -> String;
    pub(crate) type Mutations;
    pub(crate) fn mutations(element: &Element) -> Mutations;
    #[wasm_bindgen(method)]
    pub(crate) fn count(this: &Mutations) -> u32;
    #[wasm_bindgen(js_name = closeUp)]
    pub(crate) fn close_up(element: &Element);
    #[wasm_bindgen(js_name = takeSanitizerAway)]
    pub(crate) fn take_sanitizer_away(is_away: bool);
    pub(crate) fn model(schema: &str, width: usize, estimate: f64) -> Model;
    #[wasm_bindgen(js_name = visitModel)]
    pub(crate) fn visit_model(schema: &str, width: usize, task: &str, outputs: &js_sys::Object) -> Model;
    #[wasm_bindgen(js_name = brokenModel)]
    pub(crate) fn broken_model(schema: &str, width: usize) -> Model;
}

#[wasm_bindgen(module = "/js/edits.js")]
extern "C" {
    /// What the loader calls when the agent is dead.
    #[wasm_bindgen(js_name = takeBack)]
    pub(crate) fn take_back(log: &js_sys::Array);
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

/// Starts an agent that records.
pub(crate) fn start_recorded(host: &Host, more: &str) -> Agent {
    start_with(host, more, "record", &true.into())
}

/// Starts an agent with an option.
pub(crate) fn start_with(host: &Host, more: &str, option: &str, value: &JsValue) -> Agent {
    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &option.into(), value).unwrap();
    Agent::start(host.clone().unchecked_into(), &settings(more), options.into()).unwrap()
}

/// What an agent recorded so far.
pub(crate) fn recorded(agent: &Agent) -> String {
    agent.recording().unwrap().unwrap()
}

/// A page feature's value.
pub(crate) fn feature(agent: &Agent, path: &str) -> f64 {
    let get = |of: &JsValue, name: &str| js_sys::Reflect::get(of, &name.into()).unwrap();
    let features = js_sys::Array::from(&get(&agent.inspect().unwrap(), "context"));
    let found = features.iter().find(|feature| get(feature, "path") == path).unwrap();
    get(&found, "value").as_f64().unwrap()
}

/// What the fixture's element holds.
pub(crate) fn text(selector: &str) -> String {
    find(selector).text_content().unwrap().trim().to_owned()
}

/// Waits until the agent has looked at the page `times` more.
pub(crate) async fn looks(agent: &Agent, times: u32) {
    let looked = || {
        let get = |of: &JsValue, name: &str| js_sys::Reflect::get(of, &name.into()).unwrap();
        get(&get(&agent.inspect().unwrap(), "cost"), "frames").as_f64().unwrap()
    };
    let enough = looked() + f64::from(times);
    until("the agent looked again", || looked() >= enough).await;
}

/// `code` of a thrown error.
pub(crate) fn code(thrown: &JsValue) -> String {
    js_sys::Reflect::get(thrown, &"code".into()).unwrap().as_string().unwrap()
}

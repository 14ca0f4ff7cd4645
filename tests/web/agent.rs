//! The whole agent on a page: decides, tells, remembers, and fails without harm.

use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{code, find, fixture, host, on_told, settings, start, told, until};

const RULED: &str = r#"<div data-nearside-slot="s">default
    <template data-nearside-variant="v" data-nearside-when='{"page.elapsed": {"$gte": 0}}'>new</template></div>"#;

#[wasm_bindgen_test]
async fn a_rule_that_holds_changes_the_slot_and_the_exposure_follows() {
    fixture(RULED);
    let host = host();
    let agent = start(&host, "");
    until("the variant is shown", || find("[data-nearside-slot]").text_content().unwrap().trim() == "new")
        .await;
    until("it is exposed", || told(&host).contains(&"exposure:s=v".to_owned())).await;
    assert!(told(&host).contains(&"decision:s=v".to_owned()));
    let report = agent.explain("s").unwrap();
    let get = |name: &str| js_sys::Reflect::get(&report, &name.into()).unwrap();
    assert_eq!(get("shown").as_string().as_deref(), Some("v"));
    assert_eq!(get("reason").as_string().as_deref(), Some("rule"));
    assert_eq!(get("propensity").as_f64(), Some(1.0));
    agent.destroy();
}

#[wasm_bindgen_test]
fn an_experiment_splits_and_the_address_may_ask() {
    let page = |weights: &str| {
        fixture(&format!(
            r#"<div data-nearside-slot="s" data-nearside-experiment='{{"key":"try","weights":{weights}}}'>default
            <template data-nearside-variant="v">new</template></div>"#
        ));
    };
    let shown = || find("[data-nearside-slot]").text_content().unwrap().trim().to_owned();
    let window = web_sys::window().unwrap();
    let (here, history) = (window.location().href().unwrap(), window.history().unwrap());
    for (weights, query, expected, reason) in [
        ("[0,1]", "", "new", "experiment"),
        ("[1,0]", "", "default", "experiment"),
        ("[1,0]", "?try=1", "new", "forced"),
        ("[0,1]", "?try=0", "default", "forced"),
        ("[0,1]", "?try=7", "new", "experiment"),
    ] {
        page(weights);
        let address = if query.is_empty() { here.as_str() } else { query };
        history.replace_state_with_url(&"".into(), "", Some(address)).unwrap();
        let agent = start(&host(), "");
        assert_eq!(shown(), expected, "{weights} {query}");
        let report = agent.explain("s").unwrap();
        let told = js_sys::Reflect::get(&report, &"reason".into()).unwrap();
        assert_eq!(told.as_string().as_deref(), Some(reason), "{weights} {query}");
        agent.destroy();
    }
    history.replace_state_with_url(&"".into(), "", Some(&here)).unwrap();
}

#[wasm_bindgen_test]
fn a_denial_takes_the_variant_back_at_once() {
    fixture(RULED);
    let agent = start(&host(), "");
    assert_eq!(find("[data-nearside-slot]").text_content().unwrap().trim(), "new");
    agent.set_consent("personalize", "denied").unwrap();
    assert_eq!(find("[data-nearside-slot]").text_content().unwrap().trim(), "default");
    assert_eq!(code(&agent.set_consent("profit", "granted").unwrap_err()), "consent-invalid");
    agent.destroy();
}

#[wasm_bindgen_test]
fn settings_that_can_not_be_read_start_nothing() {
    fixture(RULED);
    let host = host();
    for (json, expected) in [("not json", "config-invalid"), (r#"{"holdot":1}"#, "config-invalid")] {
        let refused =
            nearside::api::Agent::start(host.clone().unchecked_into(), json, js_sys::Object::new().into());
        assert_eq!(code(&refused.err().unwrap()), expected);
    }
    assert_eq!(find("[data-nearside-slot]").text_content().unwrap().trim(), "default");
    assert_eq!(told(&host), [""; 0]);
}

#[wasm_bindgen_test]
fn a_listener_may_call_the_agent_even_to_end_it() {
    fixture(RULED);
    let host = host();
    let agent = std::rc::Rc::new(start(&host, ""));
    let inner = std::rc::Rc::clone(&agent);
    let listener = Closure::<dyn FnMut()>::new(move || {
        assert!(inner.explain("s").is_ok());
        inner.destroy();
    });
    on_told(&host, listener.as_ref());
    agent.set_consent("personalize", "denied").unwrap();
    assert_eq!(code(&agent.inspect().unwrap_err()), "destroyed");
    on_told(&host, &wasm_bindgen::JsValue::UNDEFINED);
}

#[wasm_bindgen_test]
async fn a_region_that_the_page_renders_anew_goes_on() {
    fixture(RULED);
    let host = host();
    let agent = start(&host, "");
    fixture(RULED);
    assert_eq!(find("[data-nearside-slot]").text_content().unwrap().trim(), "default");
    until("the new element shows the variant", || {
        find("[data-nearside-slot]").text_content().unwrap().trim() == "new"
    })
    .await;
    assert!(!told(&host).iter().any(|line| line.starts_with("error")), "{:?}", told(&host));
    agent.destroy();
}

#[wasm_bindgen_test]
fn a_visit_is_recorded_only_when_asked_for() {
    fixture(RULED);
    let agent = start(&host(), "");
    assert_eq!(agent.recording().unwrap(), None);
    agent.destroy();

    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &"record".into(), &true.into()).unwrap();
    let agent = nearside::api::Agent::start(host().unchecked_into(), &settings(""), options.into()).unwrap();
    let recording = nearside_core::recording::Recording::parse(&agent.recording().unwrap().unwrap()).unwrap();
    assert!(recording.events.len() > 5);
    assert!(recording.events.is_sorted_by(|a, b| a.0 <= b.0), "times go back");
    agent.destroy();
}

#[wasm_bindgen_test]
fn an_agent_at_rest_is_not_stuck() {
    fixture(RULED);
    let agent = start(&host(), "");
    assert!(!agent.is_stuck());
    agent.destroy();
    assert!(!agent.is_stuck());
}

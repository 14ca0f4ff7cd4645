//! A page's life: opened in the background, left and restored, with clocks that lie and answers that come late.

use nearside_core::{event::Event, recording::Recording};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{
    dispatch_at, feature, find, fixture, hide_document, host, keep, kept, looks, page_transition, recorded,
    start, start_recorded, unhide_document, until,
};

const WATCHED: &str = r#"<div data-nearside-watch="a" style="height:40px">a</div>"#;
const STORED: &str = r#""consent":{"store":"granted"}"#;
const DENIED: &str = r#""consent":{"store":"denied"}"#;
/// What an earlier page kept: seed 41.
const EARLIER: &str =
    r#"{"version":1,"seed":41,"session":{"started":1,"ended":2,"pages":3,"dwell":5,"returning":true}}"#;

#[wasm_bindgen_test]
async fn a_page_that_gives_its_events_another_time_does_not_run_ahead() {
    fixture(WATCHED);
    let agent = start_recorded(&host(), "");
    dispatch_at(&find("[data-nearside-watch]"), "copy", 1e9);
    until("it is drained", || recorded(&agent).contains("~copy")).await;
    let recording = Recording::parse(&recorded(&agent)).unwrap();
    let now = web_sys::window().unwrap().performance().unwrap().now();
    assert!(recording.events.iter().all(|(at, _)| at.0 <= now));
    agent.destroy();
}

#[wasm_bindgen_test]
fn a_hidden_page_has_no_dwell_before_the_agent_starts() {
    fixture(WATCHED);
    hide_document();
    let agent = start(&host(), "");
    unhide_document();
    assert!(feature(&agent, "page.elapsed") > 0.0);
    assert_eq!(feature(&agent, "page.dwell"), 0.0);
    agent.destroy();
}

#[wasm_bindgen_test]
fn a_grant_that_comes_late_goes_on_with_what_was_kept() {
    fixture(WATCHED);
    keep(Some(EARLIER));
    let agent = start(&host(), "");
    assert_eq!(kept().as_deref(), Some(EARLIER), "pending touches nothing");
    agent.set_consent("store", "granted").unwrap();
    assert!(kept().unwrap().contains("\"seed\":41"), "{:?}", kept());
    agent.set_consent("store", "denied").unwrap();
    assert_eq!(kept(), None);
    agent.destroy();
}

#[wasm_bindgen_test]
fn a_denial_before_the_start_erases() {
    fixture(WATCHED);
    keep(Some(EARLIER));
    let agent = start(&host(), DENIED);
    assert_eq!(kept(), None);
    agent.destroy();
}

#[wasm_bindgen_test]
async fn a_restored_page_goes_on_with_what_others_kept_meanwhile() {
    fixture(WATCHED);
    keep(None);
    let agent = start_recorded(&host(), STORED);
    for (persisted, left) in [(true, 1), (false, 2)] {
        page_transition("pagehide", persisted);
        assert_eq!(recorded(&agent).matches("\"~left\"").count(), left, "drained at once");
    }
    keep(Some(EARLIER));
    page_transition("pageshow", false);
    looks(&agent, 1).await;
    assert!(!recorded(&agent).contains("~restored"), "a page that was loaded was not restored");
    page_transition("pageshow", true);
    until("it is sensed", || recorded(&agent).contains("~restored")).await;
    let script = Recording::parse(&recorded(&agent)).unwrap();
    assert!(script.events.iter().any(|(_, event)| matches!(event, Event::Kept(kept) if kept.seed == 41)));
    agent.destroy();
    keep(None);
}

#[wasm_bindgen_test]
fn leaving_reads_no_layout() {
    fixture(&format!("{WATCHED}<div style='height:5000px'></div>"));
    let agent = start_recorded(&host(), "");
    let read = crate::page::layouts_during(&|| page_transition("pagehide", false));
    assert_eq!(read, 0.0);
    agent.destroy();
}

//! A page's life: opened in the background, left and restored, with clocks that lie and answers that come late.

use nearside_core::recording::Recording;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{
    dispatch_at, feature, find, fixture, hide_document, host, looks, page_transition, recorded, start,
    start_recorded, unhide_document, until,
};

const WATCHED: &str = r#"<div data-nearside-watch="a" style="height:40px">a</div>"#;

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
async fn a_page_that_is_left_is_drained_at_once_and_may_come_back() {
    fixture(WATCHED);
    let agent = start_recorded(&host(), "");
    for (persisted, left) in [(true, 1), (false, 2)] {
        page_transition("pagehide", persisted);
        assert_eq!(recorded(&agent).matches("\"~left\"").count(), left, "drained at once");
    }
    page_transition("pageshow", false);
    looks(&agent, 1).await;
    assert!(!recorded(&agent).contains("~restored"), "a page that was loaded was not restored");
    page_transition("pageshow", true);
    until("it is sensed", || recorded(&agent).contains("~restored")).await;
    agent.destroy();
}

#[wasm_bindgen_test]
fn leaving_reads_no_layout() {
    fixture(&format!("{WATCHED}<div style='height:5000px'></div>"));
    let agent = start_recorded(&host(), "");
    let read = crate::page::layouts_during(&|| page_transition("pagehide", false));
    assert_eq!(read, 0.0);
    agent.destroy();
}

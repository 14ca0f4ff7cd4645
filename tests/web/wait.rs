//! Swaps that wait for the visitor, those that don't, and what is told of them.

use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::page::{
    count_frames, dispatch, find, fixture, frames_counted, host, looks, recorded, start, start_recorded,
    text, told, until,
};
use wasm_bindgen::JsCast;

const BUSY: &str = r#"<div data-nearside-slot="s" style="height:60px"><input id="field">
    <template data-nearside-variant="v" data-nearside-when='{"page.elapsed": {"$gte": 0}}'>new</template></div>"#;

#[wasm_bindgen_test]
async fn a_slot_with_the_focus_waits_without_asking_for_frames_and_is_exposed_afterwards() {
    fixture(BUSY);
    let field: HtmlElement = find("#field").unchecked_into();
    field.focus().unwrap();
    let host = host();
    count_frames();
    let agent = start_recorded(&host, "");
    until("it is decided", || told(&host).contains(&"decision:s=v".to_owned())).await;
    looks(&agent, 2).await;
    assert!(frames_counted() < 10.0, "{} frames asked for while nothing happens", frames_counted());
    assert!(find("[data-nearside-slot]").contains(Some(&field)), "swapped under the visitor's hands");
    assert!(!told(&host).contains(&"exposure:s=v".to_owned()), "seen before it was shown");
    assert!(!recorded(&agent).contains("shown"), "the engine was told of a variant that is not there");

    field.blur().unwrap();
    until("it is shown", || text("[data-nearside-slot]") == "new").await;
    assert!(recorded(&agent).contains("shown"));
    until("it is exposed", || told(&host).contains(&"exposure:s=v".to_owned())).await;
    agent.destroy();
}

#[wasm_bindgen_test]
fn a_withdrawal_waits_for_nobody() {
    fixture(
        r#"<div data-nearside-slot="s">default<template data-nearside-variant="v"
        data-nearside-when='{"page.elapsed": {"$gte": 0}}'><input id="field"></template></div>"#,
    );
    let agent = start(&host(), "");
    find("#field").unchecked_into::<HtmlElement>().focus().unwrap();
    agent.set_consent("personalize", "denied").unwrap();
    assert_eq!(text("[data-nearside-slot]"), "default");
    agent.destroy();
}

#[wasm_bindgen_test]
async fn what_a_finger_holds_is_not_swapped_away() {
    fixture(BUSY);
    let field: HtmlElement = find("#field").unchecked_into();
    field.focus().unwrap();
    let host = host();
    let agent = start(&host, "");
    until("it is decided", || told(&host).contains(&"decision:s=v".to_owned())).await;
    dispatch(&field, "pointerdown", r#"{"pointerType":"touch","pointerId":5}"#);
    field.blur().unwrap();
    looks(&agent, 2).await;
    assert!(find("[data-nearside-slot]").contains(Some(&field)), "swapped from under a finger");
    dispatch(&field, "pointerup", r#"{"pointerType":"touch","pointerId":5}"#);
    until("it is shown", || text("[data-nearside-slot]") == "new").await;
    agent.destroy();
}

/// A slot whose page lets nothing into it.
fn closes_up() {
    fixture(
        r#"<div data-nearside-slot="s"><i>a</i><b>b</b>
        <template data-nearside-variant="v" data-nearside-when='{"page.elapsed": {"$gte": 0}}'>new</template></div>"#,
    );
    crate::page::close_up(&find("[data-nearside-slot]"));
}

fn errors(host: &nearside::host::Host) -> Vec<String> {
    told(host).into_iter().filter(|line| line.starts_with("error")).collect()
}

#[wasm_bindgen_test]
async fn a_swap_that_the_page_breaks_off_is_one_error() {
    closes_up();
    let host = host();
    let agent = start(&host, "");
    until("it is told", || !errors(&host).is_empty()).await;
    looks(&agent, 2).await;
    assert_eq!(errors(&host), ["error:swap-failed"]);
    assert!(text("[data-nearside-slot]").starts_with('a'));
    agent.destroy();
}

#[wasm_bindgen_test]
fn a_forced_swap_that_fails_throws_and_is_told() {
    closes_up();
    let (host, slot) = (host(), find("[data-nearside-slot]"));
    slot.query_selector("template").unwrap().unwrap().remove_attribute("data-nearside-when").unwrap();
    let agent = start(&host, "");
    assert_eq!(crate::page::code(&agent.show("s", "v").unwrap_err()), "swap-failed");
    assert_eq!(errors(&host), ["error:swap-failed"]);
    agent.destroy();
}

#[wasm_bindgen_test]
async fn what_was_entered_or_is_read_out_is_left_alone() {
    let slot = |inside: &str| {
        format!(
            r#"<div data-nearside-slot="s">{inside}<template data-nearside-variant="v" data-nearside-when='{{"page.elapsed": {{"$gte": 150}}}}'>new</template></div>"#
        )
    };
    let live = format!(r#"<div aria-live="polite">{}</div>"#, slot("default"));
    for (html, entry) in [
        (slot("<input id=name value=a>"), Some("ab")),
        (slot("<textarea id=name>a</textarea>"), Some("b")),
        (live, None),
    ] {
        fixture(&html);
        if let Some(entry) = entry {
            let field = find("#name");
            js_sys::Reflect::set(&field, &"value".into(), &entry.into()).unwrap();
        }
        let agent = start(&host(), "");
        until("it is decided", || {
            let report = agent.explain("s").unwrap();
            js_sys::Reflect::get(&report, &"decided".into()).unwrap() == "v"
        })
        .await;
        looks(&agent, 2).await;
        assert_ne!(text("[data-nearside-slot]"), "new", "{html}");
        match entry {
            Some(_) => find("#name").remove(),
            None => find("[aria-live]").remove_attribute("aria-live").unwrap(),
        }
        until("it is shown", || text("[data-nearside-slot]").starts_with("new")).await;
        agent.destroy();
    }
}

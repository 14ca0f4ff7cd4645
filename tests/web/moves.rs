//! Pages that move: slots that come late, change their name, lie in shadow roots, and content that the page writes over.

use nearside::{api::Agent, host::Host};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement, ShadowRootInit, ShadowRootMode};

use crate::page::{
    adopted_sheets, background, find, fixture, frame, hold_timers, host, release_timers, rewrite_each_frame,
    start, stop_rewriting, text, tick, told, until,
};

const RULED: &str = r#"<div data-nearside-slot="s">default
    <template data-nearside-variant="v" data-nearside-when='{"page.elapsed": {"$gte": 0}}'>new</template></div>"#;

/// A catalogue of one slot `s` at `.s`, whose variant has these edits.
fn catalogue(edits: &str) -> String {
    format!(
        r#"{{"version": 1, "slots": [{{"name": "s", "selector": ".s",
        "variants": [{{"name": "v", "when": {{}}, "edits": [{edits}]}}]}}]}}"#
    )
}

fn errors(host: &Host) -> Vec<String> {
    told(host).into_iter().filter(|line| line.starts_with("error")).collect()
}

/// An agent whose timer runs only by `tick`: what it notices, it notices by observing.
fn observing(html: &str) -> (Host, Agent) {
    fixture(html);
    let host = host();
    hold_timers();
    let agent = start(&host, "");
    release_timers();
    (host, agent)
}

/// Waits, with the timer running, until `holds`: the engine decides four times a second.
async fn in_time(what: &str, mut holds: impl FnMut() -> bool) {
    until(what, || {
        tick();
        holds()
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_slot_that_comes_late_is_there_by_the_next_frame() {
    let (host, agent) = observing("<main></main>");
    find("main").set_inner_html(RULED);
    until("it is a slot", || agent.explain("s").is_ok()).await;
    in_time("it shows the variant", || text("[data-nearside-slot]") == "new").await;
    assert_eq!(errors(&host), [""; 0]);
    agent.destroy();
}

#[wasm_bindgen_test]
async fn an_element_that_gets_another_name_is_another_slot() {
    let (host, agent) = observing(RULED);
    assert_eq!(text("[data-nearside-slot]"), "new");
    let slot = find("[data-nearside-slot]");
    slot.set_attribute("data-nearside-slot", "other").unwrap();
    until("it is another", || agent.explain("other").is_ok()).await;
    in_time("it shows its variant", || slot.text_content().unwrap().trim() == "new").await;
    slot.remove_attribute("data-nearside-slot").unwrap();
    until("it has its default back", || slot.text_content().unwrap().trim() == "default").await;
    assert!(!slot.has_attribute("data-nearside-shown"));
    assert_eq!((errors(&host).len(), host.logs().size()), (0, 0));
    agent.destroy();
}

#[wasm_bindgen_test]
async fn what_the_page_writes_over_a_variant_is_the_new_default() {
    let (host, agent) = observing(RULED);
    let slot = find("[data-nearside-slot]");
    assert_eq!(text("[data-nearside-slot]"), "new");
    slot.set_inner_html("written anew");
    until("the variant is back", || text("[data-nearside-slot]") == "new").await;
    assert_eq!(errors(&host), [""; 0]);
    agent.destroy();
    assert_eq!(slot.inner_html(), "written anew");
}

#[wasm_bindgen_test]
async fn a_variant_that_the_visitor_closes_stays_closed() {
    let (host, agent) = observing(
        r#"<div data-nearside-slot="s">default<template data-nearside-variant="v"
        data-nearside-when='{"page.elapsed": {"$gte": 0}}'><b id="banner">new</b></template></div>"#,
    );
    find("#banner").remove();
    frame().await;
    tick();
    assert_eq!(text("[data-nearside-slot]"), "");
    assert_eq!(errors(&host), [""; 0]);
    agent.destroy();
    assert_eq!(text("[data-nearside-slot]"), "default");
}

#[wasm_bindgen_test]
async fn a_page_that_writes_with_every_frame_is_left_alone_with_one_warning() {
    let (host, agent) = observing(RULED);
    let slot = find("[data-nearside-slot]");
    let swaps = rewrite_each_frame(&slot);
    until("it is told", || errors(&host) == ["error:slot-contested"]).await;
    let until_then = swaps.length();
    assert!(until_then <= 4, "{until_then} swaps");
    for _ in 0..20 {
        frame().await;
    }
    tick();
    stop_rewriting();
    assert_eq!(swaps.length(), until_then, "and no more");
    assert!(text("[data-nearside-slot]").starts_with("the page's"));
    assert_eq!(errors(&host).len(), 1);
    agent.destroy();
}

#[wasm_bindgen_test]
async fn declarations_that_the_page_fights_stand_in_a_style_sheet() {
    let (host, agent) = observing(r#"<p class="s" style="color: red">p <b>b</b></p>"#);
    let edits = r#"{"action": "append", "attribute": "style", "value": "background-color: rgb(0, 128, 0)"},
        {"selector": "b", "action": "set", "attribute": "visibility", "value": "gone"}"#;
    agent.catalogue(&catalogue(edits)).unwrap();
    let slot = find(".s");
    in_time("it is shown", || slot.has_attribute("data-nearside-shown")).await;
    for _ in 0..20 {
        if !errors(&host).is_empty() {
            break;
        }
        slot.set_attribute("style", "color: red").unwrap();
        frame().await;
        frame().await;
    }
    assert_eq!(errors(&host), ["error:slot-contested"]);
    slot.set_attribute("style", "color: red; background-color: blue").unwrap();
    assert_eq!(background(&slot), "rgb(0, 128, 0)");
    assert_eq!(find("b").unchecked_into::<HtmlElement>().offset_height(), 0);
    agent.destroy();
    assert_eq!(background(&slot), "rgb(0, 0, 255)");
    assert_eq!((adopted_sheets(), host.logs().size()), (0, 0));
}

#[wasm_bindgen_test]
fn what_a_framework_does_to_what_it_rendered_it_does_to_the_default() {
    let (_, agent) = observing(
        r#"<div data-nearside-slot="s"><i>1</i><b>2</b><template data-nearside-variant="v"
        data-nearside-when='{"page.elapsed": {"$gte": 0}}'>new</template></div>"#,
    );
    let (agent, slot) = (agent, find("[data-nearside-slot]"));
    agent.show("s", "default").unwrap();
    let (first, second) = (find("i"), find("b"));
    agent.show("s", "v").unwrap();
    assert_eq!(slot.text_content().unwrap(), "new");
    let made = |name: &str| web_sys::window().unwrap().document().unwrap().create_element(name).unwrap();
    slot.remove_child(&first).unwrap();
    slot.insert_before(&made("u"), Some(&second)).unwrap();
    slot.append_child(&made("s")).unwrap();
    slot.replace_child(&made("em"), &second).unwrap();
    assert_eq!(slot.text_content().unwrap(), "new", "the variant stands alone");
    agent.destroy();
    let tags: Vec<String> = children(&slot);
    assert_eq!(tags, ["u", "em", "template", "s"]);
    slot.append_child(&made("q")).unwrap();
    assert_eq!(children(&slot).last().unwrap(), "q", "and then it is the browser's own again");
}

fn children(of: &Element) -> Vec<String> {
    let children = of.children();
    (0..children.length()).map(|at| children.item(at).unwrap().local_name()).collect()
}

#[wasm_bindgen_test]
async fn a_text_is_written_into_the_page_s_own_node() {
    let (_, agent) = observing(r#"<p class="s">old</p>"#);
    let node = find(".s").first_child().unwrap();
    agent.catalogue(&catalogue(r#"{"action": "set", "attribute": "text", "value": "new"}"#)).unwrap();
    in_time("it is shown", || text(".s") == "new").await;
    assert!(find(".s").first_child().unwrap().is_same_node(Some(&node)));
    node.set_node_value(Some("later"));
    until("it is shown again", || text(".s") == "new").await;
    agent.destroy();
    assert_eq!(text(".s"), "later", "what the page wrote meanwhile stands");
}

/// A component with an open shadow root that holds `html`.
fn component(html: &str) -> Element {
    let host = find("#component");
    let root = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).unwrap();
    root.set_inner_html(html);
    host
}

#[wasm_bindgen_test]
async fn slots_in_open_shadow_roots_are_slots() {
    fixture(r#"<div id="component"></div>"#);
    let inner = component(&format!(r#"<div style="height: 40px">{RULED}</div><input id="field">"#));
    let root = inner.shadow_root().unwrap();
    let (host, slot) = (host(), root.query_selector("[data-nearside-slot]").unwrap().unwrap());
    let agent = start(&host, "");
    until("it shows the variant", || slot.text_content().unwrap().trim() == "new").await;
    until("it is exposed", || told(&host).contains(&"exposure:s=v".to_owned())).await;
    root.query_selector("div").unwrap().unwrap().set_inner_html("");
    until("its default is back", || slot.text_content().unwrap().trim() == "default").await;
    assert_eq!(errors(&host), [""; 0]);
    agent.destroy();
}

#[wasm_bindgen_test]
async fn what_has_the_focus_in_a_shadow_root_is_not_swapped_away() {
    fixture(r#"<div id="component"></div>"#);
    let inner = component(
        r#"<div data-nearside-slot="s" style="height: 60px"><input id="field">
        <template data-nearside-variant="v" data-nearside-when='{"page.elapsed": {"$gte": 0}}'>new</template></div>"#,
    );
    let root = inner.shadow_root().unwrap();
    let field: HtmlElement = root.query_selector("#field").unwrap().unwrap().unchecked_into();
    let slot = root.query_selector("[data-nearside-slot]").unwrap().unwrap();
    field.focus().unwrap();
    let host = host();
    let agent = start(&host, "");
    until("it is decided", || told(&host).contains(&"decision:s=v".to_owned())).await;
    for _ in 0..5 {
        frame().await;
    }
    assert!(slot.contains(Some(&field)), "swapped under the visitor's hands");
    field.blur().unwrap();
    until("it is shown", || slot.text_content().unwrap().trim() == "new").await;
    agent.destroy();
}

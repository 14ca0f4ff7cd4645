//! What the page has words for: marked elements that are used, each in its way, and the page's own calls.

use js_sys::{JSON, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement, ShadowRootInit, ShadowRootMode};

use crate::{
    page::{dispatch, find, fixture, host, start, told, until},
    sense::{PAGE, Probe},
};

const MARKED: &str = r##"<button id="filter" data-nearside-event="filter"><i>filter</i></button>
    <div data-nearside-event="card"><p id="card">card</p><input id="plain"><a id="more" data-nearside-event="expand">more</a></div>
    <select id="sort" data-nearside-event="sort"><option>a<option>b</select>
    <label id="agree">agree <input id="box" type="checkbox" data-nearside-event="agree"></label>
    <label data-nearside-event="note"><b id="note">note</b> <input type="checkbox"></label>
    <form id="search" data-nearside-event="search"><input id="query"><input id="send" type="submit"></form>"##;

fn words(probe: &mut Probe, target: &str, kind: &str) -> Vec<(String, bool)> {
    match kind {
        "click()" => find(target).unchecked_into::<HtmlElement>().click(),
        _ => dispatch(&find(target), kind, ""),
    }
    probe.read();
    std::mem::take(&mut probe.words)
}

#[wasm_bindgen_test]
fn a_marked_element_that_is_used_is_told_by_its_word() {
    let mut probe = Probe::new(&format!("{PAGE}{MARKED}"));
    find("#search").set_attribute("onsubmit", "return false").unwrap();
    for (target, kind, expected) in [
        ("#filter i", "click", Some(("filter", false))),
        ("#filter", "click()", Some(("filter", false))),
        ("#filter", "auxclick", None),
        ("#card", "click", Some(("card", false))),
        ("#more", "click", Some(("expand", false))),
        ("#plain", "change", None),
        ("#sort", "click", None),
        ("#sort", "change", Some(("sort", false))),
        // The browser vouches for what it makes of a click.
        ("#box", "click()", Some(("agree", true))),
        ("#agree", "click()", Some(("agree", true))),
        ("#note", "click()", Some(("note", false))),
        ("#query", "click", None),
        ("#query", "change", None),
        ("#send", "click()", Some(("search", true))),
        ("#text", "click", None),
    ] {
        let expected: Vec<_> =
            expected.map(|(word, trusted)| (word.to_owned(), trusted)).into_iter().collect();
        assert_eq!(words(&mut probe, target, kind), expected, "{kind} on {target}");
    }
}

#[wasm_bindgen_test]
fn the_word_is_the_one_that_stood_there_when_it_was_used() {
    let mut probe = Probe::new(&format!("{PAGE}{MARKED}"));
    let more = find("#more");
    dispatch(&more, "click", "");
    more.set_attribute("data-nearside-event", "collapse").unwrap();
    more.remove();
    probe.read();
    assert_eq!(probe.words, [("expand".to_owned(), false)]);
}

#[wasm_bindgen_test]
fn what_happens_in_a_component_is_told_by_the_innermost_word() {
    let mut probe = Probe::new(&format!(
        r#"{PAGE}<div id="outer" data-nearside-event="outer"></div><div id="plain"></div>"#
    ));
    for (component, inner, expected) in [
        ("#outer", r#"<button data-nearside-event="inner">x</button>"#, "inner"),
        ("#plain", r#"<button data-nearside-event="inner">x</button>"#, "inner"),
    ] {
        let shadow = find(component).attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).unwrap();
        shadow.set_inner_html(inner);
        let button: Element = shadow.query_selector("button").unwrap().unwrap();
        dispatch(&button, "click", r#"{"composed":true}"#);
        button.remove_attribute("data-nearside-event").unwrap();
        dispatch(&button, "click", r#"{"composed":true}"#);
        probe.read();
        let outer = (component == "#outer").then(|| ("outer".to_owned(), false));
        let expected: Vec<_> = [(expected.to_owned(), false)].into_iter().chain(outer).collect();
        assert_eq!(std::mem::take(&mut probe.words), expected, "{component}");
    }
}

#[wasm_bindgen_test]
async fn a_rule_asks_for_what_was_used_and_for_what_the_page_says() {
    fixture(
        r#"<input id="box" type="checkbox" data-nearside-event="filter"><button id="go" data-nearside-event="forged">go</button>
        <div data-nearside-slot="s">default <template data-nearside-variant="v"
        data-nearside-when='{"$sequence": {"steps": ["filter", "expand"], "within": 60000},
        "$count": {"of": "forged", "$eq": 0}}'>new</template></div>"#,
    );
    let host = host();
    let agent = start(&host, "");
    for id in ["#box", "#go"] {
        find(id).unchecked_into::<HtmlElement>().click();
    }
    // The frame drains the clicks before the page has its say.
    crate::page::frame().await;
    agent.track("expand").unwrap();
    until("the rule holds", || find("[data-nearside-slot]").text_content().unwrap().trim() == "new").await;
    let report = agent.explain("s").unwrap();
    assert_eq!(Reflect::get(&report, &"reason".into()).unwrap().as_string().as_deref(), Some("rule"));

    for _ in 0..2 {
        agent.track("no name").unwrap();
    }
    agent.track("").unwrap();
    assert_eq!(told(&host).iter().filter(|line| line.starts_with("error:event-invalid")).count(), 1);
    let inspection = JSON::stringify(&agent.inspect().unwrap()).unwrap().as_string().unwrap();
    assert!(inspection.contains("no name"), "{inspection}");
    agent.destroy();
}

//! What the agent does with what a sanitizer gives it. What a real one drops is shown by tests/e2e/hostile.test.mjs.

use std::rc::Rc;

use nearside::act::{EditFailure, Edits};
use nearside_core::catalogue::Catalogue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use crate::page::{find, fixture, take_sanitizer_away};

fn apply(html: &str, styles: bool) -> (Element, Edits, Vec<String>, Result<(), EditFailure>) {
    let json = serde_json::json!({"version": 1, "styles": styles, "slots": [{"name": "s", "variants": [
        {"name": "v", "edits": [{"action": "set", "attribute": "html", "value": html}]}
    ]}]});
    let edit = Catalogue::parse(&json.to_string()).unwrap().slots.remove(0).edits.remove(0).remove(0);
    fixture(r#"<div id="slot">default</div>"#);
    let slot = find("#slot");
    let mut edits = Edits::new(slot.clone(), Rc::new(|_| None), &js_sys::Map::new());
    let applied = edits.apply(&edit).map(|_| ());
    let dropped = edits.take_dropped();
    (slot, edits, dropped, applied)
}

const STYLED: &str = r#"<p style="color: red; margin: 1px !important">a</p>"#;

#[wasm_bindgen_test]
fn styles_are_written_where_the_catalogue_allows_them() {
    let (slot, _edits, dropped, applied) = apply(STYLED, true);
    assert_eq!((applied, dropped), (Ok(()), vec![]));
    assert_eq!(slot.inner_html(), r#"<p style="color: red; margin: 1px !important;">a</p>"#);
    let (slot, _edits, ..) = apply(STYLED, false);
    assert_eq!(slot.inner_html(), "<p>a</p>");
}

#[wasm_bindgen_test]
fn a_style_that_tells_on_the_page_is_dropped_and_named() {
    for style in [
        "background: url(//example.org/x)",
        "color: red; background: image-set('//example.org/x' 1x)",
        "--own: url(//example.org/x)",
        "width: expression(alert(1))",
        "color: red; @import '//example.org/x'",
        "background: u\\72l(//example.org/x)",
        "behavior: url(x)",
        "content: attr(value)",
    ] {
        let (slot, _edits, dropped, applied) = apply(&format!(r#"<p style="{style}">a</p><p>b</p>"#), true);
        assert_eq!((applied, slot.inner_html().as_str()), (Ok(()), "<p>a</p><p>b</p>"), "{style}");
        assert!(matches!(dropped.as_slice(), [name] if name.starts_with("style of <p>: ")), "{dropped:?}");
    }
}

#[wasm_bindgen_test]
fn what_the_sanitizer_drops_is_told_once() {
    let (slot, _edits, dropped, applied) = apply("<p>a<u>b</u></p>", false);
    assert_eq!((applied, slot.inner_html().as_str()), (Ok(()), "<p>a</p>"));
    assert_eq!(dropped, ["<u>"]);
}

#[wasm_bindgen_test]
fn without_a_sanitizer_the_default_stays() {
    take_sanitizer_away(true);
    let (slot, _edits, _, applied) = apply("<p>a</p>", false);
    take_sanitizer_away(false);
    assert!(matches!(applied, Err(EditFailure::Thrown(why)) if why.contains("has not loaded")));
    assert_eq!(slot.inner_html(), "default");
}

//! Slots: read, swapped and given back without a trace.

use nearside::act::{Markup, MarkupError};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;

use crate::page::{code, dispatch, find, fixture, host, start, take_back, told, until};

const SLOT: &str = r#"<section data-nearside-slot="hero"> before <!-- note -->
  <template data-nearside-variant="proof"><p id="proof">proof</p></template>
  <h1 id="title">default</h1><input id="name">
  <template data-nearside-variant="offer" data-nearside-when='{"page.elapsed": {"$lt": 0}}'><p>offer</p></template> after
</section>"#;

#[wasm_bindgen_test]
fn a_swap_keeps_the_default_s_nodes_and_gives_back_the_very_same() {
    fixture(SLOT);
    let slot = find("[data-nearside-slot]");
    let (html, title) = (slot.inner_html(), find("#title"));
    let name: HtmlInputElement = find("#name").unchecked_into();
    name.set_value("typed by the visitor");
    let heard = std::rc::Rc::new(std::cell::Cell::new(0));
    let counter = std::rc::Rc::clone(&heard);
    let listener = wasm_bindgen::closure::Closure::<dyn FnMut()>::new(move || counter.set(counter.get() + 1));
    title.add_event_listener_with_callback("click", listener.as_ref().unchecked_ref()).unwrap();

    let agent = start(&host(), "");
    agent.show("hero", "proof").unwrap();
    assert_eq!(slot.text_content().unwrap().trim(), "proof");
    assert_eq!(slot.get_attribute("data-nearside-shown").as_deref(), Some("proof"));
    agent.show("hero", "offer").unwrap();
    assert_eq!(slot.text_content().unwrap().trim(), "offer");
    agent.show("hero", "default").unwrap();

    assert_eq!(slot.inner_html(), html);
    assert!(find("#title").is_same_node(Some(&title)));
    assert_eq!(find("#name").unchecked_into::<HtmlInputElement>().value(), "typed by the visitor");
    dispatch(&title, "click", "");
    assert_eq!(heard.get(), 1);
    assert!(!slot.has_attribute("data-nearside-shown"));
    agent.destroy();
}

#[wasm_bindgen_test]
fn destroying_gives_every_default_back() {
    fixture(SLOT);
    let slot = find("[data-nearside-slot]");
    let html = slot.inner_html();
    let agent = start(&host(), "");
    agent.show("hero", "proof").unwrap();
    assert_ne!(slot.inner_html(), html);
    agent.destroy();
    assert_eq!(slot.inner_html(), html);
    assert_eq!(code(&agent.show("hero", "proof").unwrap_err()), "destroyed");
}

#[wasm_bindgen_test]
fn the_default_comes_back_without_the_agent() {
    fixture(SLOT);
    let (slot, host) = (find("[data-nearside-slot]"), host());
    let html = slot.inner_html();
    let agent = start(&host, "");
    agent.show("hero", "proof").unwrap();
    take_back(host.logs().get(&slot).unchecked_ref());
    assert_eq!(slot.inner_html(), html);
    take_back(host.logs().get(&slot).unchecked_ref());
    assert_eq!(slot.inner_html(), html, "twice is once");
    agent.destroy();
}

#[wasm_bindgen_test]
fn what_the_page_did_to_the_variant_does_not_stay() {
    fixture(SLOT);
    let slot = find("[data-nearside-slot]");
    let html = slot.inner_html();
    let agent = start(&host(), "");
    agent.show("hero", "proof").unwrap();
    find("#proof").set_inner_html("");
    slot.append_with_str_1("added by the page").unwrap();
    agent.show("hero", "default").unwrap();
    assert_eq!(slot.inner_html(), html);
    agent.destroy();
}

#[wasm_bindgen_test]
fn broken_templates_are_refused_with_what_is_wrong() {
    for (inside, expected) in [
        (r#"<template data-nearside-variant="">x</template>"#, MarkupError::NoName),
        (r#"<template data-nearside-variant="v"> </template>"#, MarkupError::Empty("v".into())),
        (
            r#"<template data-nearside-variant="v"><div data-nearside-slot="in">x</div></template>"#,
            MarkupError::NestedSlot("v".into()),
        ),
        (
            r#"<template data-nearside-variant="v"><script>1</script></template>"#,
            MarkupError::Script("v".into()),
        ),
        (r#"<div data-nearside-variant="v">x</div>"#, MarkupError::NotATemplate("v".into())),
    ] {
        fixture(&format!(r#"<div data-nearside-slot="s">{inside}</div>"#));
        let read = Markup::read(&find("[data-nearside-slot]"), "");
        assert_eq!(read.err(), Some(expected), "{inside}");
    }
}

#[wasm_bindgen_test]
async fn broken_slots_are_reported_once_and_the_others_go_on() {
    fixture(
        r#"<div data-nearside-slot="empty"></div>
        <div data-nearside-slot="twice"><template data-nearside-variant="a">1</template><template data-nearside-variant="a">2</template></div>
        <div data-nearside-slot="good" data-nearside-show="a">default<template data-nearside-variant="a">good</template></div>
        <div data-nearside-slot="good">again<template data-nearside-variant="a">3</template></div>
        <div data-nearside-slot="forced" data-nearside-show="nonsense"><template data-nearside-variant="a">4</template></div>"#,
    );
    let (host, empty) = (host(), find("[data-nearside-slot=empty]").inner_html());
    let agent = start(&host, "");
    until("the double is told", || told(&host).contains(&"error:region-duplicate".to_owned())).await;
    let mut errors: Vec<_> = told(&host).into_iter().filter(|line| line.starts_with("error")).collect();
    errors.sort();
    assert_eq!(
        errors,
        ["error:region-duplicate", "error:slot-invalid", "error:slot-invalid", "error:slot-unknown-variant"]
    );
    assert_eq!(find("[data-nearside-slot=good]").text_content().unwrap().trim(), "good");
    assert_eq!(find("[data-nearside-slot=empty]").inner_html(), empty);
    agent.destroy();
}

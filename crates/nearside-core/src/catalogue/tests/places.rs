//! Selectors, positions and orders, and what a good catalogue comes to.

use serde_json::json;

use super::edit;
use crate::catalogue::{
    Catalogue, Change, Edit, Order, Position, SelectorError, Template, Visibility, Write, selector,
};

#[test]
fn selectors_close_what_they_open_and_name_elements() {
    for (text, is_right) in [
        (".a > b:not(.c, [d='}<'])", true),
        ("#\\31 0", true),
        ("li:nth-child(2n + 1)", true),
        ("[data-x=\"]\"]", true),
        ("", false),
        (" ", false),
        ("a[", false),
        ("a)", false),
        ("a(]", false),
        ("a['b]", false),
        ("a { color: red }", false),
        ("a;b", false),
        ("<a>", false),
        ("@media", false),
        ("a\\", false),
        ("a,", false),
        ("a >", false),
        ("a\0b", false),
        (&"a".repeat(512), true),
        (&"a".repeat(513), false),
    ] {
        assert_eq!(selector::check(text).is_ok(), is_right, "{text:?}");
    }
    assert!(matches!(selector::check("a::before"), Err(SelectorError::PseudoElement(_))));
}

#[test]
fn places_are_a_word_and_what_it_takes() {
    for (attribute, value, expected) in [
        ("position", "first", Change::Position(Position::First)),
        ("position", " before  .a > b ", Change::Position(Position::Before(".a > b".into()))),
        ("position", "after\t#a", Change::Position(Position::After("#a".into()))),
        ("position", "into ul", Change::Position(Position::Into("ul".into()))),
        ("order", "by data-rank", Change::Order(Order::By("data-rank".into()))),
        ("order", "first .a, .b", Change::Order(Order::First(vec![".a".into(), ".b".into()]))),
        ("visibility", "gone", Change::Visibility(Visibility::Gone)),
    ] {
        let read = edit(json!({"action": "set", "attribute": attribute, "value": value}));
        assert_eq!(read, Ok(Edit { selector: None, change: expected }), "{value}");
    }
}

#[test]
fn a_good_catalogue_is_what_html_would_have_said() {
    let json = json!({"version": 7, "slots": [{
        "name": "hero", "selector": "main > h1", "reward": "click", "live": true, "careful": true,
        "experiment": {"key": "hero", "weights": [0.5, 0.5]},
        "variants": [{
            "name": "proof", "when": {"segment": "deep_explorer"}, "about": ["reviews"],
            "edits": [
                {"action": "set", "attribute": "text", "value": "x"},
                {"selector": "img", "action": "remove", "attribute": "title"}
            ]
        }]
    }]});
    let catalogue = Catalogue::parse(&json.to_string()).unwrap();
    assert_eq!(catalogue.version, 7);
    let [slot] = &catalogue.slots[..] else { panic!("{catalogue:?}") };
    assert_eq!(slot.selector.as_deref(), Some("main > h1"));
    assert_eq!(slot.spec.variants[0].when.as_deref(), Some(r#"{"segment":"deep_explorer"}"#));
    assert_eq!(slot.spec.variants[0].about, ["reviews"]);
    assert!(slot.spec.live && slot.spec.careful);
    assert_eq!(slot.spec.reward.as_deref(), Some("click"));
    let text = Change::Text(Write::Set(Template::parse("x").unwrap()));
    let title = Change::Attribute { name: "title".into(), write: Write::Remove };
    let expected =
        [Edit { selector: None, change: text }, Edit { selector: Some("img".into()), change: title }];
    assert_eq!(slot.edits, [expected]);
}

//! Properties over arbitrary input: anything may be thrown at a catalogue without a panic, and what is accepted keeps
//! its promises.

use proptest::collection::{hash_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use crate::catalogue::{Catalogue, Change, Template, selector, style};

fn key() -> impl Strategy<Value = String> {
    const KNOWN: &[&str] = &[
        "version",
        "slots",
        "name",
        "selector",
        "reward",
        "experiment",
        "live",
        "careful",
        "variants",
        "when",
        "about",
        "edits",
        "action",
        "attribute",
        "value",
    ];
    prop_oneof![9 => select(KNOWN).prop_map(str::to_owned), 1 => "\\PC{0,4}"]
}

fn scalar() -> impl Strategy<Value = Value> {
    const WORDS: &[&str] =
        &["set", "append", "remove", "text", "html", "class", "style", "order", "a", "by a"];
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        select(WORDS).prop_map(Value::from),
        "\\PC{0,8}".prop_map(Value::from),
    ]
}

/// Any JSON, its keys mostly those of a catalogue.
fn anything() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(7, 64, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            hash_map(key(), inner, 0..5).prop_map(|object| object.into_iter().collect()),
        ]
    })
}

/// A catalogue whose shape is right, with anything in its edit.
fn shaped() -> impl Strategy<Value = Value> {
    const ATTRIBUTES: &[&str] = &[
        "text",
        "html",
        "class",
        "style",
        "visibility",
        "position",
        "order",
        "href",
        "src",
        "title",
        "action",
    ];
    let value = prop_oneof![Just(None), "[ -~]{0,24}".prop_map(Some), "\\PC{0,12}".prop_map(Some)];
    let actions = select(&["set", "append", "remove"][..]);
    (actions, select(ATTRIBUTES), value, proptest::option::of("[ -~]{0,12}")).prop_map(
        |(action, attribute, value, selector)| {
            let edit =
                json!({"selector": selector, "action": action, "attribute": attribute, "value": value});
            json!({"version": 1, "slots": [{"name": "s", "variants": [{"name": "v", "edits": [edit]}]}]})
        },
    )
}

proptest! {
    #[test]
    fn no_json_panics(json in anything()) {
        let _ = Catalogue::parse(&json.to_string());
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,64}", brackets in "[\\[\\]{}\",:\\\\a0 ]{0,200}") {
        let _ = (Catalogue::parse(&text), Catalogue::parse(&brackets));
        let _ = (selector::check(&text), style::parse(&text), style::parse_names(&text));
        if let Ok(template) = Template::parse(&text) {
            let _ = template.fill(|_| Some(text.clone()));
        }
    }

    #[test]
    fn no_edit_panics(json in shaped()) {
        let _ = Catalogue::parse(&json.to_string());
    }

    #[test]
    fn what_is_filled_in_adds_no_markup(filled in "\\PC{0,32}") {
        let template = Template::parse("<p title=\"{{a}}\">{{a}}</p>").map_err(|e| TestCaseError::fail(e.to_string()))?;
        let html = template.fill_html(|_| Some(filled.clone())).unwrap_or_default();
        let marks = |mark: char| html.matches(mark).count();
        prop_assert_eq!((marks('<'), marks('>'), marks('"'), marks('\'')), (2, 2, 2, 0));
    }

    #[test]
    fn no_script_is_an_address(blanks in "[\\x00-\\x20]{0,4}", inside in "[\\t\\n\\r]{0,2}", rest in "\\PC{0,8}") {
        for name in ["href", "src", "action", "formaction", "poster", "srcset"] {
            let (start, end) = "javascript".split_at(4);
            let address = format!("{blanks}{start}{inside}{end}:{rest}");
            prop_assert!(Change::attribute_value(name, &address).is_err(), "{name}={address:?}");
        }
    }
}

//! What is wrong is refused, with its name and its place.

use serde_json::{Value, json};

use super::{edit, with_edits};
use crate::catalogue::{Catalogue, CatalogueError};

fn slot(members: Value) -> String {
    let mut slot = json!({"name": "hero", "variants": [
        {"name": "proof", "edits": [{"action": "set", "attribute": "text", "value": "x"}]}
    ]});
    for (key, value) in members.as_object().unwrap() {
        slot[key] = value.clone();
    }
    json!({"version": 1, "slots": [slot]}).to_string()
}

fn refused(json: &str) -> String {
    Catalogue::parse(json).unwrap_err().to_string()
}

#[test]
fn a_file_of_another_shape_is_refused() {
    for (json, named) in [
        ("", "line 1"),
        ("[]", "expected an object"),
        ("{}", "version"),
        (r#"{"version": 1}"#, "slots"),
        (r#"{"version": -1, "slots": []}"#, "`version`: expected a whole number"),
        (r#"{"version": 1, "slots": [], "slots": []}"#, "the key `slots` is there twice"),
        (r#"{"version": 1, "slots": [], "__proto__": {}}"#, "__proto__"),
        (r#"{"version": 1, "slots": [{"nam": "hero"}]}"#, "nam"),
        (&with_edits(json!([{"action": "set", "attribute": "text", "valu": ""}])), "valu"),
        (&with_edits(json!([{"action": "put", "attribute": "text"}])), "put"),
        (&with_edits(json!([])), "slot `hero`, variant `proof` has no edits"),
        (&slot(json!({"name": "he ro"})), "`he ro` is not a name"),
        (&slot(json!({"variants": []})), "no variants"),
        (&slot(json!({"reward": "applause"})), "`applause` is not a reward"),
        (&slot(json!({"experiment": {"key": "k", "colour": 1}})), "colour"),
        (&slot(json!({"selector": "a["})), "slot `hero`: `a[` is not a selector"),
        (&slot(json!({"selectors": "a"})), "selectors"),
    ] {
        let message = refused(json);
        assert!(message.contains(named), "{json} gave: {message}");
    }
}

#[test]
fn what_must_be_different_is() {
    let variant = |name: &str| json!({"name": name, "edits": [{"action": "remove", "attribute": "text"}]});
    let slot = |name: &str, variants: Value| json!({"name": name, "variants": variants});
    let catalogue = |slots: Value| json!({"version": 1, "slots": slots}).to_string();
    let one = || json!([variant("a")]);
    assert!(Catalogue::parse(&catalogue(json!([slot("a", one()), slot("b", one())]))).is_ok());
    let twice = Catalogue::parse(&catalogue(json!([slot("a", one()), slot("a", one())])));
    assert_eq!(twice, Err(CatalogueError::DuplicateSlot("a".into())));
    let variants = refused(&catalogue(json!([slot("a", json!([variant("v"), variant("v")]))])));
    assert!(variants.contains("two variants named `v`"), "{variants}");
    let default = refused(&catalogue(json!([slot("a", json!([variant("default")]))])));
    assert!(default.contains("two variants named `default`"), "{default}");
}

#[test]
fn nothing_may_be_without_bounds() {
    let edit = json!({"action": "remove", "attribute": "text"});
    let variant =
        |name: usize, edits: usize| json!({"name": name.to_string(), "edits": vec![edit.clone(); edits]});
    let slot = |name: usize, variants: usize| {
        let variants: Vec<_> = (0..variants).map(|name| variant(name, 1)).collect();
        json!({"name": name.to_string(), "variants": variants})
    };
    let slots = |count: usize| {
        let slots: Vec<_> = (0..count).map(|name| slot(name, 1)).collect();
        json!({"version": 1, "slots": slots}).to_string()
    };
    assert!(Catalogue::parse(&slots(200)).is_ok());
    assert!(refused(&slots(201)).contains("the catalogue has 201 slots, but may have 200"));
    let of = |slot: Value| json!({"version": 1, "slots": [slot]}).to_string();
    assert!(Catalogue::parse(&of(slot(0, 63))).is_ok());
    assert!(refused(&of(slot(0, 64))).contains("slot `0` has 64 variants"));
    let edits = |count| of(json!({"name": "s", "variants": [variant(0, count)]}));
    assert!(Catalogue::parse(&edits(64)).is_ok());
    assert!(refused(&edits(65)).contains("slot `s`, variant `0` has 65 edits"));
    let long = format!("{{\"version\": 1, \"slots\": []}}{}", " ".repeat(512 * 1024));
    assert!(matches!(Catalogue::parse(&long), Err(CatalogueError::TooLarge { .. })));
    let about = json!({"name": "s", "variants": [{"name": "v", "about": vec!["a"; 65], "edits": [edit]}]});
    assert!(refused(&of(about)).contains("65 names in `about`"));
}

#[test]
fn depth_is_counted_before_anything_is_read() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert!(matches!(Catalogue::parse(&nested(72)), Err(CatalogueError::Syntax(_))));
    assert!(matches!(Catalogue::parse(&nested(73)), Err(CatalogueError::TooDeep { most: 72 })));
    assert!(matches!(Catalogue::parse(&nested(100_000)), Err(CatalogueError::TooDeep { .. })));
    let brackets = json!({"action": "set", "attribute": "text", "value": "[\"\\{".repeat(100)});
    assert!(edit(brackets).is_ok(), "brackets within a text are words");
}

#[test]
fn an_edit_that_makes_no_sense_is_refused() {
    for (action, attribute, value, named) in [
        ("set", "text", None, "must be words"),
        ("append", "html", None, "must be words"),
        ("remove", "text", Some("x"), "to remove `text` takes no value"),
        ("remove", "title", Some("x"), "to remove `title` takes no value"),
        ("set", "class", None, "names of classes"),
        ("set", "class", Some(" "), "1 to 64 names"),
        ("set", "class", Some("a <b>"), "`<b>` is not the name of a class"),
        ("append", "visibility", Some("hidden"), "can't be edited by `append`"),
        ("remove", "order", None, "can't be edited by `remove`"),
        ("set", "visibility", Some("invisible"), "`visible`, `hidden` or `gone`"),
        ("set", "visibility", None, "`visible`, `hidden` or `gone`"),
        ("set", "position", Some("before"), "a selector is empty"),
        ("set", "position", Some("first .a"), "`first`, `last`"),
        ("set", "position", Some("beside .a"), "`first`, `last`"),
        ("set", "order", Some("by onclick"), "`onclick` may not be edited"),
        ("set", "order", Some("first .a, "), "a selector is empty"),
        ("set", "order", Some(".a"), "`by ATTRIBUTE`"),
        ("set", "text", Some("{{name"), "not closed"),
        ("set", "text", Some("{{}}"), "is not a placeholder"),
        ("set", "text", Some("{{a b}}"), "is not a placeholder"),
    ] {
        let message = edit(json!({"action": action, "attribute": attribute, "value": value})).unwrap_err();
        assert!(message.to_string().contains(named), "{action} {attribute} {value:?} gave: {message}");
        assert!(message.to_string().starts_with("slot `hero`, variant `proof`, edit 1: "), "{message}");
    }
}

#[test]
fn the_place_is_that_of_the_edit() {
    let good = json!({"action": "remove", "attribute": "text"});
    let json = with_edits(json!([good, {"action": "set", "attribute": "onclick", "value": "x"}, good]));
    assert!(refused(&json).starts_with("slot `hero`, variant `proof`, edit 2: "));
}

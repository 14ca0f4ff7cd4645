//! Each rule by the edits that it warns of, and by those that it lets through.

use std::fs;

use nearside_core::catalogue::Catalogue;
use serde_json::{Value, json};

use super::{Arguments, LintError, as_json, as_lines, lint, run};

fn catalogue(selector: &str, edits: &Value) -> String {
    let variants = json!([{"name": "v", "edits": edits}]);
    json!({"version": 1, "slots": [{"name": "s", "selector": selector, "variants": variants}]}).to_string()
}

fn rules(selector: &str, edit: Value) -> Vec<&'static str> {
    let catalogue = Catalogue::parse(&catalogue(selector, &json!([edit]))).unwrap();
    lint(&catalogue).iter().map(|finding| finding.rule.name()).collect()
}

#[test]
fn words_are_judged() {
    for (words, expected) in [
        ("Now for 12 €", &["price"][..]),
        ("Now for €12.99", &["price"]),
        ("only $5", &["price"]),
        ("CHF 20 a month", &["price"]),
        ("20 chf.", &["price"]),
        ("20EUR", &["price"]),
        ("Save 10% today", &["price"]),
        ("10 % Rabatt", &["price"]),
        ("100% cotton", &[]),
        ("the dollar $ sign", &[]),
        ("3 in 4 readers", &[]),
        ("Europe's best", &[]),
        ("See our Terms.", &["legal"]),
        ("incl. VAT", &["legal"]),
        ("privately", &[]),
        ("We use cookies", &["consent"]),
        ("cookiecutter", &[]),
        ("Refunds: 5 $, see cookies", &["price", "legal", "consent"]),
        ("Hello {{name}}", &["default"]),
        ("Hello {{name|friend}}", &[]),
        ("{{price|5 €}}", &["price"]),
    ] {
        for attribute in ["text", "html", "title"] {
            let edit = json!({"action": "set", "attribute": attribute, "value": words});
            assert_eq!(rules("main", edit), expected, "{words} as {attribute}");
        }
    }
}

#[test]
fn places_are_judged() {
    for (slot, selector, expected) in [
        (".price", "b", &["price"][..]),
        ("main", "[itemprop=price]", &["price"]),
        ("#cookie-banner", "p", &["consent"]),
        ("footer .legal", "p", &["legal"]),
        (".priceless", "p", &[]),
    ] {
        let edit = json!({"selector": selector, "action": "set", "attribute": "text", "value": "x"});
        assert_eq!(rules(slot, edit), expected, "{slot} {selector}");
    }
}

#[test]
fn markup_is_judged() {
    for (html, expected) in [
        ("<img src=/a.png width=1 height=1>", &["alt"][..]),
        ("<img src=/a.png alt width=1 height=1>", &[]),
        ("<IMG ALT=\"a\" src=/a.png HEIGHT=1 width=2>", &[]),
        ("<img data-alt=x width=1 height=1>", &["alt"]),
        ("<img src=/a.png alt width=1>", &["height"]),
        ("<p style=\"color: red; margin: 1px\">a</p>", &["height"]),
        ("<p>a</p><p style='padding:0'>b</p>", &["height"]),
        ("<p style=float:left>a</p>", &["height"]),
        ("<p style=\"color: red\">a</p>", &[]),
        ("<h1>a</h1>", &["headings"]),
        ("<h2>a</h2><h3>b</h3><h2>c</h2>", &[]),
        ("<h2>a</h2><h4>b</h4>", &["headings"]),
        ("<hr><header>a</header>", &[]),
        ("1 < 2", &[]),
    ] {
        for action in ["set", "append"] {
            let edit = json!({"action": action, "attribute": "html", "value": html});
            assert_eq!(rules("main", edit), expected, "{html}");
        }
    }
}

#[test]
fn headings_that_move_and_alternatives_that_change_are_judged() {
    for (selector, action, attribute, value, expected) in [
        ("h2", "set", "position", Some("last"), &["headings"][..]),
        ("main > h2.title", "set", "visibility", Some("hidden"), &["headings"]),
        ("h3", "remove", "text", None, &["headings"]),
        ("h3", "set", "text", Some("x"), &[]),
        (".h2", "set", "position", Some("last"), &[]),
        ("header", "set", "position", Some("last"), &[]),
        ("p", "set", "position", Some("before h2"), &[]),
        ("p", "set", "aria-level", Some("3"), &["headings"]),
        ("img", "set", "alt", Some("a cat"), &["alt"]),
        ("img", "remove", "ALT", None, &["alt"]),
        ("img", "set", "title", Some("a cat"), &[]),
    ] {
        let edit = json!({"selector": selector, "action": action, "attribute": attribute, "value": value});
        assert_eq!(rules("main", edit), expected, "{selector} {action} {attribute}");
    }
}

#[test]
fn an_image_changes_with_what_it_is_called() {
    let write = |selector: &str, name: &str, value: &str| json!({"selector": selector, "action": "set", "attribute": name, "value": value});
    for (edits, expected) in [
        (vec![write("img", "srcset", "/b.png 2x")], &["alt"][..]),
        (vec![write("img", "srcset", "/b.png 2x"), write("p", "alt", "b")], &["alt", "alt"]),
        // That it changes is still to be looked at.
        (vec![write("img", "alt", "b"), write("img", "SRCSET", "/b.png 2x")], &["alt"]),
        (vec![write("img", "title", "b")], &[]),
    ] {
        let found = lint(&Catalogue::parse(&catalogue("main", &json!(edits))).unwrap());
        assert_eq!(
            found.iter().map(|finding| finding.rule.name()).collect::<Vec<_>>(),
            expected,
            "{edits:?}"
        );
    }
}

#[test]
fn the_default_is_for_someone() {
    for (weights, expected) in [(json!([0, 1]), 1), (json!([0.01, 0.99]), 0), (json!([0.5, 0.5]), 0)] {
        let text = json!({"version": 1, "slots": [{
            "name": "s",
            "experiment": {"key": "k", "weights": weights},
            "variants": [{"name": "v", "edits": [{"action": "set", "attribute": "text", "value": "x"}]}],
        }]});
        let found = lint(&Catalogue::parse(&text.to_string()).unwrap());
        assert_eq!(found.len(), expected, "{weights}");
        assert!(
            found
                .iter()
                .all(|finding| finding.rule.name() == "default" && finding.site.to_string() == "slot `s`")
        );
    }
}

#[test]
fn heights_are_judged() {
    for (action, attribute, value, expected) in [
        ("set", "style", "color: red; margin-top: 1px", &["height"][..]),
        ("append", "style", "border: 1px solid", &["height"]),
        ("append", "style", "border-left-width: 1px", &["height"]),
        ("append", "style", "border-color: red; border-radius: 1px", &[]),
        ("append", "style", "color: red; opacity: 0.5; transform: scale(2)", &[]),
        ("remove", "style", "color font-size", &["height"]),
        ("remove", "style", "color", &[]),
        ("set", "visibility", "gone", &["height"]),
        ("set", "visibility", "hidden", &[]),
        ("set", "height", "20", &["height"]),
        ("set", "title", "20", &[]),
    ] {
        let edit = json!({"action": action, "attribute": attribute, "value": value});
        assert_eq!(rules("main", edit), expected, "{action} {attribute} {value}");
    }
}

#[test]
fn what_is_printed_names_the_place() {
    let good = json!({"action": "set", "attribute": "text", "value": "x"});
    let bad = json!({"action": "set", "attribute": "text", "value": "5 €"});
    let text = catalogue("main", &json!([good, bad]));
    let findings = lint(&Catalogue::parse(&text).unwrap());
    let lines = as_lines("c.json".as_ref(), &findings);
    assert_eq!(
        lines,
        "c.json: slot `s`, variant `v`, edit 2: [price] it says `€`, which looks like a price\n1 thing to look at"
    );
    let json: Value = serde_json::from_str(&as_json(&findings)).unwrap();
    let why = "it says `€`, which looks like a price";
    assert_eq!(json, json!([{"rule": "price", "slot": "s", "variant": "v", "edit": 1, "why": why}]));
}

#[test]
fn a_file_that_can_not_be_linted_is_an_error() {
    let folder = std::env::temp_dir().join(format!("nearside-lint-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("catalogue.json");
    let arguments = || Arguments { catalogue: file.clone(), json: false };
    assert!(matches!(run(&arguments()), Err(LintError::Read { .. })));
    fs::write(&file, "{}").unwrap();
    assert!(matches!(run(&arguments()), Err(LintError::Refused { .. })));
    fs::write(&file, catalogue("main", &json!([{"action": "remove", "attribute": "text"}]))).unwrap();
    assert_eq!(run(&arguments()).unwrap().0, "0 things to look at");
    fs::remove_dir_all(folder).unwrap();
}

//! Attributes, addresses and styles: what an edit may write, and what not.

use serde_json::json;

use super::edit;
use crate::catalogue::{
    AttributeError, Catalogue, CatalogueError, Change, Declaration, EditError, FillError, Lists, StyleError,
    Template, Write,
};

fn write(attribute: &str, value: &str) -> Result<Change, EditError> {
    match edit(json!({"action": "set", "attribute": attribute, "value": value})) {
        Ok(edit) => Ok(edit.change),
        Err(CatalogueError::Edit { source, .. }) => Err(*source),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn some_attributes_may_not_be_written_whatever_they_hold() {
    for name in [
        "onclick",
        "ONCLICK",
        "onanything",
        "srcdoc",
        "SrcDoc",
        "id",
        "name",
        "form",
        "nonce",
        "integrity",
        "sandbox",
        "allow",
        "is",
        "http-equiv",
        "content",
        "ping",
        "attributename",
        "attributeName",
        "values",
        "formmethod",
        "data-nearside-slot",
        "autofocus",
        "data",
    ] {
        let refused = write(name, "x");
        assert!(
            matches!(refused, Err(EditError::Attribute(AttributeError::Refused { .. }))),
            "{name} gave {refused:?}"
        );
        let removed = edit(json!({"action": "remove", "attribute": name}));
        assert!(removed.is_err(), "{name} may not be removed either");
    }
    for name in ["", " ", "a b", "a\"b", "a>b", "xlink:href", "1a", "ü", "-a", &"a".repeat(65)] {
        let refused = write(name, "x");
        assert!(
            matches!(refused, Err(EditError::Attribute(AttributeError::Name(_)))),
            "{name} gave {refused:?}"
        );
    }
    for name in
        ["title", "aria-label", "data-rank", "alt", "role", "lang", "width", "viewBox", "hidden", "open"]
    {
        assert!(matches!(write(name, "javascript: the good parts"), Ok(Change::Attribute { .. })), "{name}");
    }
}

#[test]
fn an_address_is_one_that_its_attribute_may_have() {
    for (name, value, is_right) in [
        ("href", "/a", true),
        ("href", "#a", true),
        ("href", "a:b/c", false),
        ("href", "?a=b:c", true),
        ("href", "https://example.org/", true),
        ("href", "HTTP://example.org/", true),
        ("href", "mailto:a@example.org", true),
        ("href", "tel:1", true),
        ("href", "javascript:alert(1)", false),
        ("href", "JaVaScRiPt:alert(1)", false),
        ("href", " \u{1}javascript:alert(1)", false),
        ("href", "java\tscript:alert(1)", false),
        ("href", "java\nscript\r:alert(1)", false),
        ("HREF", "javascript:alert(1)", false),
        ("href", "vbscript:x", false),
        ("href", "data:text/html,x", false),
        ("href", "blob:x", false),
        ("href", "//example.org", true),
        ("src", "/a.png", true),
        ("src", "https://example.org/a.png", true),
        ("src", "http://example.org/a.png", false),
        ("src", "//example.org/a.png", false),
        ("src", "\\\\example.org/a.png", false),
        ("src", "data:image/svg+xml,x", false),
        ("poster", "javascript:x", false),
        ("srcset", "/a.png 1x, /b.png 2x", true),
        ("srcset", "/a.png 1x, data:image/png;base64,x 2x", false),
        ("srcset", "/a.png 1x,http://example.org/b.png", false),
        ("action", "/search", true),
        ("action", "https://example.org/", false),
        ("action", "//example.org/", false),
        ("action", "/\\example.org/", false),
        ("formaction", "javascript:x", false),
        ("href", "{{link|javascript:x}}", false),
        ("href", "java{{x|script:}}alert(1)", false),
        ("href", "{{link}}", true),
    ] {
        let written = write(name, value);
        assert_eq!(written.is_ok(), is_right, "{name}={value:?} gave {written:?}");
        if !is_right {
            assert!(
                matches!(written, Err(EditError::Attribute(AttributeError::Address { .. }))),
                "{written:?}"
            );
        }
    }
}

#[test]
fn what_the_page_fills_in_is_checked_as_well() {
    let template = Template::parse("{{link}}").unwrap();
    let filled = template.fill(|_| Some("javascript:alert(1)".into())).unwrap();
    let refused = Change::attribute_value("href", &filled);
    assert!(matches!(refused, Err(FillError::Attribute(AttributeError::Address { .. }))));
    assert_eq!(Change::attribute_value("title", &filled), Ok(()));
}

#[test]
fn declarations_only_compute() {
    for (text, function) in [
        ("background: url(https://example.org/x)", "url"),
        ("background: URL (x)", ""),
        ("background: image-set('x' 1x)", "image-set"),
        ("background: -webkit-image-set('x' 1x)", "-webkit-image-set"),
        ("width: expression(alert(1))", "expression"),
        ("content: attr(value)", "attr"),
        ("background: src('x')", "src"),
        ("background: element(#a)", "element"),
        ("background: cross-fade(red, blue)", "cross-fade"),
        ("filter: progid:DXImageTransform.Microsoft.Alpha(opacity=1)", "dximagetransform.microsoft.alpha"),
    ] {
        match write("style", text) {
            Err(EditError::Style(StyleError::Function { function: named, .. })) => {
                assert_eq!(named, function)
            }
            // A blank before the bracket: CSS sees no call, and takes the declaration for wrong.
            Ok(_) if function.is_empty() => {}
            other => panic!("{text} gave {other:?}"),
        }
    }
    for text in [
        "",
        ";",
        "color",
        "color:",
        ": red",
        "behavior: x",
        "-moz-binding: x",
        "color: r\\65 d",
        "color: red}",
        "color: </style>",
        "color: @import",
        "color: /**/red",
        "color: red !imp",
        "co lor: red",
        "color: \u{1}red",
    ] {
        assert!(matches!(write("style", text), Err(EditError::Style(_))), "{text:?}");
    }
    let declared =
        write("style", "COLOR: rgb(0 0 0 / 50%) ;--Own: 1px; width:calc(1px + var(--a)) ! important;");
    let one = |property: &str, value: &str, important| Declaration {
        property: property.into(),
        value: value.into(),
        important,
    };
    let expected = [
        one("color", "rgb(0 0 0 / 50%)", false),
        one("--Own", "1px", false),
        one("width", "calc(1px + var(--a))", true),
    ];
    assert_eq!(declared, Ok(Change::Style(Lists::Set(expected.to_vec()))));
    let removed = edit(json!({"action": "remove", "attribute": "style", "value": "color margin-top"}));
    let names = vec!["color".to_owned(), "margin-top".to_owned()];
    assert_eq!(removed.unwrap().change, Change::Style(Lists::Remove(names)));
}

#[test]
fn a_template_is_filled_by_name_and_escaped_as_html() {
    let page = |name: &str| match name {
        "first-name" => Some("<b>\"Ada\" & 'co'</b>".to_owned()),
        _ => None,
    };
    for (text, plain, html) in [
        ("Hello", Ok("Hello"), Ok("Hello")),
        (
            "<i>{{first-name}}</i>",
            Ok("<i><b>\"Ada\" & 'co'</b></i>"),
            Ok("<i>&lt;b&gt;&quot;Ada&quot; &amp; &#39;co&#39;&lt;/b&gt;</i>"),
        ),
        ("{{ nobody | friend & co }}!", Ok("friend & co!"), Ok("friend &amp; co!")),
        ("{{nobody|}}!", Ok("!"), Ok("!")),
        ("a {{nobody}}", Err("nobody"), Err("nobody")),
        ("}} {", Ok("}} {"), Ok("}} {")),
    ] {
        let template = Template::parse(text).unwrap();
        let missing = |name: &str| FillError::Missing(name.into());
        assert_eq!(template.fill(page), plain.map(str::to_owned).map_err(missing), "{text}");
        assert_eq!(template.fill_html(page), html.map(str::to_owned).map_err(missing), "{text}");
    }
    let twice = Template::parse(&"{{a}}".repeat(2)).unwrap();
    let half = "x".repeat(32 * 1024);
    assert!(twice.fill(|_| Some(half.clone())).is_ok());
    assert!(matches!(twice.fill(|_| Some(format!("{half}x"))), Err(FillError::TooLong { .. })));
    assert!(Template::parse(&"{{a}}".repeat(64)).is_ok());
    assert!(Template::parse(&"{{a}}".repeat(65)).is_err());
    assert_eq!(Template::parse("{{a}}{{b|c}}").unwrap().needs().collect::<Vec<_>>(), ["a"]);
}

#[test]
fn html_may_hold_styles_where_the_catalogue_says_so() {
    for (said, expected) in [("", false), (r#""styles": false,"#, false), (r#""styles": true,"#, true)] {
        let json = format!(
            r#"{{"version": 1, {said} "slots": [{{"name": "s", "variants": [{{"name": "v", "edits": [
                {{"action": "remove", "attribute": "html"}}]}}]}}]}}"#
        );
        let edit = Catalogue::parse(&json).unwrap().slots.remove(0).edits.remove(0).remove(0);
        assert_eq!(edit.change, Change::Html { write: Write::Remove, styles: expected });
    }
    assert!(Change::style_value("color: red").is_ok());
    assert!(matches!(Change::style_value("background: url(x)"), Err(StyleError::Function { .. })));
}

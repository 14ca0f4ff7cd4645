//! The attribute that a visitor is hashed by.
//!
//! Attribute and fallback → which of the two is there, its value, and the text to hash. What JavaScript counts
//! as false (absent, null, empty, 0) is no identifier, and neither is a list or an object, which would put
//! everyone into one bucket. Numbers hash as they are written in JSON, without a trailing `.0`.

use serde_json::Value;

use crate::condition::Attributes;

/// The attribute that identifies a visitor where none is named.
const DEFAULT: &str = "id";

/// An attribute's name and value.
#[derive(Clone, Debug, PartialEq)]
pub struct Identifier {
    /// The attribute that was used; the first choice where neither is there.
    pub attribute: String,
    /// Its value; empty text where there is none.
    pub value: Value,
}

impl Identifier {
    /// Finds `attribute`, or else `fallback`.
    pub(super) fn find(
        attributes: &dyn Attributes,
        attribute: Option<&str>,
        fallback: Option<&str>,
    ) -> Identifier {
        let named = |name: &str| {
            let value = attributes.get(name)?.into_owned();
            text(&value).map(|_| Identifier { attribute: name.to_owned(), value })
        };
        let attribute = attribute.filter(|name| !name.is_empty()).unwrap_or(DEFAULT);
        let found = named(attribute).or_else(|| named(fallback.filter(|name| !name.is_empty())?));
        found.unwrap_or_else(|| Identifier { attribute: attribute.to_owned(), value: Value::from("") })
    }

    /// The text to hash, if there is an identifier.
    pub(super) fn text(&self) -> Option<String> {
        text(&self.value)
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) if number.as_f64() != Some(0.0) => {
            let text = number.to_string();
            Some(text.strip_suffix(".0").map(str::to_owned).unwrap_or(text))
        }
        Value::Bool(true) => Some("true".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_hashed() {
        for (value, expected) in [
            (json!("a"), Some("a")),
            (json!(""), None),
            (json!(" "), Some(" ")),
            (json!(null), None),
            (json!(0), None),
            (json!(-0.0), None),
            (json!(12), Some("12")),
            (json!(-3), Some("-3")),
            (json!(12.0), Some("12")),
            (json!(1.5), Some("1.5")),
            (json!(true), Some("true")),
            (json!(false), None),
            (json!(["a"]), None),
            (json!({}), None),
        ] {
            assert_eq!(text(&value).as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn the_fallback_is_used_only_without_the_first() {
        let attributes = json!({"id": "i", "device": "d", "none": null, "user": {"id": 7}});
        let find = |attribute, fallback| {
            let found = Identifier::find(&attributes, attribute, fallback);
            (found.attribute, found.value)
        };
        assert_eq!(find(None, None), ("id".into(), json!("i")));
        assert_eq!(find(Some(""), Some("device")), ("id".into(), json!("i")));
        assert_eq!(find(Some("none"), Some("device")), ("device".into(), json!("d")));
        assert_eq!(find(Some("user.id"), None), ("user.id".into(), json!(7)));
        assert_eq!(find(Some("none"), Some("absent")), ("none".into(), json!("")));
        assert_eq!(find(Some("none"), Some("")), ("none".into(), json!("")));
    }
}

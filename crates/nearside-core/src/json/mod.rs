//! JSON forms: settings, files and kept state as text, and back.
//!
//! text → [`serde_json::Value`] → a type that is [`FromJson`]; a type that is [`ToJson`] → value → text. An unknown key, a
//! key given twice, a missing one and a value of the wrong type are errors that name their place. Written out because a
//! derived reader parses anew for each type: of all types together that made a third of the page's bytes.

mod leaf;
mod reader;
mod record;
mod unique;

use serde_json::Value;

pub use reader::{Misread, Reader};
pub use record::put;
pub(crate) use record::{names, object, settings};

/// A type that can be read from JSON.
pub trait FromJson: Sized {
    /// Reads it; what can't be read is noted by the reader, and what is given for it then is of no meaning.
    fn read(json: &Value, reader: &mut Reader) -> Self;

    /// What it is where its key is missing.
    fn absent(reader: &mut Reader) -> Self {
        reader.refuse("it is missing");
        Self::read(&Value::Null, reader)
    }
}

/// A type that can be written as JSON.
pub trait ToJson {
    /// Writes it.
    fn write(&self) -> Value;
}

/// The value in a text.
///
/// # Errors
/// [`Misread`]: the text is not JSON, is nested too deeply, or has a key twice in one object.
pub fn parse(text: &str) -> Result<Value, Misread> {
    unique::parse(text).map_err(|error| Misread(error.to_string()))
}

/// Reads a type from a text.
///
/// # Errors
/// [`Misread`], the first found.
pub fn read<T: FromJson>(text: &str) -> Result<T, Misread> {
    from_value(&parse(text)?)
}

/// Reads a type from a value.
///
/// # Errors
/// [`Misread`], the first found.
pub fn from_value<T: FromJson>(json: &Value) -> Result<T, Misread> {
    let mut reader = Reader::default();
    let read = T::read(json, &mut reader);
    reader.end().map(|()| read)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(Debug, PartialEq)]
    struct Inner {
        count: u8,
        names: Vec<String>,
    }

    #[derive(Debug, PartialEq)]
    struct Outer {
        inner: Inner,
        pairs: Vec<(u64, bool)>,
        maybe: Option<f64>,
        sides: [i32; 2],
    }

    object!(Inner { count } default { names });
    object!(Outer { inner, pairs, maybe, sides });

    #[test]
    fn what_is_written_reads_back() {
        let outer = Outer {
            inner: Inner { count: 3, names: vec!["a".into()] },
            pairs: vec![(u64::MAX, true)],
            maybe: None,
            sides: [-1, 2],
        };
        let text = outer.write().to_string();
        let expected = r#"{"inner":{"count":3,"names":["a"]},"maybe":null,"pairs":[[18446744073709551615,true]],"sides":[-1,2]}"#;
        assert_eq!(text, expected);
        assert_eq!(read(&text), Ok(outer));
        let short = read::<Outer>(r#"{"inner": {"count": 0}, "pairs": [], "sides": [0, 0]}"#).unwrap();
        assert_eq!((short.maybe, short.inner.names), (None, Vec::new()));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        let inner = |inner: Value| json!({"inner": inner, "pairs": [], "sides": [0, 0]});
        for (json, expected) in [
            (json!([]), "expected an object"),
            (json!({}), "`inner`: it is missing"),
            (inner(json!({"count": 256})), "`inner.count`: expected a whole number from 0 to 255"),
            (inner(json!({"count": 1.0})), "`inner.count`: expected a whole"),
            (inner(json!({"count": 1, "names": [1]})), "`inner.names.0`: expected text"),
            (inner(json!({"count": 1, "name": 1})), "`inner`: unknown key `name`; known here: count, names"),
            (json!({"inner": {"count": 1}, "pairs": [[1]], "sides": [0, 0]}), "`pairs.0`: expected 2 values"),
            (json!({"inner": {"count": 1}, "pairs": [], "sides": [0]}), "`sides`: expected 2 values"),
            (json!({"inner": {"count": 1}, "pairs": [], "sides": [0, 0.5]}), "`sides.1`: expected a whole"),
            (
                json!({"inner": {"count": 1}, "pairs": [], "sides": [0, 0], "maybe": "1"}),
                "`maybe`: expected a number",
            ),
        ] {
            let message = from_value::<Outer>(&json).unwrap_err().to_string();
            assert!(message.starts_with(expected), "{json} gave: {message}");
        }
    }

    #[test]
    fn text_that_is_not_json_is_refused() {
        for (text, expected) in [
            ("", "line 1"),
            ("{\n\"a\": }", "line 2 column 6"),
            (r#"{"a": {"b": 1, "c": 2, "b": 1}}"#, "the key `b` is there twice"),
            (&"[".repeat(200), "recursion limit"),
        ] {
            let message = parse(text).unwrap_err().to_string();
            assert!(message.contains(expected), "{text} gave: {message}");
        }
        let all = r#"{"a":[null,true,-1,18446744073709551615,1.5,"\u00e9"],"b":{}}"#;
        assert_eq!(parse(all).unwrap(), serde_json::from_str::<Value>(all).unwrap());
    }
}

//! Reading an object of settings field by field.
//!
//! JSON object → typed values by name; absent and null are `None`, a value of another type is an error that names
//! the setting. Written out because derived code for two dozen optional settings would add a tenth to the page.

use serde_json::{Map, Value};

use super::ExperimentError;
use crate::condition::Condition;

type Read<T> = Result<T, ExperimentError>;

/// The settings of one object.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a>(&'a Map<String, Value>);

impl<'a> Fields<'a> {
    /// The settings in `json`; `name` is what the object is, for the error.
    pub(super) fn of(json: &'a Value, name: &'static str) -> Read<Fields<'a>> {
        json.as_object().map(Fields).ok_or(shape(name, "an object"))
    }

    /// The names given, in alphabetical order.
    pub(super) fn names(self) -> impl Iterator<Item = &'a String> {
        self.0.keys()
    }

    /// A value of any type; null counts, absent does not.
    pub(super) fn given(self, name: &str) -> Option<&'a Value> {
        self.0.get(name)
    }

    /// A value of any type but null.
    pub(super) fn value(self, name: &str) -> Option<&'a Value> {
        self.given(name).filter(|value| !value.is_null())
    }

    /// Text.
    pub(super) fn text(self, name: &'static str) -> Read<Option<String>> {
        self.read(name, "text", |value| value.as_str().map(str::to_owned))
    }

    /// A number.
    pub(super) fn number(self, name: &'static str) -> Read<Option<f64>> {
        self.read(name, "a number", Value::as_f64)
    }

    /// A number without fraction.
    pub(super) fn integer(self, name: &'static str) -> Read<Option<i64>> {
        self.read(name, "a whole number", Value::as_i64)
    }

    /// A version: a whole number from 0 up.
    pub(super) fn version(self, name: &'static str) -> Read<Option<u32>> {
        self.read(name, "a whole number from 0 up", |value| value.as_u64()?.try_into().ok())
    }

    /// True or false.
    pub(super) fn flag(self, name: &'static str) -> Read<Option<bool>> {
        self.read(name, "true or false", Value::as_bool)
    }

    /// A condition, read as the SDKs do: what is outside the grammar never holds.
    pub(super) fn condition(self, name: &str) -> Option<Condition> {
        self.value(name).map(Condition::parse_lenient)
    }

    /// A list of what `item` reads.
    pub(super) fn list<T>(
        self,
        name: &'static str,
        item: impl Fn(&'a Value) -> Read<T>,
    ) -> Read<Option<Vec<T>>> {
        let Some(list) = self.read(name, "a list", Value::as_array)? else { return Ok(None) };
        let mut items = Vec::with_capacity(list.len());
        for json in list {
            items.push(item(json)?);
        }
        Ok(Some(items))
    }

    fn read<T>(
        self,
        name: &'static str,
        expected: &'static str,
        to: impl Fn(&'a Value) -> Option<T>,
    ) -> Read<Option<T>> {
        self.value(name).map(|value| to(value).ok_or(shape(name, expected))).transpose()
    }
}

/// The error for a value of the wrong type.
pub(super) fn shape(name: &'static str, expected: &'static str) -> ExperimentError {
    ExperimentError::Shape { name, expected }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn null_is_absent_and_another_type_an_error() {
        let json =
            json!({"t": "x", "n": 1.5, "i": -2, "v": 3, "f": true, "l": [1, 2], "c": {"$x": 1}, "z": null});
        let fields = Fields::of(&json, "test").unwrap();
        assert_eq!(fields.text("t"), Ok(Some("x".to_owned())));
        assert_eq!(fields.number("n"), Ok(Some(1.5)));
        assert_eq!(fields.integer("i"), Ok(Some(-2)));
        assert_eq!(fields.version("v"), Ok(Some(3)));
        assert_eq!(fields.flag("f"), Ok(Some(true)));
        assert_eq!(fields.list("l", |item| Ok(item.as_u64())), Ok(Some(vec![Some(1), Some(2)])));
        assert!(fields.condition("c").is_some() && fields.condition("z").is_none());
        assert_eq!((fields.text("z"), fields.flag("absent")), (Ok(None), Ok(None)));
        assert_eq!((fields.given("z"), fields.given("absent")), (Some(&json!(null)), None));
        for (result, name) in [
            (fields.text("n").map(|_| ()), "n"),
            (fields.number("t").map(|_| ()), "t"),
            (fields.integer("n").map(|_| ()), "n"),
            (fields.version("i").map(|_| ()), "i"),
            (fields.flag("v").map(|_| ()), "v"),
            (fields.list("t", |_| Ok(())).map(|_| ()), "t"),
            (Fields::of(&json["l"], "test").map(|_| ()), "test"),
        ] {
            assert!(
                matches!(result, Err(ExperimentError::Shape { name: found, .. }) if found == name),
                "{name}"
            );
        }
    }
}

//! Equality, membership and order of values, as JavaScript has them.
//!
//! Two values → `bool` or an ordering. Numbers are compared as doubles (1 equals 1.0), text by UTF-16 code
//! units; a list or object is never identical to another, but may be equal as JSON.

use std::borrow::Cow;
use std::cmp::Ordering;

use serde_json::Value;

use super::coerce;

/// How the actual value must stand to the operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Same,
    Less,
    LessOrSame,
    Greater,
    GreaterOrSame,
}

impl Order {
    /// Whether this ordering of actual to operand is the one asked for.
    pub(super) fn admits(self, ordering: Ordering) -> bool {
        match self {
            Self::Same => ordering.is_eq(),
            Self::Less => ordering.is_lt(),
            Self::LessOrSame => ordering.is_le(),
            Self::Greater => ordering.is_gt(),
            Self::GreaterOrSame => ordering.is_ge(),
        }
    }
}

/// A value reduced to what JavaScript's `<` compares: two texts as text, anything else as numbers.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Primitive<'a> {
    Text(Cow<'a, str>),
    Number(f64),
}

impl<'a> Primitive<'a> {
    /// Reduces a value.
    pub(super) fn of(value: &'a Value) -> Self {
        match value {
            Value::String(_) | Value::Array(_) | Value::Object(_) => Self::Text(coerce::text(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) => Self::Number(coerce::number(value)),
        }
    }

    /// The same, independent of the value it came from.
    pub(super) fn into_owned(self) -> Primitive<'static> {
        match self {
            Self::Text(text) => Primitive::Text(Cow::Owned(text.into_owned())),
            Self::Number(number) => Primitive::Number(number),
        }
    }

    /// The order of two; `None` where one is not a number.
    pub(super) fn order(&self, other: &Primitive<'_>) -> Option<Ordering> {
        match (self, other) {
            (Self::Text(left), Primitive::Text(right)) => Some(text_order(left, right)),
            _ => self.number().partial_cmp(&other.number()),
        }
    }

    fn number(&self) -> f64 {
        match self {
            Self::Text(text) => coerce::text_number(text),
            Self::Number(number) => *number,
        }
    }
}

/// JavaScript's `===`: same type and same value, false for lists and objects.
pub(super) fn identical(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => coerce::float(left) == coerce::float(right),
        (Value::Array(_) | Value::Object(_), _) => false,
        _ => left == right,
    }
}

/// The same once text is folded to lower case; `folded` already is.
pub(super) fn identical_folded(actual: &Value, folded: &Value) -> bool {
    match (actual, folded) {
        (Value::String(actual), Value::String(folded)) => same_folded(actual, folded),
        _ => identical(actual, folded),
    }
}

/// Whether the text, folded to lower case, is `folded`.
pub(super) fn same_folded(text: &str, folded: &str) -> bool {
    if text.is_ascii() { text.eq_ignore_ascii_case(folded) } else { text.to_lowercase() == folded }
}

/// Whether `same` holds for some member of `list` and the value, or one of its elements where it is a list.
pub(super) fn intersects(actual: &Value, list: &[Value], same: fn(&Value, &Value) -> bool) -> bool {
    let member = |actual: &Value| list.iter().any(|expected| same(actual, expected));
    match actual {
        Value::Array(elements) => elements.iter().any(member),
        scalar => member(scalar),
    }
}

/// Equality as JSON. Recurses no deeper than the shallower of the two.
pub(super) fn equal_json(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| equal_json(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(key, left)| right.get(key).is_some_and(|right| equal_json(left, right)))
        }
        _ => identical(left, right),
    }
}

/// Order by UTF-16 code units, which differs from Rust's above U+FFFF.
pub(super) fn text_order(left: &str, right: &str) -> Ordering {
    if left.is_ascii() && right.is_ascii() {
        left.cmp(right)
    } else {
        left.encode_utf16().cmp(right.encode_utf16())
    }
}

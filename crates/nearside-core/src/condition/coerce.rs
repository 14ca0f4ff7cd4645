//! JavaScript's coercions of JSON values.
//!
//! Value → text, number or truth, after ECMA-262 ToString, ToNumber and ToBoolean, which the SDKs' rules rest
//! on. Text and numbers that are already of the wanted type are borrowed. Invariant: never NaN for a number
//! in, no recursion deeper than the bound.

use std::borrow::Cow;

use serde_json::{Number, Value};

use super::bounds::MAX_DEPTH;
use crate::decimal;

/// The value read as text: `null`, `true`, `1.5`, a list joined by commas, `[object Object]`.
pub(super) fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => Cow::Borrowed("null"),
        Value::Bool(true) => Cow::Borrowed("true"),
        Value::Bool(false) => Cow::Borrowed("false"),
        Value::Number(number) => Cow::Owned(decimal::text(float(number))),
        Value::String(text) => Cow::Borrowed(text),
        Value::Array(_) => Cow::Owned(joined(value, 0)),
        Value::Object(_) => Cow::Borrowed("[object Object]"),
    }
}

/// The value read as a number; NaN where it is none.
pub(super) fn number(value: &Value) -> f64 {
    match value {
        Value::Null | Value::Bool(false) => 0.0,
        Value::Bool(true) => 1.0,
        Value::Number(number) => float(number),
        Value::String(text) => text_number(text),
        Value::Array(_) => text_number(&text(value)),
        Value::Object(_) => f64::NAN,
    }
}

/// Whether the value counts as true: all but `null`, `false`, 0 and the empty text.
pub(super) fn truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(truth) => *truth,
        Value::Number(number) => float(number) != 0.0,
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}

/// A JSON number as the double that JavaScript would hold.
pub(super) fn float(number: &Number) -> f64 {
    number.as_f64().unwrap_or(f64::NAN)
}

/// Text read as a number: blank is 0, `0x`, `0o` and `0b` prefixes count, any other rest makes it NaN.
pub(super) fn text_number(text: &str) -> f64 {
    let text = text.trim_matches(|c: char| (c.is_whitespace() && c != '\u{85}') || c == '\u{feff}');
    let prefix = text.get(..2).map(str::to_ascii_lowercase);
    match prefix.as_deref() {
        _ if text.is_empty() => 0.0,
        Some("0x") => digits(&text[2..], 16),
        Some("0o") => digits(&text[2..], 8),
        Some("0b") => digits(&text[2..], 2),
        _ => match text.strip_prefix('-') {
            Some(size) => -decimal(size),
            None => decimal(text.strip_prefix('+').unwrap_or(text)),
        },
    }
}

fn digits(text: &str, radix: u32) -> f64 {
    if text.is_empty() {
        return f64::NAN;
    }
    text.chars()
        .try_fold(0.0, |sum, c| Some(sum * f64::from(radix) + f64::from(c.to_digit(radix)?)))
        .unwrap_or(f64::NAN)
}

/// An unsigned decimal.
fn decimal(text: &str) -> f64 {
    if text == "Infinity" { f64::INFINITY } else { decimal::unsigned(text).unwrap_or(f64::NAN) }
}

/// A list's elements joined by commas, `null` as nothing.
fn joined(value: &Value, depth: usize) -> String {
    match value {
        Value::Null => String::new(),
        Value::Array(_) if depth == MAX_DEPTH => String::new(),
        Value::Array(list) => list.iter().map(|item| joined(item, depth + 1)).collect::<Vec<_>>().join(","),
        scalar => text(scalar).into_owned(),
    }
}

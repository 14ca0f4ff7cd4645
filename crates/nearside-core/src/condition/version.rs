//! Version numbers, made comparable as text.
//!
//! `v1.2.3-rc.1+build` → parts `1 2 3 rc 1` → numbers padded to five columns, joined by `-`. This is the SDKs'
//! approximation of semantic versioning, kept as it is: a release sorts after its pre-releases because a bare
//! triple gains the part `~`, the largest ASCII sign, and anything that is not a version reads as `0`.

use std::borrow::Cow;

use serde_json::Value;

use super::coerce;

/// Width that SDKs pad numbers to; longer ones sort by their first digits.
const WIDTH: usize = 5;

/// The comparable form of a version.
pub(super) fn padded(version: &Value) -> String {
    let text = match version {
        Value::String(text) if !text.is_empty() => Cow::Borrowed(text.as_str()),
        Value::Number(_) => coerce::text(version),
        _ => Cow::Borrowed("0"),
    };
    let text = text.strip_prefix('v').unwrap_or(&text);
    let release = text.split_once('+').map_or(text, |(release, _build)| release);
    let mut parts: Vec<Cow<'_, str>> = release.split(['-', '.']).map(pad).collect();
    if parts.len() == 3 {
        parts.push(Cow::Borrowed("~"));
    }
    parts.join("-")
}

fn pad(part: &str) -> Cow<'_, str> {
    let numeric = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if numeric { Cow::Owned(format!("{part:>WIDTH$}")) } else { Cow::Borrowed(part) }
}

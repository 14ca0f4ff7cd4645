//! What a condition is evaluated against.
//!
//! Dotted path → JSON value, borrowed where the source holds one and owned where it makes one (a feature
//! becomes a number without touching the heap). Invariant: a lookup has no effect and the same path gives the
//! same value for as long as the condition is being evaluated.

use std::borrow::Cow;

use serde_json::Value;

use crate::history::History;

/// A source of attribute values by dotted path, such as `scroll.depth`.
pub trait Attributes {
    /// The value at `path`; `None` where there is none, which conditions treat like `null`.
    fn get(&self, path: &str) -> Option<Cow<'_, Value>>;

    /// What happened so far; without it no `$sequence` and no `$count` holds.
    fn history(&self) -> Option<&History> {
        None
    }
}

/// Walks nested objects by key, and lists by index or to their `length`, as JavaScript's `in` finds them.
impl Attributes for Value {
    fn get(&self, path: &str) -> Option<Cow<'_, Value>> {
        let mut found = Cow::Borrowed(self);
        for key in path.split('.') {
            found = match found {
                Cow::Borrowed(Value::Object(object)) => Cow::Borrowed(object.get(key)?),
                Cow::Borrowed(Value::Array(list)) if key == "length" => Cow::Owned(Value::from(list.len())),
                Cow::Borrowed(Value::Array(list)) => Cow::Borrowed(list.get(index(key)?)?),
                _ => return None,
            };
        }
        Some(found)
    }
}

/// A list index in its one canonical spelling: `1`, but neither `01` nor `+1`.
fn index(key: &str) -> Option<usize> {
    let canonical = key == "0" || !key.starts_with(['0', '+']);
    if canonical { key.parse().ok() } else { None }
}

//! How deep and how large a condition may be.
//!
//! JSON → nothing, or why it is refused. Everything after this check recurses freely over the condition, so it
//! must come first, and must itself stop before it goes deeper than it allows.

use serde_json::Value;

use super::ConditionError;

/// Deepest nesting of lists and objects accepted. Real rules need fewer than ten levels.
pub(super) const MAX_DEPTH: usize = 64;

/// Most values accepted in one condition; leaves room for `$in` lists of tens of thousands of ids.
pub(super) const MAX_VALUES: usize = 65_536;

/// Refuses a condition that is too deep or too large.
pub(super) fn check(json: &Value) -> Result<(), ConditionError> {
    let mut values = 0;
    visit(json, 0, &mut values)
}

fn visit(json: &Value, depth: usize, values: &mut usize) -> Result<(), ConditionError> {
    *values += 1;
    if *values > MAX_VALUES {
        return Err(ConditionError::TooLarge { limit: MAX_VALUES });
    }
    if !json.is_array() && !json.is_object() {
        return Ok(());
    }
    if depth == MAX_DEPTH {
        return Err(ConditionError::TooDeep { limit: MAX_DEPTH });
    }
    match json {
        Value::Array(list) => list.iter().try_for_each(|item| visit(item, depth + 1, values)),
        Value::Object(object) => object.values().try_for_each(|item| visit(item, depth + 1, values)),
        _ => Ok(()),
    }
}

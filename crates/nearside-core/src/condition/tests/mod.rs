//! Tests of the condition grammar: tables of condition, attributes and expected answer.
//!
//! Each table row is evaluated leniently; `check` also evaluates it strictly wherever strict parsing accepts it,
//! since a condition that both accept must mean the same. (`$sequence` and `$count` are for strict parsing alone.)

mod grammar;
mod happened;
mod operators;
mod property;
mod strict;
mod values;

use serde_json::{Value, json};

use super::{Condition, SavedGroups};

/// A row: condition, attributes, expected.
type Row = (Value, Value, bool);

fn check(rows: &[Row]) {
    let groups =
        SavedGroups::parse_lenient(&json!({"ids": [1, "2", null], "none": [], "later": {"type": "x"}}));
    for (condition, attributes, expected) in rows {
        let lenient = Condition::parse_lenient(condition);
        assert_eq!(lenient.eval(attributes, &groups), *expected, "{condition} on {attributes}");
        if let Ok(strict) = Condition::parse(condition) {
            assert_eq!(strict, lenient, "{condition}");
        }
    }
}

/// Rows that test one attribute `a`: the test, its value, expected.
fn check_values(rows: &[Row]) {
    let row = |(test, value, expected): &Row| (json!({"a": test}), json!({"a": value}), *expected);
    check(&rows.iter().map(row).collect::<Vec<_>>());
}

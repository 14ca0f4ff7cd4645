//! A condition, and beside it the attributes that it is asked of: `[condition, attributes]`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nearside_core::condition::{Condition, SavedGroups};
use serde_json::Value;

fuzz_target!(|json: &str| {
    let Ok(Value::Array(pair)) = serde_json::from_str::<Value>(json) else { return };
    let [condition, attributes] = pair.as_slice() else { return };
    let groups = SavedGroups::parse_lenient(attributes);
    let lenient = Condition::parse_lenient(condition).eval(attributes, &groups);
    let Ok(strict) = Condition::parse(condition) else { return };
    assert!(strict.paths().len() <= json.len());
    // What is right in both grammars means the same in both.
    if !json.contains("$sequence") && !json.contains("$count") {
        assert_eq!(strict.eval(attributes, &groups), lenient);
    }
});

//! What strict parsing refuses, and where it says the mistake is.

use serde_json::{Value, json};

use crate::condition::bounds::{MAX_DEPTH, MAX_VALUES};
use crate::condition::{Condition, ConditionError, SavedGroups};

/// The pointer and kind of the error, or a note that there was none.
fn refusal(condition: &Value) -> (&'static str, String) {
    match Condition::parse(condition) {
        Err(ConditionError::Shape { at, .. }) => ("shape", at),
        Err(ConditionError::UnknownOperator { at, .. }) => ("unknown", at),
        Err(ConditionError::MixedKeys { at }) => ("mixed", at),
        Err(ConditionError::Pattern { at, .. }) => ("pattern", at),
        Err(_) => ("bounds", String::new()),
        Ok(_) => ("accepted", String::new()),
    }
}

#[test]
fn names_the_place_of_the_mistake() {
    for (condition, kind, at) in [
        (json!([]), "shape", ""),
        (json!({"$and": {}}), "shape", "/$and"),
        (json!({"$or": [{}, 1]}), "shape", "/$or/1"),
        (json!({"$not": [1]}), "shape", "/$not"),
        (json!({"$orr": []}), "unknown", "/$orr"),
        (json!({"$and": [{"a/b~c": {"$gtt": 1}}]}), "unknown", "/$and/0/a~1b~0c/$gtt"),
        (json!({"a": {"$gt": 1, "b": 1}}), "mixed", "/a"),
        (json!({"a": {"$eq": []}}), "shape", "/a/$eq"),
        (json!({"a": {"$gt": null}}), "shape", "/a/$gt"),
        (json!({"a": {"$vgt": 1}}), "shape", "/a/$vgt"),
        (json!({"a": {"$in": "x"}}), "shape", "/a/$in"),
        (json!({"a": {"$nin": ["x", []]}}), "shape", "/a/$nin/1"),
        (json!({"a": {"$ini": 1}}), "shape", "/a/$ini"),
        (json!({"a": {"$inGroup": 1}}), "shape", "/a/$inGroup"),
        (json!({"a": {"$all": 1}}), "shape", "/a/$all"),
        (json!({"a": {"$alli": [1, {"$x": 1}]}}), "unknown", "/a/$alli/1/$x"),
        (json!({"a": {"$elemMatch": {"b": {"$x": 1}}}}), "unknown", "/a/$elemMatch/b/$x"),
        (json!({"a": {"$elemMatch": {"$or": []}}}), "unknown", "/a/$elemMatch/$or"),
        (json!({"a": {"$elemMatch": 1}}), "shape", "/a/$elemMatch"),
        (json!({"a": {"$size": "1"}}), "shape", "/a/$size"),
        (json!({"a": {"$regex": "("}}), "pattern", "/a/$regex"),
        (json!({"a": {"$notRegexi": "a(?=b)"}}), "pattern", "/a/$notRegexi"),
        (json!({"a": {"$regex": 1}}), "shape", "/a/$regex"),
        (json!({"a": {"$exists": 1}}), "shape", "/a/$exists"),
        (json!({"a": {"$type": "integer"}}), "shape", "/a/$type"),
        (json!({"a": {"$not": {"$x": 1}}}), "unknown", "/a/$not/$x"),
    ] {
        assert_eq!(refusal(&condition), (kind, at.to_owned()), "{condition}");
    }
}

#[test]
fn says_what_is_wrong() {
    let text = |condition| Condition::parse(&condition).map_err(|error| error.to_string());
    assert_eq!(
        text(json!({"a": {"$gtt": 1}})).err().as_deref(),
        Some("condition/a/$gtt: unknown operator `$gtt`")
    );
    assert_eq!(
        text(json!({"$and": 1})).err().as_deref(),
        Some("condition/$and: expected a list of conditions")
    );
}

fn not(condition: Value) -> Value {
    Value::Object(std::iter::once(("$not".to_owned(), condition)).collect())
}

#[test]
fn depth_and_size_are_bounded() {
    let nested = |levels| (0..levels).fold(json!({}), |inner, _| not(inner));
    assert!(Condition::parse(&nested(MAX_DEPTH - 1)).is_ok());
    assert_eq!(Condition::parse(&nested(MAX_DEPTH)), Err(ConditionError::TooDeep { limit: MAX_DEPTH }));
    let empty = SavedGroups::default();
    assert!(Condition::parse_lenient(&nested(MAX_DEPTH - 2)).eval(&json!({}), &empty));
    assert!(!Condition::parse_lenient(&nested(1_001)).eval(&json!({}), &empty));

    let listed = |items: usize| json!({"a": {"$in": vec![0; items]}});
    // The outer object, the test and the list count too.
    assert!(Condition::parse(&listed(MAX_VALUES - 3)).is_ok());
    assert_eq!(
        Condition::parse(&listed(MAX_VALUES - 2)),
        Err(ConditionError::TooLarge { limit: MAX_VALUES })
    );
}

#[test]
fn a_deep_attribute_is_read_without_harm() {
    // Far beyond the bound for conditions, and still within what JSON values themselves bear being dropped.
    let deep = (0..1_000).fold(json!(1), |inner, _| Value::Array(vec![inner]));
    let attributes = Value::Object(std::iter::once(("a".to_owned(), deep)).collect());
    for test in [json!("x"), json!([[[1]]]), json!({"$in": [1]}), json!({"$regex": "x"}), json!({"$lt": 0})] {
        let condition = Condition::parse_lenient(&json!({"a": test}));
        assert!(!condition.eval(&attributes, &SavedGroups::default()), "{test}");
    }
}

#[test]
fn saved_groups_are_lists_of_scalars() {
    let at = |json| match SavedGroups::parse(&json) {
        Err(ConditionError::Shape { at, .. }) => Some(at),
        _ => None,
    };
    assert_eq!(at(json!([])).as_deref(), Some(""));
    assert_eq!(at(json!({"g": 1})).as_deref(), Some("/g"));
    assert_eq!(at(json!({"g": [1, {}]})).as_deref(), Some("/g/1"));
    assert_eq!(at(json!({"g": [1, "a", null, true]})), None);
}

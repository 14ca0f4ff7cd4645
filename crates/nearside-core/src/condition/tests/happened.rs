//! What happened, asked for by conditions: what they mean, what is refused and where, and that SDKs' are untouched.

use std::borrow::Cow;

use proptest::{collection::hash_map, prelude::*, sample::select};
use serde_json::{Value, json};

use crate::{
    condition::{Attributes, Condition, ConditionError, SavedGroups},
    history::History,
    units::Millis,
};

struct Page(History);

impl Attributes for Page {
    fn get(&self, path: &str) -> Option<Cow<'_, Value>> {
        (path == "device").then(|| Cow::Owned(json!("mobile")))
    }
    fn history(&self) -> Option<&History> {
        Some(&self.0)
    }
}

/// Filter at 0 s, two clicks in the reviews at 10 s and 20 s, back at 30 s; it is 60 s now.
fn page() -> Page {
    let mut history = History::new(0.0);
    for (at, what, part) in [
        (0.0, "filter", None),
        (1e4, "click", Some("reviews")),
        (2e4, "click", Some("reviews")),
        (3e4, "back", None),
    ] {
        history.advance(Millis(at));
        history.note(what, part);
    }
    history.advance(Millis(6e4));
    Page(history)
}

#[test]
fn sequences_and_counts_stand_beside_attributes() {
    let sequence =
        |within: u32| json!({"$sequence": {"steps": ["filter", "click", "back"], "within": within}});
    for (condition, expected) in [
        (sequence(30_000), true),
        (sequence(29_999), false),
        (json!({"$sequence": {"steps": ["filter", "back"]}}), true),
        (json!({"$sequence": {"steps": ["filter", "back"], "since": 30_000}}), true),
        (json!({"$sequence": {"steps": ["filter", "back"], "since": 29_999}}), false),
        (json!({"$count": {"of": "click.reviews", "within": 50_000, "$gte": 2}}), true),
        (json!({"$count": {"of": "click.reviews", "within": 49_999, "$gte": 2}}), false),
        (json!({"$count": {"of": "click", "$eq": 2}}), true),
        (json!({"$count": {"of": "click", "$gt": 1, "$lt": 2}}), false),
        (json!({"$count": {"of": "rage", "$not": {"$gt": 0}}}), true),
        (json!({"device": "mobile", "$count": {"of": "back", "$in": [1, 2]}}), true),
        (json!({"device": "desktop", "$count": {"of": "back", "$in": [1, 2]}}), false),
        (json!({"$and": [sequence(30_000), {"$not": sequence(1)}]}), true),
        (json!({"$or": [sequence(1), {"$count": {"of": "back", "$gte": 1}}]}), true),
    ] {
        let parsed = Condition::parse(&condition).unwrap();
        assert_eq!(parsed.eval(&page(), &SavedGroups::default()), expected, "{condition}");
        assert!(!parsed.paths().iter().any(|path| path.starts_with('$')));
    }
}

#[test]
fn where_nothing_is_remembered_neither_holds() {
    for condition in [json!({"$sequence": {"steps": ["back"]}}), json!({"$count": {"of": "back", "$gte": 0}})]
    {
        let parsed = Condition::parse(&condition).unwrap();
        assert!(!parsed.eval(&json!({}), &SavedGroups::default()), "{condition}");
    }
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let nine = vec!["a"; 9];
    for (condition, expected) in [
        (json!({"$sequence": []}), "condition/$sequence: expected an object"),
        (json!({"$sequence": {}}), "condition/$sequence/steps: expected a list"),
        (
            json!({"$sequence": {"steps": []}}),
            "condition/$sequence/steps: a sequence has 1 to 8 steps, not 0",
        ),
        (
            json!({"$sequence": {"steps": nine}}),
            "condition/$sequence/steps: a sequence has 1 to 8 steps, not 9",
        ),
        (json!({"$sequence": {"steps": "a"}}), "condition/$sequence/steps: expected a list"),
        (
            json!({"$sequence": {"steps": ["a", "clik.b"]}}),
            "condition/$sequence/steps/1: expected what can happen",
        ),
        (
            json!({"$sequence": {"steps": ["a"], "witin": 1}}),
            "condition/$sequence/witin: unknown key `witin`",
        ),
        (
            json!({"$sequence": {"steps": ["a"], "within": 0}}),
            "condition/$sequence/within: expected 1 to 86400000 ms",
        ),
        (
            json!({"$sequence": {"steps": ["a"], "since": 86_400_001}}),
            "condition/$sequence/since: expected 1 to",
        ),
        (
            json!({"$sequence": {"steps": ["a"], "within": "1m"}}),
            "condition/$sequence/within: expected 1 to 86400000 ms",
        ),
        (json!({"$sequence": {"steps": ["a"], "$gte": 1}}), "condition/$sequence/$gte: unknown key"),
        (json!({"$and": [{"$count": {"$gte": 1}}]}), "condition/$and/0/$count/of: expected what can happen"),
        (json!({"$count": {"of": "a"}}), "condition/$count: expected operators"),
        (json!({"$count": {"of": "page.home", "$gt": 1}}), "condition/$count/of: expected what can happen"),
        (json!({"$count": {"of": "a", "$gtt": 1}}), "condition/$count/$gtt: unknown operator"),
        (json!({"$count": {"of": "a", "gte": 1}}), "condition/$count/gte: unknown key `gte`"),
        (json!({"$count": {"of": "a", "$gt": 1, "since": 5}}), "condition/$count/since: unknown key"),
        (json!({"a": {"$count": {"of": "a", "$gt": 1}}}), "condition/a/$count: unknown operator"),
    ] {
        let message = Condition::parse(&condition).unwrap_err().to_string();
        assert!(message.starts_with(expected), "{condition} gave: {message}");
    }
    let error = Condition::parse(&json!({"$sequence": {"steps": []}}));
    assert!(matches!(error, Err(ConditionError::Steps { found: 0, .. })));
}

#[test]
fn to_an_sdk_they_are_attributes() {
    for name in ["$sequence", "$count"] {
        let asked = json!({"steps": ["back"], "of": "back"});
        let condition = Condition::parse_lenient(&json!({ name: asked.clone() }));
        assert!(!condition.eval(&page(), &SavedGroups::default()), "{name}");
        assert!(condition.eval(&json!({ name: asked }), &SavedGroups::default()), "{name}");
    }
}

proptest! {
    #[test]
    fn nothing_panics(
        keys in hash_map(
            select(vec!["steps", "within", "since", "of", "$gte", "$x", "more"]),
            prop_oneof![
                any::<f64>().prop_map(|number| json!(number)),
                select(vec!["back", "click", "click.reviews", "a b", ""]).prop_map(Value::from),
                prop::collection::vec(select(vec!["filter", "click.reviews", "."]), 0..12).prop_map(|list| json!(list)),
            ],
            0..5,
        ),
        name in select(vec!["$sequence", "$count"]),
    ) {
        if let Ok(condition) = Condition::parse(&json!({ name: keys })) {
            condition.eval(&page(), &SavedGroups::default());
        }
    }
}

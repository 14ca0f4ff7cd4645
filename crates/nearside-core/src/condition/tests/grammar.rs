//! Clauses: paths, combinators, and what leniency makes of broken ones.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::check;
use crate::condition::{Attributes, Condition, SavedGroups};

#[test]
fn paths_walk_objects_and_lists() {
    let attributes = json!({"a": {"b": [{"c": 1}, 2]}, "n": null, "d.e": 3});
    check(&[
        (json!({"a.b.0.c": {"$eq": 1}}), attributes.clone(), true),
        (json!({"a.b.1": {"$eq": 2}}), attributes.clone(), true),
        (json!({"a.b.length": {"$eq": 2}}), attributes.clone(), true),
        (json!({"a.b.01": {"$exists": false}}), attributes.clone(), true),
        (json!({"a.b.+1": {"$exists": false}}), attributes.clone(), true),
        (json!({"a.b.1.c": {"$exists": false}}), attributes.clone(), true),
        (json!({"n.x": null}), attributes.clone(), true),
        (json!({"d.e": 3}), attributes, false),
    ]);
}

#[test]
fn combinators() {
    let attributes = json!({"a": 1, "b": 2});
    check(&[
        (json!({}), attributes.clone(), true),
        (json!({"a": 1, "b": 3}), attributes.clone(), false),
        (json!({"$and": [{"a": 1}, {"b": 2}]}), attributes.clone(), true),
        (json!({"$and": [{"a": 1}, {"b": 3}]}), attributes.clone(), false),
        (json!({"$and": []}), attributes.clone(), true),
        (json!({"$or": [{"a": 9}, {"b": 2}]}), attributes.clone(), true),
        (json!({"$or": [{"a": 9}, {"b": 9}]}), attributes.clone(), false),
        (json!({"$or": []}), attributes.clone(), true),
        (json!({"$nor": [{"a": 9}, {"b": 9}]}), attributes.clone(), true),
        (json!({"$nor": [{"a": 9}, {"b": 2}]}), attributes.clone(), false),
        (json!({"$nor": []}), attributes.clone(), false),
        (json!({"$not": {"a": 9}}), attributes.clone(), true),
        (json!({"$not": {"a": 1}}), attributes, false),
    ]);
}

#[test]
fn a_broken_part_never_holds_but_the_rest_still_counts() {
    let attributes = json!({"a": 1, "$group": 2});
    check(&[
        (json!(null), attributes.clone(), false),
        (json!({"$and": 1}), attributes.clone(), false),
        (json!({"$nor": 1}), attributes.clone(), false),
        (json!({"$not": 1}), attributes.clone(), false),
        (json!({"$or": [1, {"a": 1}]}), attributes.clone(), true),
        (json!({"$group": 2}), attributes.clone(), true),
        (json!({"$grout": 2}), attributes, false),
    ]);
}

#[test]
fn reads_any_source_of_attributes() {
    struct Features;
    impl Attributes for Features {
        fn get(&self, path: &str) -> Option<Cow<'_, Value>> {
            (path == "scroll.depth").then(|| Cow::Owned(Value::from(0.8)))
        }
    }
    let condition = Condition::parse_lenient(&json!({"scroll.depth": {"$gt": 0.75}, "absent": {"$lte": 0}}));
    assert!(condition.eval(&Features, &SavedGroups::default()));
}

#[test]
fn comparing_numbers_allocates_nothing() {
    let condition = Condition::parse_lenient(&json!({
        "scroll.depth": {"$gt": 0.75, "$lte": 1},
        "$or": [{"visits": {"$in": [1, 2]}}, {"visits": 3}],
        "device": {"$ne": "mouse"},
    }));
    let attributes = json!({"scroll": {"depth": 0.8}, "visits": 3, "device": "touch"});
    let groups = SavedGroups::default();
    let mut held = false;
    let used = allocation_counter::measure(|| held = condition.eval(&attributes, &groups));
    assert!(held);
    assert_eq!(used.count_total, 0);
}

#[test]
fn lists_each_path_once_in_order() {
    let condition = Condition::parse_lenient(&json!({
        "$and": [{"b.c": 1}, {"a": {"$elemMatch": {"inner": 1}}}],
        "$nor": [{"b.c": 2}, {"$not": {"d": 1}}],
        "e": {"$gt": 1},
    }));
    assert_eq!(condition.paths(), ["b.c", "a", "d", "e"]);
}

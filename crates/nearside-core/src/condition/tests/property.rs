//! Properties over arbitrary input.
//!
//! Anything may be thrown at parsing and evaluation without a panic, and whatever strict parsing accepts is the
//! same tree that lenient parsing makes of it, but for what only nearside knows.

use proptest::collection::{hash_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use crate::condition::{Condition, SavedGroups};

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        (-3..4_i64).prop_map(Value::from),
        "\\PC{0,6}".prop_map(Value::from),
        "v?[0-9]{1,3}(\\.[0-9]{1,2}){0,3}(-[a-z]{1,3})?".prop_map(Value::from),
    ]
}

fn key() -> impl Strategy<Value = String> {
    const KNOWN: &[&str] = &[
        "$and",
        "$or",
        "$nor",
        "$not",
        "$eq",
        "$ne",
        "$lt",
        "$lte",
        "$gt",
        "$gte",
        "$in",
        "$nin",
        "$ini",
        "$nini",
        "$all",
        "$alli",
        "$inGroup",
        "$notInGroup",
        "$regex",
        "$regexi",
        "$notRegex",
        "$notRegexi",
        "$exists",
        "$type",
        "$size",
        "$elemMatch",
        "$veq",
        "$vne",
        "$vgt",
        "$vgte",
        "$vlt",
        "$vlte",
        "a",
        "b",
        "a.b",
        "a.0",
    ];
    prop_oneof![9 => select(KNOWN).prop_map(str::to_owned), 1 => "\\PC{0,4}"]
}

/// Any JSON, its keys mostly those of the grammar.
fn anything() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(6, 48, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            hash_map(key(), inner, 0..4).prop_map(|object| object.into_iter().collect()),
        ]
    })
}

fn operand() -> impl Strategy<Value = (&'static str, Value)> {
    const ORDERS: &[&str] = &["$lt", "$lte", "$gt", "$gte"];
    const VERSIONS: &[&str] = &["$veq", "$vne", "$vgt", "$vgte", "$vlt", "$vlte"];
    prop_oneof![
        (select(&["$eq", "$ne"][..]), scalar()),
        (select(ORDERS), (-2..3_i64).prop_map(Value::from)),
        (select(VERSIONS), "[0-9]\\.[0-9]{1,2}\\.[0-9]".prop_map(Value::from)),
        (
            select(&["$in", "$nin", "$ini", "$nini", "$all", "$alli"][..]),
            vec(scalar(), 0..3).prop_map(Value::from)
        ),
        (select(&["$inGroup", "$notInGroup"][..]), Just(json!("g"))),
        (select(&["$regex", "$regexi", "$notRegex", "$notRegexi"][..]), "[a-z.]{1,3}".prop_map(Value::from)),
        (Just("$exists"), any::<bool>().prop_map(Value::from)),
        (Just("$type"), Just(json!("number"))),
        (Just("$size"), (0..3_i64).prop_map(Value::from)),
    ]
}

/// A test that strict parsing accepts.
fn test() -> impl Strategy<Value = Value> {
    let leaf =
        prop_oneof![scalar(), vec(operand(), 1..3).prop_map(|operators| operators.into_iter().collect())];
    leaf.prop_recursive(3, 12, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|test| json!({"$not": test})),
            inner.clone().prop_map(|test| json!({"$all": [test]})),
            inner.prop_map(|test| json!({"$elemMatch": {"b": test}})),
        ]
    })
}

/// A condition that strict parsing accepts.
fn valid() -> impl Strategy<Value = Value> {
    let path = || select(&["a", "b", "a.b", "a.0"][..]);
    let leaf = (path(), test()).prop_map(|(path, test)| json!({path: test}));
    leaf.prop_recursive(4, 24, 3, |inner| {
        let list = || vec(inner.clone(), 0..3);
        prop_oneof![
            list().prop_map(|list| json!({"$and": list})),
            list().prop_map(|list| json!({"$or": list})),
            list().prop_map(|list| json!({"$nor": list})),
            inner.clone().prop_map(|part| json!({"$not": part})),
        ]
    })
}

proptest! {
    #[test]
    fn nothing_panics(condition in anything(), attributes in anything(), groups in anything()) {
        let groups = SavedGroups::parse(&groups).unwrap_or_else(|_| SavedGroups::parse_lenient(&groups));
        let lenient = Condition::parse_lenient(&condition);
        lenient.eval(&attributes, &groups);
        if let Ok(strict) = Condition::parse(&condition) {
            prop_assert_eq!(strict, lenient);
        }
    }

    #[test]
    fn a_valid_condition_means_the_same_in_both_modes(condition in valid(), attributes in anything()) {
        let groups = SavedGroups::parse_lenient(&json!({"g": [1, "a", null]}));
        let strict = Condition::parse(&condition);
        prop_assert!(strict.is_ok(), "{:?}", strict);
        let lenient = Condition::parse_lenient(&condition);
        prop_assert_eq!(strict.is_ok_and(|strict| strict.eval(&attributes, &groups)), lenient.eval(&attributes, &groups));
    }

    #[test]
    fn a_negation_is_the_opposite(condition in valid(), attributes in anything()) {
        let eval = |json: &Value| Condition::parse_lenient(json).eval(&attributes, &SavedGroups::default());
        prop_assert_ne!(eval(&condition), eval(&json!({"$not": condition})));
    }
}

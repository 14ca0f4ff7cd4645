//! Every operator: where it holds, where it does not, and what it makes of bad input.

use serde_json::json;

use super::{check, check_values};

#[test]
fn equality_is_strict() {
    check_values(&[
        (json!({"$eq": 1}), json!(1.0), true),
        (json!({"$eq": 1}), json!("1"), false),
        (json!({"$eq": null}), json!(null), true),
        (json!({"$eq": [1]}), json!([1]), false),
        (json!({"$ne": 1}), json!(2), true),
        (json!({"$ne": 1}), json!(1), false),
        (json!({"$ne": [1]}), json!([1]), true),
    ]);
}

#[test]
fn order_compares_texts_as_text_and_the_rest_as_numbers() {
    check_values(&[
        (json!({"$gt": 5}), json!(5), false),
        (json!({"$gte": 5}), json!(5), true),
        (json!({"$lt": 5}), json!(4.5), true),
        (json!({"$lte": 5}), json!(5.1), false),
        (json!({"$gt": "5"}), json!("10"), false),
        (json!({"$gt": 5}), json!("10"), true),
        (json!({"$gt": "5"}), json!(10), true),
        (json!({"$lt": "B"}), json!("A"), true),
        (json!({"$gte": 0}), json!("text"), false),
        (json!({"$lt": 0}), json!("text"), false),
        (json!({"$lte": 0}), json!(null), true),
        (json!({"$gte": 1}), json!(true), true),
        (json!({"$gt": 4}), json!([5]), true),
        (json!({"$gt": 4}), json!({}), false),
        // U+FFEE is below U+1F389 as a code point, but above its first surrogate.
        (json!({"$gt": "\u{1f389}"}), json!("\u{ffee}"), true),
    ]);
}

#[test]
fn membership_intersects_lists() {
    check_values(&[
        (json!({"$in": [1, "b"]}), json!("b"), true),
        (json!({"$in": [1, "b"]}), json!("1"), false),
        (json!({"$in": ["a", "b"]}), json!(["x", "b"]), true),
        (json!({"$in": ["a"]}), json!([]), false),
        (json!({"$in": []}), json!("a"), false),
        (json!({"$in": [null]}), json!(null), true),
        (json!({"$in": [["a"]]}), json!([["a"]]), false),
        (json!({"$in": "a"}), json!("a"), false),
        (json!({"$nin": [1]}), json!(2), true),
        (json!({"$nin": ["a"]}), json!(["b", "a"]), false),
        (json!({"$nin": 1}), json!(2), false),
        (json!({"$ini": ["US", "É"]}), json!("us"), true),
        (json!({"$ini": ["US", "É"]}), json!(["de", "É"]), true),
        (json!({"$ini": [1]}), json!(1), true),
        (json!({"$ini": "us"}), json!("us"), false),
        (json!({"$nini": ["US"]}), json!("us"), false),
        (json!({"$nini": ["US"]}), json!("de"), true),
        (json!({"$nini": "US"}), json!("de"), false),
    ]);
}

#[test]
fn groups_are_looked_up_by_id() {
    check_values(&[
        (json!({"$inGroup": "ids"}), json!(1), true),
        (json!({"$inGroup": "ids"}), json!(2), false),
        (json!({"$inGroup": "ids"}), json!([9, "2"]), true),
        (json!({"$inGroup": "unknown"}), json!(1), false),
        (json!({"$notInGroup": "ids"}), json!(2), true),
        (json!({"$notInGroup": "ids"}), json!(1), false),
        (json!({"$notInGroup": "none"}), json!(1), true),
        (json!({"$notInGroup": "unknown"}), json!(1), true),
        (json!({"$inGroup": "later"}), json!("x"), false),
        (json!({"$notInGroup": "later"}), json!("x"), false),
        (json!({"$inGroup": 7}), json!(1), false),
    ]);
}

#[test]
fn all_wants_each_test_passed_by_some_element() {
    check_values(&[
        (json!({"$all": ["a", {"$gt": 4}]}), json!(["a", 5]), true),
        (json!({"$all": ["a", "b"]}), json!(["a"]), false),
        (json!({"$all": []}), json!([]), true),
        (json!({"$all": ["a"]}), json!("a"), false),
        (json!({"$all": "a"}), json!(["a"]), false),
        (json!({"$all": ["A"]}), json!(["a"]), false),
        (json!({"$alli": ["A", "É"]}), json!(["É", "a"]), true),
        (json!({"$alli": ["A", "B"]}), json!(["a"]), false),
        // Only text that stands in the list itself ignores case.
        (json!({"$alli": [{"$eq": "A"}]}), json!(["a"]), false),
    ]);
}

#[test]
fn elements_are_matched_by_operators_or_by_their_own_attributes() {
    check_values(&[
        (json!({"$elemMatch": {"$gt": 4}}), json!([1, 5]), true),
        (json!({"$elemMatch": {"$gt": 4}}), json!([1, 2]), false),
        (json!({"$elemMatch": {"$lt": 1}}), json!([0]), true),
        (json!({"$elemMatch": {"$lt": 1}}), json!([null]), false),
        (json!({"$elemMatch": {"$gt": 4}}), json!(5), false),
        (json!({"$elemMatch": {"b": 1, "c": 2}}), json!([{"b": 1}, {"b": 1, "c": 2}]), true),
        (json!({"$elemMatch": {"b": 1, "c": 2}}), json!([{"b": 1}, {"c": 2}]), false),
        (json!({"$elemMatch": {}}), json!([1]), true),
        (json!({"$elemMatch": 1}), json!([1]), false),
    ]);
}

#[test]
fn size_tests_the_length_of_a_list() {
    check_values(&[
        (json!({"$size": 2}), json!([1, 2]), true),
        (json!({"$size": 2}), json!([1]), false),
        (json!({"$size": {"$gt": 1, "$lt": 3}}), json!([1, 2]), true),
        (json!({"$size": 2}), json!("ab"), false),
        (json!({"$size": 0}), json!(null), false),
    ]);
}

#[test]
fn patterns_match_anywhere_in_the_value_as_text() {
    check_values(&[
        (json!({"$regex": "b+"}), json!("abba"), true),
        (json!({"$regex": "^b"}), json!("abba"), false),
        (json!({"$regex": "B"}), json!("abba"), false),
        (json!({"$regexi": "B"}), json!("abba"), true),
        (json!({"$regexi": "^MÜNCHEN$"}), json!("münchen"), true),
        (json!({"$regexi": "^ß$"}), json!("S"), false),
        (json!({"$notRegex": "^b"}), json!("abba"), true),
        (json!({"$notRegex": "b"}), json!("abba"), false),
        (json!({"$notRegex": "B"}), json!("abba"), true),
        (json!({"$notRegexi": "B"}), json!("abba"), false),
        (json!({"$regex": "^12$"}), json!(12), true),
        (json!({"$regex": "^null$"}), json!(null), true),
        (json!({"$regex": "/p/[^/]+\\/x"}), json!("/p/1/x"), true),
        (json!({"$regex": "^{id}[[&]$"}), json!("{id}["), true),
        (json!({"$regex": "^a{2}$"}), json!("aa"), true),
        (json!({"$regex": "("}), json!("("), false),
        (json!({"$notRegex": "("}), json!("x"), false),
        (json!({"$regex": "^(?!a)"}), json!("b"), false),
        (json!({"$notRegex": "(a{100}){10}"}), json!("a"), true),
        (json!({"$notRegex": "(a{100}){100}"}), json!("a"), false),
        (json!({"$regex": 1}), json!("1"), false),
    ]);
}

#[test]
fn versions_follow_the_padded_order() {
    check_values(&[
        (json!({"$veq": "v1.2.3"}), json!("1.2.3+build.7"), true),
        (json!({"$veq": "1.2.3"}), json!("1.2.3-rc"), false),
        (json!({"$vne": "1.2.3"}), json!("1.2.4"), true),
        (json!({"$vne": "1.2.3"}), json!("v1.2.3"), false),
        (json!({"$vgt": "1.9.0"}), json!("1.10.0"), true),
        (json!({"$vgt": "1.0.0-beta"}), json!("1.0.0"), true),
        (json!({"$vlt": "1.0.0-beta.2"}), json!("1.0.0-beta"), true),
        (json!({"$vgte": "2.0.0"}), json!("2.0.0"), true),
        (json!({"$vgte": "2.0.0"}), json!("1.9.9"), false),
        (json!({"$vlte": "2.0.0"}), json!("2.0.1"), false),
        (json!({"$vgt": "1"}), json!(2), true),
        (json!({"$vgt": "0"}), json!([]), false),
        (json!({"$veq": "0"}), json!(null), true),
        (json!({"$veq": []}), json!(null), true),
    ]);
}

#[test]
fn existence_and_type() {
    check(&[
        (json!({"a": {"$exists": true}}), json!({"a": 0}), true),
        (json!({"a": {"$exists": true}}), json!({"a": null}), false),
        (json!({"a": {"$exists": false}}), json!({}), true),
        (json!({"a": {"$exists": 1}}), json!({"a": 0}), true),
        (json!({"a": {"$type": "null"}}), json!({}), true),
    ]);
    check_values(&[
        (json!({"$type": "boolean"}), json!(false), true),
        (json!({"$type": "number"}), json!(1), true),
        (json!({"$type": "string"}), json!("x"), true),
        (json!({"$type": "array"}), json!([]), true),
        (json!({"$type": "object"}), json!({}), true),
        (json!({"$type": "object"}), json!([]), false),
        (json!({"$type": "integer"}), json!(1), false),
        (json!({"$type": 1}), json!(1), false),
    ]);
}

#[test]
fn not_negates_any_test() {
    check_values(&[
        (json!({"$not": {"$gt": 1}}), json!(1), true),
        (json!({"$not": {"$gt": 1}}), json!(2), false),
        (json!({"$not": "x"}), json!("y"), true),
        (json!({"$not": {"$gt": 1, "$lt": 3}}), json!(4), true),
        (json!({"$not": {"$unknown": 1}}), json!(4), true),
    ]);
}

#[test]
fn all_operators_of_a_test_must_pass_and_an_unknown_one_never_does() {
    check_values(&[
        (json!({"$gt": 1, "$lt": 3}), json!(2), true),
        (json!({"$gt": 1, "$lt": 3}), json!(3), false),
        (json!({"$gt": 1, "$unknown": 3}), json!(2), false),
    ]);
}

//! Plain values as tests, and the coercions behind them.

use serde_json::json;

use super::{check, check_values};
use crate::condition::bounds::MAX_DEPTH;
use crate::condition::coerce;

#[test]
fn text_equals_the_value_read_as_text() {
    check_values(&[
        (json!("a"), json!("a"), true),
        (json!("a"), json!("A"), false),
        (json!("5"), json!(5), true),
        (json!("1.5"), json!(1.5), true),
        (json!("true"), json!(true), true),
        (json!("null"), json!(null), true),
        (json!("1,,x"), json!([1, null, ["x"]]), true),
        (json!("[object Object]"), json!({"b": 1}), true),
        (json!(""), json!(null), false),
    ]);
}

#[test]
fn number_equals_the_value_read_as_number() {
    check_values(&[
        (json!(5), json!(5.0), true),
        (json!(5), json!(" 5 "), true),
        (json!(16), json!("0x10"), true),
        (json!(0), json!(""), true),
        (json!(0), json!(null), true),
        (json!(1), json!(true), true),
        (json!(5), json!([5]), true),
        (json!(5), json!("5px"), false),
        (json!(0), json!({}), false),
    ]);
}

#[test]
fn truth_and_null_do_not_mix() {
    check_values(&[
        (json!(true), json!("x"), true),
        (json!(true), json!([]), true),
        (json!(false), json!(0), true),
        (json!(false), json!(""), true),
        (json!(false), json!(null), false),
        (json!(null), json!(null), true),
        (json!(null), json!(0), false),
    ]);
    check(&[(json!({"a": false}), json!({}), false), (json!({"a": null}), json!({}), true)]);
}

#[test]
fn lists_and_objects_equal_as_json() {
    check_values(&[
        (json!([1, {"b": 2}]), json!([1.0, {"b": 2}]), true),
        (json!([1, 2]), json!([2, 1]), false),
        (json!([1]), json!([1, 2]), false),
        (json!(["1"]), json!([1]), false),
        (json!({"b": 1}), json!({"b": 1}), true),
        (json!({"b": 1}), json!({"b": 1, "c": 2}), false),
        (json!({"b": 1}), json!({"c": 1}), false),
        (json!({"b": 1, "c": 2}), json!({"b": 1}), false),
        (json!({}), json!({}), true),
        (json!({}), json!(1), false),
        (json!([]), json!(""), false),
        // Operators next to other keys are no operators.
        (json!({"$gt": 1, "b": 1}), json!(2), false),
    ]);
}

#[test]
fn numbers_are_written_as_javascript_writes_them() {
    for (number, text) in [
        (json!(-0.0), "0"),
        (json!(-12.5), "-12.5"),
        (json!(0.00012), "0.00012"),
        (json!(1234567890123456.0), "1234567890123456"),
        (json!(1.25e18), "1250000000000000000"),
        (json!(1e20), "100000000000000000000"),
        (json!(1e21), "1e+21"),
        (json!(-1.5e300), "-1.5e+300"),
        (json!(0.000001), "0.000001"),
        (json!(1.5e-7), "1.5e-7"),
        (json!(9_007_199_254_740_993_u64), "9007199254740992"),
    ] {
        assert_eq!(coerce::text(&number), text);
    }
}

#[test]
fn a_list_is_read_as_text_only_down_to_the_bound() {
    let nested = |levels| (1..levels).fold(json!(["x"]), |inner, _| json!([inner]));
    assert_eq!(coerce::text(&nested(MAX_DEPTH)), "x");
    assert_eq!(coerce::text(&nested(MAX_DEPTH + 1)), "");
}

#[test]
fn texts_are_read_as_numbers_as_javascript_reads_them() {
    for (text, number) in [
        ("\u{feff}\t1e3\n", 1000.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("+5", 5.0),
        ("007.50", 7.5),
        ("00", 0.0),
        ("-0.25e+1", -2.5),
        ("1e999", f64::INFINITY),
        ("1e-999", 0.0),
        ("-Infinity", f64::NEG_INFINITY),
        ("0b11", 3.0),
        ("0O17", 15.0),
    ] {
        assert_eq!(coerce::text_number(text), number, "{text}");
    }
    for text in [
        "inf", "NaN", "infinity", "1_0", "0x", "0xg", "-0x1", "1,5", ".", ".e1", "e5", "1e", "1e+", "1e1.5",
        "--1", "+-1", "1-1", "1 2", "é", "\u{85}1",
    ] {
        assert!(coerce::text_number(text).is_nan(), "{text}");
    }
}

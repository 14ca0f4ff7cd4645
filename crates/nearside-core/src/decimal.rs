//! Decimal numbers in text.
//!
//! `1`, `-2.5`, `.5`, `3e2` → the number; none for any other text. And a number → its decimals. Both by way of JSON and
//! serde_json, which is there anyway: the standard library's own ways would add 20 KB of compressed code and tables to the page.

use serde_json::Number;

/// The number, with a sign or without.
pub fn signed(text: &str) -> Option<f64> {
    match text.strip_prefix('-') {
        Some(size) => unsigned(size).map(|size| -size),
        None => unsigned(text.strip_prefix('+').unwrap_or(text)),
    }
}

/// The number; none with a sign. What is too large for one is infinite.
pub fn unsigned(text: &str) -> Option<f64> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let power = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    if mantissa.len() == usize::from(mantissa.contains('.'))
        || power.is_empty()
        || ![whole, fraction, power].into_iter().all(all_digits)
    {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let (zero, point) = (if whole.is_empty() { "0" } else { "" }, if fraction.is_empty() { "" } else { "." });
    let json = [zero, whole, point, fraction, "e", exponent].concat();
    // The text is a number by now, so all that can be wrong with it is its size.
    Some(json.parse().map_or(f64::INFINITY, |number: Number| number.as_f64().unwrap_or(f64::NAN)))
}

/// A number in JavaScript's notation: the shortest digits that read back the same, which serde_json gives, laid
/// out after ECMA-262 Number::toString, which turns to exponents from 1e21 up and below 1e-6.
pub fn text(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned(); // also for -0
    }
    let Some(json) = Number::from_f64(number.abs()) else {
        return if number.is_nan() {
            "NaN"
        } else if number > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        }
        .to_owned();
    };
    let json = json.to_string();
    let (mantissa, exponent) = json.split_once('e').unwrap_or((&json, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = [whole, fraction].concat();
    let leading = all.len() - all.trim_start_matches('0').len();
    let digits = all.trim_matches('0');
    // Where the decimal point stands, counted from the first digit that is not 0.
    let point = (whole.len() as i32) - (leading as i32) + exponent.parse::<i32>().unwrap_or(0);
    let sign = if number < 0.0 { "-" } else { "" };
    let (count, places) = (digits.len(), point.unsigned_abs() as usize);
    match point {
        1..=21 if places >= count => [sign, digits, &"0".repeat(places - count)].concat(),
        1..=21 => [sign, &digits[..places], ".", &digits[places..]].concat(),
        -5..=0 => [sign, "0.", &"0".repeat(places), digits].concat(),
        _ => {
            let (first, rest) = digits.split_at(1);
            let dot = if rest.is_empty() { "" } else { "." };
            let plus = if point > 0 { "+" } else { "" };
            [sign, first, dot, rest, "e", plus, &(point - 1).to_string()].concat()
        }
    }
}

/// A number for people, rounded to so many `places` behind the point; half-way to the even digit.
pub fn rounded(number: f64, places: usize) -> String {
    let shifted = libm::rint(number.abs() * libm::pow(10.0, places as f64));
    // Beyond that every digit before the point counts for more than one.
    if shifted.is_nan() || shifted >= 1e15 {
        return text(number);
    }
    let digits = (shifted as u64).to_string();
    let digits = ["0".repeat((places + 1).saturating_sub(digits.len())), digits].concat();
    let (whole, fraction) = digits.split_at(digits.len() - places);
    let (sign, point) = (if number < 0.0 { "-" } else { "" }, if places > 0 { "." } else { "" });
    [sign, whole, point, fraction].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_a_number_or_none() {
        for (text, number) in [
            ("0", Some(0.0)),
            ("-2.5", Some(-2.5)),
            ("+007", Some(7.0)),
            (".5", Some(0.5)),
            ("5.", Some(5.0)),
            ("3E+2", Some(300.0)),
            ("1e999", Some(f64::INFINITY)),
            ("", None),
            (".", None),
            ("+-1", None),
            ("1e", None),
            ("1 ", None),
            ("0x10", None),
            ("inf", None),
        ] {
            assert_eq!(signed(text), number, "{text}");
        }
        assert_eq!((unsigned("1.5"), unsigned("-1.5")), (Some(1.5), None));
    }

    #[test]
    fn a_number_for_people_is_rounded() {
        for (number, places, expected) in [
            (0.0, 0, "0"),
            (0.0, 2, "0.00"),
            (2.5, 0, "2"),
            (3.5, 0, "4"),
            (0.125, 2, "0.12"),
            (-0.5, 1, "-0.5"),
            (12.3456, 2, "12.35"),
            (0.007, 2, "0.01"),
            (1e30, 1, "1e+30"),
            (f64::NAN, 1, "NaN"),
            (f64::NEG_INFINITY, 1, "-Infinity"),
        ] {
            assert_eq!(rounded(number, places), expected);
        }
        for thousandths in 1..5_000 {
            let number = f64::from(thousandths as f32 / 1_000.0);
            assert_eq!(rounded(number, 2), format!("{number:.2}"));
        }
    }
}

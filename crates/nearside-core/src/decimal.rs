//! Decimal numbers in text.
//!
//! `1`, `-2.5`, `.5`, `3e2` → the number; none for any other text. Rewritten as JSON and read by serde_json, which is there
//! anyway: the standard library's parser would add 13 KB of compressed tables to the page.

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
}

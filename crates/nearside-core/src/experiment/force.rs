//! A variation forced by the page's address.
//!
//! `?key=1` → variation 1 of experiment `key`, for looking at a variant on purpose. Read as the SDKs read it: the
//! key is not decoded, only the first of several counts, and what is out of range forces nothing.

/// The variation that the address asks for, if it asks for one of the `count` there are.
pub fn query_override(key: &str, url: &str, count: usize) -> Option<usize> {
    // Up to the next `?`, which the SDKs take for the end.
    let query = url.split('?').nth(1)?;
    let query = query.split('#').next()?;
    let (_, value) =
        query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, ""))).find(|(k, _)| *k == key)?;
    leading_integer(value).filter(|variation| *variation < count)
}

/// The integer that a text starts with, as JavaScript's `parseInt` finds it; `None` also for a negative one.
fn leading_integer(text: &str) -> Option<usize> {
    let text = text.trim_start();
    let text = text.strip_prefix('+').unwrap_or(text);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text[digits..];
    // `0x1` is 1 there; here it forces nothing rather than the default.
    if digits == 1 && text.starts_with('0') && rest.starts_with(['x', 'X']) {
        return None;
    }
    text[..digits].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_number_in_range_counts() {
        for (url, expected) in [
            ("", None),
            ("?", None),
            ("?t", None),
            ("?t=", None),
            ("?t=x", None),
            ("?t=1", Some(1)),
            ("?t=01", Some(1)),
            ("?t=1.9", Some(1)),
            ("?t=+1", Some(1)),
            ("?t=-1", None),
            ("?t=3", None),
            ("?t=99999999999999999999999", None),
            ("?t=x&t=1", None),
            ("?t=1&t=2", Some(1)),
            ("?t=1=2", Some(1)),
            ("?u=1&tt=2", None),
            ("?u#?t=1", None),
            ("#?t=1", Some(1)),
            ("?#t=1", None),
            ("?t=2#t=1", Some(2)),
            ("?u=0#&t=1", None),
            ("??t=1", None),
            ("?t=0x1", None),
        ] {
            assert_eq!(query_override("t", url, 3), expected, "{url}");
        }
    }
}

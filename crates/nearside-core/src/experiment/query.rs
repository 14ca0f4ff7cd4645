//! The parameters of a query string.
//!
//! `a=1&b=x+y` ↔ decoded pairs in order, after the URL standard's `application/x-www-form-urlencoded`: `+` is a
//! space, `%XX` a byte of UTF-8, and a bad escape stands for itself.

use super::address::percent;

/// The pairs, decoded.
pub(super) fn pairs(query: &str) -> Vec<(String, String)> {
    let pair = |pair: &str| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(key), decoded(value))
    };
    query.split('&').filter(|text| !text.is_empty()).map(pair).collect()
}

/// The pairs as a query string.
pub(super) fn joined(pairs: &[(String, String)]) -> String {
    let mut query = String::new();
    for (key, value) in pairs {
        if !query.is_empty() {
            query.push('&');
        }
        encode(key, &mut query);
        query.push('=');
        encode(value, &mut query);
    }
    query
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        let escaped = match rest {
            [b'%', high, low, ..] => hex(*high).zip(hex(*low)).map(|(high, low)| high << 4 | low),
            _ => None,
        };
        bytes.push(escaped.unwrap_or(if *byte == b'+' { b' ' } else { *byte }));
        rest = if escaped.is_some() { &rest[3..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|digit| digit as u8)
}

fn encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        match byte {
            b' ' => out.push('+'),
            b'*' | b'-' | b'.' | b'_' => out.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            _ => percent(byte, out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_read_back() {
        for (query, canonical) in [
            ("", ""),
            ("a=1&b=2", "a=1&b=2"),
            ("&a&&b=", "a=&b="),
            ("a=x+y%20z", "a=x+y+z"),
            ("a=%zz%4", "a=%25zz%254"),
            ("k%3D=%C3%BC&k%3D=%ff", "k%3D=%C3%BC&k%3D=%EF%BF%BD"),
            ("a=1=2", "a=1%3D2"),
        ] {
            assert_eq!(joined(&pairs(query)), canonical, "{query}");
        }
    }
}

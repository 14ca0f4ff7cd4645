//! Names as they travel: in a field of fixed width, filled up with zeros.
//!
//! A slot or variant takes 1 to 64 letters, digits, `_` and `-`; a site also `.`, as in a host, and up to 92 bytes.
//! The zeros are part of the rule: one name has one spelling, so bytes and meaning are the same thing.

/// Width of a slot's and of a variant's field.
pub const NAME_BYTES: usize = 64;
/// Width of a site's field.
pub const SITE_BYTES: usize = 92;

/// Whether this can name a slot or a variant.
#[must_use]
pub fn is_name(name: &str) -> bool {
    (1..=NAME_BYTES).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// Whether this can name a site.
#[must_use]
pub fn is_site(name: &str) -> bool {
    (1..=SITE_BYTES).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
}

/// The text in a field, if nothing but zeros follows it.
pub(crate) fn unpad(field: &[u8]) -> Option<&str> {
    let end = field.iter().position(|byte| *byte == 0).unwrap_or(field.len());
    let (text, rest) = field.split_at(end);
    if rest.iter().all(|byte| *byte == 0) { core::str::from_utf8(text).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_may_be_a_host_and_a_slot_may_not() {
        assert!(is_site("shop.example") && !is_name("shop.example") && is_name("next-read_2"));
        for wrong in ["", "a b", "é", "a/b", &"a".repeat(93)] {
            assert!(!is_site(wrong) && !is_name(wrong), "{wrong}");
        }
        assert!(is_name(&"a".repeat(64)) && !is_name(&"a".repeat(65)));
    }

    #[test]
    fn a_field_has_one_spelling() {
        for (field, text) in [
            (&b"ab\0\0"[..], Some("ab")),
            (b"abcd", Some("abcd")),
            (b"\0\0", Some("")),
            (b"a\0b\0", None),
            (b"\xff\0", None),
        ] {
            assert_eq!(unpad(field), text, "{field:?}");
        }
    }
}

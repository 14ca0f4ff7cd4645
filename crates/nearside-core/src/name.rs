//! Names: of slots, variants, regions, goals and segments, which stand in paths, attributes and JSON keys.

/// Whether `name` can name a slot, variant, region, goal or segment (and stand in a feature's path).
pub fn is_name(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_stand_anywhere_is_a_name() {
        for (name, expected) in
            [("hero", true), ("next-read_2", true), ("", false), ("a b", false), ("é", false), ("<b>", false)]
        {
            assert_eq!(is_name(name), expected, "{name}");
        }
        assert!(is_name(&"a".repeat(64)) && !is_name(&"a".repeat(65)));
    }
}

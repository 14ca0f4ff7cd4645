//! The hash that puts a visitor into a bucket.
//!
//! Seed, id and version → a number in [0, 1), the same as in every one of GrowthBook's SDKs: FNV-1a with 32 bits
//! over UTF-16 code units, reduced to 1,000 buckets (version 1) or, hashed twice, to 10,000 (version 2).
//! Version 1 correlates between experiments of similar seeds and is kept for those that run with it.

/// Where `id` falls under `seed`; `None` for a version that does not exist.
pub fn hash(seed: &str, id: &str, version: u32) -> Option<f64> {
    match version {
        1 => Some(f64::from(fnv1a([id, seed]) % 1_000) / 1_000.0),
        2 => Some(f64::from(fnv1a([fnv1a([seed, id]).to_string().as_str()]) % 10_000) / 10_000.0),
        _ => None,
    }
}

/// FNV-1a over the texts as if they were one. The SDKs mix in a whole UTF-16 unit where the algorithm takes bytes.
fn fnv1a<const N: usize>(texts: [&str; N]) -> u32 {
    texts
        .iter()
        .flat_map(|text| text.encode_utf16())
        .fold(0x811c_9dc5, |hash: u32, unit| (hash ^ u32::from(unit)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_algorithm_is_the_published_one() {
        // Vectors of the FNV authors for 32 bits, all ASCII.
        for (text, expected) in [("", 0x811c_9dc5), ("a", 0xe40c_292c), ("foobar", 0xbf9c_f968)] {
            assert_eq!(fnv1a([text]), expected, "{text}");
        }
        assert_eq!(fnv1a(["foo", "bar"]), fnv1a(["foobar"]));
    }

    #[test]
    fn versions_differ_in_order_and_grain() {
        assert_eq!(hash("a", "bc", 1), hash("ca", "b", 1), "version 1 hashes the id before the seed");
        assert_eq!(hash("ab", "c", 2), hash("a", "bc", 2), "version 2 hashes the seed first");
        assert_eq!(hash("a", "b", 0), None);
        assert_eq!(hash("a", "b", 3), None);
        let grain = |version, buckets: f64| {
            (0..500).all(|id| {
                let bucket = hash("seed", &id.to_string(), version).unwrap() * buckets;
                (bucket - bucket.round()).abs() < 1e-9 && bucket < buckets
            })
        };
        assert!(grain(1, 1_000.0) && grain(2, 10_000.0) && !grain(2, 1_000.0));
    }

    #[test]
    fn a_letter_beyond_ascii_is_one_unit_and_an_emoji_two() {
        // (offset basis ^ unit) * prime, written out.
        let unit = |hash: u32, unit: u32| (hash ^ unit).wrapping_mul(0x0100_0193);
        assert_eq!(fnv1a(["é"]), unit(0x811c_9dc5, 0xe9));
        assert_eq!(fnv1a(["😀"]), unit(unit(0x811c_9dc5, 0xd83d), 0xde00));
    }
}

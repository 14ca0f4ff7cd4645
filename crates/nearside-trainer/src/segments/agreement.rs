//! Agreement between two ways of grouping the same rows: the adjusted Rand index (Hubert & Arabie 1985).

use std::collections::BTreeMap;

/// 1 where both group alike, around 0 where they agree by chance alone.
pub(crate) fn adjusted_rand(a: &[usize], b: &[usize]) -> f64 {
    let pairs = |keys: &mut dyn Iterator<Item = (usize, usize)>| -> f64 {
        let mut counts: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        keys.for_each(|key| *counts.entry(key).or_default() += 1.0);
        counts.values().map(|count| count * (count - 1.0) / 2.0).sum()
    };
    let both = pairs(&mut a.iter().copied().zip(b.iter().copied()));
    let (in_a, in_b) = (pairs(&mut a.iter().map(|&key| (key, 0))), pairs(&mut b.iter().map(|&key| (key, 0))));
    let all = a.len() as f64 * (a.len() as f64 - 1.0) / 2.0;
    let by_chance = in_a * in_b / all;
    let most = (in_a + in_b) / 2.0;
    // Both put everything together, or nothing: they agree.
    if most == by_chance { 1.0 } else { (both - by_chance) / (most - by_chance) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_that_of_the_definition() {
        // Names of groups do not matter.
        assert_eq!(adjusted_rand(&[0, 0, 1, 1], &[7, 7, 3, 3]), 1.0);
        // Of 6 pairs, 1 is together in both, 2 in a, 1 in b: (1 − 1/3) / (3/2 − 1/3).
        assert!((adjusted_rand(&[0, 0, 1, 1], &[0, 0, 1, 2]) - 4.0 / 7.0).abs() < 1e-12);
        // None is together in both, 2 in each: (0 − 2/3) / (2 − 2/3).
        assert!((adjusted_rand(&[0, 0, 1, 1], &[0, 1, 0, 1]) + 0.5).abs() < 1e-12);
        assert_eq!(adjusted_rand(&[0, 0, 0], &[0, 0, 0]), 1.0);
    }
}

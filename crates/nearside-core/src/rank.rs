//! Ranks: the order of things by a number.
//!
//! Keys → the places of the things in ascending order; those that tie stay as they were. One piece of code for whatever
//! is sorted: the standard library's sort is 3 KB on the page for each type.

use std::{cmp::Reverse, collections::BinaryHeap};

/// The places of `keys` from the least to the greatest, in [`f64::total_cmp`]'s order.
pub fn ascending(keys: impl Iterator<Item = f64>) -> Vec<usize> {
    let mut heap: BinaryHeap<Reverse<(i64, usize)>> =
        keys.enumerate().map(|(place, key)| Reverse((ordered(key), place))).collect();
    let mut places = Vec::with_capacity(heap.len());
    while let Some(Reverse((_, place))) = heap.pop() {
        places.push(place);
    }
    places
}

/// `items`, from the greatest `key` to the least.
pub fn heaviest_first<T>(items: Vec<T>, key: impl Fn(&T) -> f64) -> Vec<T> {
    let places = ascending(items.iter().map(|item| -key(item)));
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    places.into_iter().filter_map(|place| items[place].take()).collect()
}

/// The number whose order among integers is `key`'s in the total order of IEEE 754.
fn ordered(key: f64) -> i64 {
    let bits = key.to_bits().cast_signed();
    bits ^ ((bits >> 63).cast_unsigned() >> 1).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_ranked_and_ties_stay_as_they_were() {
        let keys = [2.0, -1.0, f64::INFINITY, 2.0, -0.0, 0.0, f64::NEG_INFINITY, -1.5, f64::NAN, 2.0];
        let mut sorted: Vec<usize> = (0..keys.len()).collect();
        sorted.sort_by(|&one, &other| keys[one].total_cmp(&keys[other]));
        assert_eq!(ascending(keys.into_iter()), sorted);
        assert_eq!(ascending(std::iter::empty()), [0; 0]);
    }

    #[test]
    fn the_heaviest_come_first() {
        let items = vec![("a", 1.0), ("b", 3.0), ("c", 1.0), ("d", 2.0)];
        let names: Vec<_> =
            heaviest_first(items, |(_, weight)| *weight).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["b", "d", "a", "c"]);
    }
}

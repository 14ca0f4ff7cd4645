//! Weights, the ranges of buckets that they make, and the variation that a bucket falls to.
//!
//! Number of variations, coverage and weights → one half-open range of [0, 1) for each variation. Weights that
//! can't be meant (wrong count, negative, not summing to about 1) give way to equal ones and coverage is clamped,
//! as in the SDKs, so that a mistake never empties an experiment. Invariant: made ranges never overlap.

use serde_json::Value;

use super::{ExperimentError, fields::shape};
use crate::units::Ratio;

/// A half-open part of [0, 1): from, to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range(pub f64, pub f64);

impl Range {
    /// Whether the bucket lies in it; the upper bound does not.
    pub fn contains(self, bucket: f64) -> bool {
        bucket >= self.0 && bucket < self.1
    }

    /// Reads `[from, to]`.
    pub(super) fn read(json: &Value) -> Result<Range, ExperimentError> {
        let bounds = match json.as_array().map(Vec::as_slice) {
            Some([from, to]) => from.as_f64().zip(to.as_f64()),
            _ => None,
        };
        bounds.map(|(from, to)| Range(from, to)).ok_or(shape("ranges", "two numbers each"))
    }

    /// How much of [0, 1) it takes.
    fn width(self) -> f64 {
        (self.1.min(1.0) - self.0.max(0.0)).max(0.0)
    }
}

/// The same weight for each of `count` variations.
pub fn equal_weights(count: usize) -> Vec<f64> {
    vec![1.0 / count as f64; count]
}

/// Whether these can be the weights of `count` variations: one each, none negative, a sum of 1 give or take 1 %.
pub fn are_weights(weights: &[f64], count: usize) -> bool {
    let total: f64 = weights.iter().sum();
    // Also false for a total that is not a number.
    weights.len() == count && weights.iter().all(|weight| *weight >= 0.0) && (0.99..=1.01).contains(&total)
}

/// The weights that count: those given if they can be meant, else equal ones.
pub fn weights_or_equal(weights: Option<&[f64]>, count: usize) -> Vec<f64> {
    weights
        .filter(|weights| are_weights(weights, count))
        .map_or_else(|| equal_weights(count), <[f64]>::to_vec)
}

/// The ranges of `count` variations; without coverage everyone is covered.
pub fn ranges(count: usize, coverage: Option<f64>, weights: Option<&[f64]>) -> Vec<Range> {
    let coverage = coverage.map_or(1.0, |coverage| coverage.clamp(0.0, 1.0));
    let mut start = 0.0;
    let range = |weight: f64| {
        let range = Range(start, start + coverage * weight);
        // Room is left where coverage falls short, so that raising it moves nobody to another variation.
        start += weight;
        range
    };
    weights_or_equal(weights, count).into_iter().map(range).collect()
}

/// The first variation whose range holds the bucket.
pub fn choose(bucket: f64, ranges: &[Range]) -> Option<usize> {
    ranges.iter().position(|range| range.contains(bucket))
}

/// How likely this variation is for someone whom the ranges cover, to within one bucket of the hash.
pub(super) fn share(ranges: &[Range], variation: usize) -> Ratio {
    let covered: f64 = ranges.iter().map(|range| range.width()).sum();
    Ratio::new(ranges.get(variation).map_or(0.0, |range| range.width() / covered))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_input_falls_back() {
        for (count, coverage, weights, expected) in [
            (2, None, None, vec![(0.0, 0.5), (0.5, 1.0)]),
            (2, Some(0.5), Some(vec![0.4, 0.6]), vec![(0.0, 0.2), (0.4, 0.7)]),
            (2, Some(0.0), None, vec![(0.0, 0.0), (0.5, 0.5)]),
            (2, Some(-1.0), None, vec![(0.0, 0.0), (0.5, 0.5)]),
            (2, Some(1.5), None, vec![(0.0, 0.5), (0.5, 1.0)]),
            (2, None, Some(vec![1.0]), vec![(0.0, 0.5), (0.5, 1.0)]),
            (2, None, Some(vec![0.4, 0.58]), vec![(0.0, 0.5), (0.5, 1.0)]),
            (2, None, Some(vec![0.6, 0.6]), vec![(0.0, 0.5), (0.5, 1.0)]),
            (2, None, Some(vec![1.2, -0.2]), vec![(0.0, 0.5), (0.5, 1.0)]),
            (2, None, Some(vec![f64::NAN, 1.0]), vec![(0.0, 0.5), (0.5, 1.0)]),
            (2, None, Some(vec![0.4, 0.605]), vec![(0.0, 0.4), (0.4, 1.005)]),
            (2, None, Some(vec![0.0, 1.0]), vec![(0.0, 0.0), (0.0, 1.0)]),
            (0, None, None, vec![]),
        ] {
            let expected: Vec<_> = expected.into_iter().map(|(from, to)| Range(from, to)).collect();
            assert_eq!(ranges(count, coverage, weights.as_deref()), expected, "{coverage:?} {weights:?}");
        }
    }

    #[test]
    fn the_first_range_that_holds_the_bucket_wins() {
        let overlapping = [Range(0.1, 0.5), Range(0.4, 0.5), Range(0.5, 0.5), Range(0.5, 1.0)];
        for (bucket, expected) in [(0.0, None), (0.1, Some(0)), (0.45, Some(0)), (0.5, Some(3)), (1.0, None)]
        {
            assert_eq!(choose(bucket, &overlapping), expected, "{bucket}");
        }
    }

    #[test]
    fn a_share_is_of_those_covered() {
        let narrow = ranges(2, Some(0.1), Some(&[0.25, 0.75]));
        let near = |variation, expected: f64| (share(&narrow, variation).get() - expected).abs() < 1e-12;
        assert!(near(0, 0.25) && near(1, 0.75));
        assert_eq!(share(&narrow, 2), Ratio::new(0.0));
        assert_eq!(share(&ranges(2, Some(0.0), None), 0), Ratio::new(0.0));
    }
}

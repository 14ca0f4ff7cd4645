//! What is counted of one variation.
//!
//! Rewards → their number, sum and sum of squares, from which mean and spread follow. On the device a reward is in
//! [0, 1]; at the collector it is the unbiased value that a noised symbol stands for, which may lie outside.

use serde::{Deserialize, Serialize};

/// Counts of one variation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tally {
    /// Exposures whose reward is settled, be it 0.
    pub exposures: u64,
    /// Sum of their rewards.
    pub rewards: f64,
    /// Sum of the squares of their rewards.
    pub squares: f64,
}

impl Tally {
    /// Counts an exposure with its reward.
    pub fn add(&mut self, reward: f64) {
        self.exposures += 1;
        self.rewards += reward;
        self.squares += reward * reward;
    }

    /// Counts what another saw, such as another tab.
    pub fn merge(&mut self, other: Tally) {
        self.exposures += other.exposures;
        self.rewards += other.rewards;
        self.squares += other.squares;
    }

    /// The mean reward; `None` before the first exposure.
    pub fn mean(&self) -> Option<f64> {
        (self.exposures > 0).then(|| self.rewards / self.exposures as f64)
    }

    /// Variance of the rewards as if two more had been seen, a 0 and a 1: never 0, so that a run of equal rewards
    /// does not pass for certainty.
    pub(super) fn cautious_variance(&self) -> f64 {
        let count = self.exposures as f64 + 2.0;
        let mean = (self.rewards + 1.0) / count;
        (self.squares + 1.0) / count - mean * mean
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(rewards: &[f64]) -> Tally {
        let mut tally = Tally::default();
        rewards.iter().for_each(|reward| tally.add(*reward));
        tally
    }

    #[test]
    fn counts_add_up() {
        assert_eq!(tally(&[]).mean(), None);
        let mut both = tally(&[1.0, 0.5]);
        assert_eq!((both.mean(), both.squares), (Some(0.75), 1.25));
        both.merge(tally(&[0.0]));
        assert_eq!(both, tally(&[1.0, 0.5, 0.0]));
    }

    #[test]
    fn the_variance_is_never_zero() {
        // Of 0, 1 alone; of 0, 1 and two more zeros; of 0, 1 and a half.
        for (rewards, expected) in [(&[][..], 0.25), (&[0.0, 0.0], 0.1875), (&[0.5], 1.25 / 3.0 - 0.25)] {
            assert!((tally(rewards).cautious_variance() - expected).abs() < 1e-12, "{rewards:?}");
        }
    }
}

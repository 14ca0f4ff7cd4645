//! Clips outliers of a stream by robust statistics: running median and median absolute deviation.
//!
//! Both are tracked in O(1) and without memory of the samples by stochastic approximation of the quantile
//! (Robbins & Monro 1951; step proportional to the spread, so that it fits any scale). The median and the
//! deviation do not move with a few wild samples, as mean and variance would.

/// Samples before clipping starts; until then the estimates are not worth trusting.
const WARM_UP: u32 = 20;
/// Deviations beyond which a sample is an outlier; 1.4826 of them are one standard deviation of a normal law.
const DEVIATIONS: f64 = 10.0;
/// Share of the spread by which one sample may move the estimates.
const RATE: f64 = 0.05;

/// A clipper for one stream of non-negative samples.
#[derive(Clone, Debug, Default)]
pub(crate) struct RobustClip {
    median: f64,
    deviation: f64,
    seen: u32,
}

impl RobustClip {
    /// Takes a sample and returns it, clipped to what the stream has shown so far.
    pub(crate) fn clip(&mut self, sample: f64) -> f64 {
        let limit = self.median + DEVIATIONS * self.deviation;
        let clipped = if self.seen >= WARM_UP { sample.min(limit) } else { sample };
        if self.seen == 0 {
            (self.median, self.deviation) = (sample, sample / 2.0);
        } else {
            let step = RATE * self.deviation.max(1.0);
            self.median += step * sign(sample - self.median);
            self.deviation += step * sign((sample - self.median).abs() - self.deviation);
            self.deviation = self.deviation.max(0.0);
        }
        self.seen = self.seen.saturating_add(1);
        clipped
    }
}

/// −1, 0 or 1; unlike `f64::signum`, zero has none.
fn sign(x: f64) -> f64 {
    f64::from(i8::from(x > 0.0) - i8::from(x < 0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A spread of samples between 100 and 500.
    fn ordinary(i: u32) -> f64 {
        100.0 + f64::from(i * 37 % 401)
    }

    #[test]
    fn an_outlier_is_clipped_and_moves_nothing() {
        let mut clip = RobustClip::default();
        for i in 0..500 {
            clip.clip(ordinary(i));
        }
        let before = clip.median;
        assert!(clip.clip(1e9) < 5_000.0);
        assert!((clip.median - before).abs() < 10.0);
    }

    #[test]
    fn ordinary_samples_pass_unchanged() {
        let mut clip = RobustClip::default();
        for i in 0..500 {
            assert_eq!(clip.clip(ordinary(i)), ordinary(i));
        }
        assert!((200.0..400.0).contains(&clip.median), "{}", clip.median);
    }
}

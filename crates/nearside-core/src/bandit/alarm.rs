//! The drift alarm: says when rewards have fallen below what was expected for too long to be chance.
//!
//! A one-sided cumulative sum (Page 1954) of standardised surprises, with an allowance that lets it fall back to zero
//! while beliefs hold. Only a fall rings: rewards above what was expected lower a policy's regret, and are learned.

/// Deviations that a surprise must exceed on average to add up; half of the shift that matters.
const ALLOWANCE: f64 = 0.25;
/// Most that one reward adds: a rare reward that does not come is no drift.
const MOST: f64 = 3.0;
/// Least variance of a reward, for expectations near 0 or 1.
const LEAST_VARIANCE: f64 = 0.01;

/// The sum so far, and where it rings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Alarm {
    level: f64,
    threshold: f64,
}

impl Alarm {
    /// An alarm that rings at `threshold`, or never at 0.
    pub(super) fn new(threshold: f64) -> Alarm {
        Alarm { level: 0.0, threshold }
    }

    /// Takes note of a reward; true when that is one disappointment too many. The sum starts afresh then.
    pub(super) fn rings(&mut self, expected: f64, reward: f64) -> bool {
        let deviation = (expected * (1.0 - expected)).max(LEAST_VARIANCE).sqrt();
        let short = ((expected - reward) / deviation).min(MOST);
        self.level = (self.level + short - ALLOWANCE).max(0.0);
        let rings = self.threshold > 0.0 && self.level > self.threshold;
        if rings {
            self.level = 0.0;
        }
        rings
    }

    pub(super) fn level(self) -> f64 {
        self.level
    }

    /// Takes back a level; one that can't be is none.
    pub(super) fn set_level(&mut self, level: f64) {
        self.level = if level.is_finite() { level.clamp(0.0, self.threshold) } else { 0.0 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::{rng, unit};

    /// How often the alarm rings in `count` rewards of chance `chance` where `expected` was expected.
    fn rung(expected: f64, chance: f64, count: u32) -> u32 {
        let (mut alarm, mut rng) = (Alarm::new(20.0), rng(3));
        (0..count).filter(|_| alarm.rings(expected, f64::from(u8::from(unit(&mut rng) < chance)))).count()
            as u32
    }

    #[test]
    fn a_fall_rings_and_what_was_expected_does_not() {
        for chance in [0.05, 0.5, 0.9] {
            assert_eq!(rung(chance, chance, 20_000), 0, "{chance} as expected");
            assert_eq!(rung(chance, (chance + 0.3).min(1.0), 20_000), 0, "{chance} rising");
        }
        assert!(rung(0.6, 0.2, 150) >= 1);
    }

    #[test]
    fn at_zero_it_never_rings() {
        let mut alarm = Alarm::new(0.0);
        assert!((0..1_000).all(|_| !alarm.rings(1.0, 0.0)));
    }
}

//! The drift alarm: says when rewards have fallen below what was expected for too long to be chance.
//!
//! A cumulative sum (Page 1954) of log-likelihood ratios: were the log-odds of this reward what was expected, or lower by
//! [`FALL`]? It stays at zero while beliefs hold. Only a fall rings: rewards above what was expected are learned from as
//! they come.

use crate::units::within;

/// The fall in log-odds that is looked for.
const FALL: f64 = 1.5;
/// Expectations nearer to 0 or 1 than this are taken for it: no belief is surer than that.
const LEAST: f64 = 0.01;

/// The sum so far, and where it rings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Alarm {
    level: f64,
    threshold: f64,
}

impl Alarm {
    /// An alarm that rings by chance at most once in `false_alarm` rewards on average (Lorden 1971), or never at 0.
    pub(super) fn new(false_alarm: f64) -> Alarm {
        Alarm { level: 0.0, threshold: libm::log(false_alarm.max(1.0)) }
    }

    /// Takes note of a reward; true when that is one disappointment too many. The sum starts afresh then.
    pub(super) fn rings(&mut self, expected: f64, reward: f64) -> bool {
        let expected = expected.clamp(LEAST, 1.0 - LEAST);
        // With odds o and o/e^FALL: ln of the ratio of the chances of a reward of 0; a reward of 1 takes FALL off.
        let none = libm::log(1.0 - expected + expected * libm::exp(-FALL));
        self.level = (self.level - none - FALL * reward).max(0.0);
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
        self.level = if level.is_finite() { within(level, 0.0, self.threshold) } else { 0.0 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::{rng, unit};

    /// How often the alarm rings in `count` rewards of chance `chance` where `expected` was expected.
    fn rung(expected: f64, chance: f64, count: u32) -> u32 {
        let (mut alarm, mut rng) = (Alarm::new(1_000_000.0), rng(3));
        (0..count).filter(|_| alarm.rings(expected, f64::from(u8::from(unit(&mut rng) < chance)))).count()
            as u32
    }

    #[test]
    fn a_fall_rings_and_what_was_expected_does_not() {
        for chance in [0.05, 0.5, 0.9] {
            assert_eq!(rung(chance, chance, 40_000), 0, "{chance} as expected");
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

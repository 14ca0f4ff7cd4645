//! Counts over the last five minutes, in O(1) per event and fixed memory.
//!
//! Thirty buckets of ten seconds: a count leaves the window within ten seconds of its five minutes.

use crate::units::Millis;

const BUCKETS: usize = 30;
const BUCKET_MS: f64 = 10_000.0;

/// A count of events in the last five minutes.
#[derive(Clone, Debug)]
pub(super) struct Window {
    buckets: [u16; BUCKETS],
    /// Number of the newest bucket since the page's zero.
    newest: u64,
}

impl Window {
    pub(super) const fn new() -> Self {
        Window { buckets: [0; BUCKETS], newest: 0 }
    }

    /// Counts one event at `now`.
    pub(super) fn count(&mut self, now: Millis) {
        self.roll(now);
        let bucket = &mut self.buckets[(self.newest % BUCKETS as u64) as usize];
        *bucket = bucket.saturating_add(1);
    }

    /// Empties the buckets that have left the window by `now`.
    pub(super) fn roll(&mut self, now: Millis) {
        let current = (now.0.max(0.0) / BUCKET_MS) as u64;
        let passed = current.saturating_sub(self.newest).min(BUCKETS as u64);
        for step in 1..=passed {
            self.buckets[((current + 1 - step) % BUCKETS as u64) as usize] = 0;
        }
        self.newest = self.newest.max(current);
    }

    /// How many are in the window, as of the last `count` or `roll`.
    pub(super) fn total(&self) -> f32 {
        self.buckets.iter().map(|&n| f32::from(n)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_leave_after_five_minutes() {
        let mut window = Window::new();
        for seconds in [0.0, 5.0, 12.0, 299.0] {
            window.count(Millis(seconds * 1_000.0));
        }
        for (seconds, left) in [(299.0, 4.0), (300.0, 2.0), (310.0, 1.0), (589.0, 1.0), (590.0, 0.0)] {
            let mut then = window.clone();
            then.roll(Millis(seconds * 1_000.0));
            assert_eq!(then.total(), left, "at {seconds} s");
        }
    }

    #[test]
    fn a_jump_of_hours_empties_it_and_a_jump_back_harms_nothing() {
        let mut window = Window::new();
        window.count(Millis(1_000.0));
        window.roll(Millis(1e12));
        assert_eq!(window.total(), 0.0);
        window.count(Millis(5.0));
        assert_eq!(window.total(), 1.0);
    }
}

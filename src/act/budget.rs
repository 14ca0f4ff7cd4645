//! The budget of one slot: how often its variant may be put back after the page took it away.
//!
//! (when) → may it be? A page that renders a slot anew does so a few times while it loads, and now and then afterwards: three
//! times in any ten seconds and ten on one page leave room for that, and whoever needs more renders against us. Bounded, so that no
//! fight goes on.

use nearside_core::units::Millis;

/// Most in any [`WINDOW`], and most on one page.
const MOST_AT_ONCE: usize = 3;
const MOST: u32 = 10;
const WINDOW: Millis = Millis(10_000.0);

/// What was spent.
#[derive(Debug, Default)]
pub(super) struct Budget {
    /// The latest, oldest first.
    latest: [Option<Millis>; MOST_AT_ONCE],
    spent: u32,
}

impl Budget {
    /// Spends one at `now`, if one is left; one that is refused is spent for good.
    pub(super) fn spend(&mut self, now: Millis) -> bool {
        let is_crowded = self.latest[0].is_some_and(|then| now.since(then) < WINDOW);
        if is_crowded || self.spent >= MOST {
            self.spent = MOST;
            return false;
        }
        self.latest.rotate_left(1);
        self.latest[MOST_AT_ONCE - 1] = Some(now);
        self.spent += 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spent(times: impl IntoIterator<Item = f64>) -> Vec<bool> {
        let mut budget = Budget::default();
        times.into_iter().map(|at| budget.spend(Millis(at))).collect()
    }

    #[test]
    fn three_in_ten_seconds_and_ten_in_all() {
        for (times, allowed) in [
            (vec![0.0, 16.0, 33.0, 50.0, 60_000.0], vec![true, true, true, false, false]),
            (vec![0.0, 16.0, 33.0, 10_000.0, 10_016.0, 10_030.0], vec![true, true, true, true, true, false]),
            (vec![0.0, 9_999.0, 9_999.0, 10_001.0], vec![true; 4]),
        ] {
            assert_eq!(spent(times.clone()), allowed, "{times:?}");
        }
        let slowly = spent((0..12).map(|at| f64::from(at) * 60_000.0));
        assert_eq!(slowly.iter().filter(|&&allowed| allowed).count(), 10);
        assert!(!slowly[10]);
    }
}

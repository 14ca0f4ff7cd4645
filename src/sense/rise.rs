//! Rise: how fast the cursor goes up, to tell an exit from a drift out of the window.
//!
//! (time, y) of each move → smoothed upward speed in px/ms.

/// Slower than this is no rush for the window's top, px/ms.
const FAST: f64 = 0.5;
/// A rise this long ago has ended, ms.
const RECENT: f64 = 250.0;
/// Weight of the newest step, which halves the noise of single frames.
const NEWEST: f64 = 0.5;

/// The upward movement of a cursor.
#[derive(Debug, Default)]
pub(super) struct Rise {
    last: Option<(f64, f64)>,
    speed: f64,
}

impl Rise {
    /// Takes a move to `y` px at `at` ms.
    pub(super) fn moved(&mut self, at: f64, y: f64) {
        if let Some((then, from)) = self.last.replace((at, y))
            && at > then
        {
            self.speed += NEWEST * ((from - y) / (at - then) - self.speed);
        }
    }

    /// Whether the cursor was going up fast just before `at` ms.
    pub(super) fn is_fast(&self, at: f64) -> bool {
        self.speed >= FAST && self.last.is_some_and(|(then, _)| at - then <= RECENT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_fast_recent_rise_counts() {
        let up_fast = [(0.0, 400.0), (16.0, 360.0), (32.0, 310.0), (48.0, 250.0)];
        let up_slowly = [(0.0, 20.0), (16.0, 18.0), (32.0, 15.0), (48.0, 12.0)];
        let down_fast = [(0.0, 0.0), (16.0, 60.0), (32.0, 120.0), (48.0, 180.0)];
        for (moves, left_at, fast) in [
            (up_fast, 60.0, true),
            (up_fast, 900.0, false),
            (up_slowly, 60.0, false),
            (down_fast, 60.0, false),
        ] {
            let mut rise = Rise::default();
            for (at, y) in moves {
                rise.moved(at, y);
            }
            assert_eq!(rise.is_fast(left_at), fast, "{moves:?} left at {left_at}");
        }
    }
}

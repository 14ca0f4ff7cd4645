//! The drift guard: says when the shipped weights do reliably better than the tuned ones.
//!
//! A cumulative sum (Page 1954) of what each session held out lost more by the tuned weights than by the shipped ones, in nats:
//! the log-likelihood ratio of the two. Were the tuned weights right, its rise from any one session on would reach ln 100
//! with a chance of 1 in 100 at most (Ville's inequality). It stays at 0 while the tuned ones do better, so what they won
//! earlier does not hide what they lose now.

/// Nats from which on it is no chance: ln 100.
const RELIABLE: f64 = 4.605_170_185_988_092;

/// The sum so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Guard {
    lost: f64,
}

impl Guard {
    /// Takes note of a session's losses; true when the tuned weights are to be given up. The sum starts afresh then.
    pub(super) fn rings(&mut self, tuned: f64, shipped: f64) -> bool {
        self.lost = (self.lost + tuned - shipped).max(0.0);
        let rings = self.lost > RELIABLE;
        if rings {
            self.lost = 0.0;
        }
        rings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_rings_for_what_is_lost_now_whatever_was_won_before() {
        let mut guard = Guard::default();
        assert!((0..1_000).all(|_| !guard.rings(0.2, 0.7)));
        let rang: Vec<bool> = (0..12).map(|_| guard.rings(1.2, 0.7)).collect();
        // Ten times half a nat are more than ln 100, nine are not.
        assert_eq!(rang.iter().position(|&rang| rang), Some(9));
        assert!(!rang[10] && !rang[11]);
    }
}

//! LinUCB: the arm that could be the best, by an upper confidence bound (Li, Chu, Langford & Schapire 2010).

use super::beliefs::{Rule, Worth, certain};

/// A bound `spread` deviations above the mean.
#[derive(Debug)]
pub(super) struct LinUcb {
    pub(super) spread: f64,
}

impl Rule for LinUcb {
    fn chances(&self, worths: &[Worth]) -> Vec<f64> {
        certain(worths.iter().map(|worth| worth.mean + self.spread * worth.deviation))
    }
}

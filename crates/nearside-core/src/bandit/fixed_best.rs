//! Fixed best: the arm that did best so far, for everyone; what a plain A/B test would ship.
//!
//! The context has no say. It is what the other policies must beat to be worth their bytes.

use super::{BanditError, Outcome, Policy, beliefs::certain};
use crate::posterior::{Form, MOST_COUNT, Prior};

/// Sum and count of the rewards of each arm, pseudo-rewards of the prior included.
#[derive(Debug)]
pub(super) struct FixedBest {
    arms: Vec<(f64, f64)>,
}

impl FixedBest {
    pub(super) fn new(priors: &[Prior]) -> FixedBest {
        let start = |prior: &Prior| {
            prior.cells.iter().fold((prior.mean, 1.0), |(sum, count), cell| {
                let more = cell.count.min(MOST_COUNT);
                (sum + more * cell.mean, count + more)
            })
        };
        FixedBest { arms: priors.iter().map(start).collect() }
    }
}

impl Policy for FixedBest {
    fn chances(&self, _: &[f64], eligible: &[usize]) -> Result<Vec<f64>, BanditError> {
        Ok(certain(eligible.iter().map(|&arm| self.arms[arm].0 / self.arms[arm].1)))
    }

    fn learn(&mut self, outcome: &Outcome<'_>) -> Result<(), BanditError> {
        let (sum, count) = &mut self.arms[outcome.arm];
        *sum += outcome.reward;
        *count += 1.0;
        Ok(())
    }

    fn weights(&self, _: usize) -> Vec<f64> {
        Vec::new()
    }

    fn numbers(&self, _: Form) -> Vec<Vec<f64>> {
        self.arms.iter().map(|&(sum, count)| vec![sum, count]).collect()
    }

    fn restore(&mut self, arm: usize, _: Form, numbers: &[f64]) -> Result<(), BanditError> {
        match *numbers {
            // Rounding may have lifted a sum of nothing but ones above its count.
            [sum, count] if count >= 1.0 && (0.0..=count * 1.001).contains(&sum) => {
                self.arms[arm] = (sum, count);
                Ok(())
            }
            _ => Err(BanditError::Kept("not a sum and a count of rewards")),
        }
    }
}

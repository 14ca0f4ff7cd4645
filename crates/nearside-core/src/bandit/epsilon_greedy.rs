//! ε-greedy: the best arm by the mean, but for a share of choices that is drawn from all alike.

use super::beliefs::{Rule, Worth, certain};

/// Greedy but for `exploration_rate` of the choices.
#[derive(Debug)]
pub(super) struct EpsilonGreedy {
    pub(super) exploration_rate: f64,
}

impl Rule for EpsilonGreedy {
    fn chances(&self, worths: &[Worth]) -> Vec<f64> {
        let alike = self.exploration_rate / worths.len() as f64;
        let mut chances = certain(worths.iter().map(|worth| worth.mean));
        chances.iter_mut().for_each(|chance| *chance = alike + (1.0 - self.exploration_rate) * *chance);
        chances
    }
}

//! Softmax: a linear score an arm, chosen with the softmax of the scores, climbed along the policy's gradient.
//!
//! REINFORCE with the mean reward as its baseline (Williams 1992), weighted by how much likelier the softmax was than the
//! propensity that really held, and with AdaGrad's step (Duchi, Hazan & Singer 2011). Propensities are exact.

use super::{BanditError, Outcome, Policy};
use crate::posterior::Form;

/// Most that a step is weighted with: rare draws must not throw the scores about.
const MOST_WEIGHT: f64 = 2.0;
/// Rewards that the baseline looks back on.
const LOOK_BACK: f64 = 200.0;

/// One weight of a score, with the sum of the squares of its gradients so far.
#[derive(Clone, Copy, Debug, Default)]
struct Weight {
    value: f64,
    squares: f64,
}

#[derive(Debug)]
pub(super) struct Softmax {
    arms: Vec<Vec<Weight>>,
    step: f64,
    baseline: f64,
    seen: f64,
}

impl Softmax {
    pub(super) fn new(arms: usize, inputs: usize, step: f64) -> Softmax {
        Softmax { arms: vec![vec![Weight::default(); inputs]; arms], step, baseline: 0.0, seen: 0.0 }
    }
}

impl Policy for Softmax {
    fn chances(&self, context: &[f64], eligible: &[usize]) -> Result<Vec<f64>, BanditError> {
        Ok(softmax(eligible.iter().map(|&arm| score(&self.arms[arm], context)).collect()))
    }

    fn learn(&mut self, outcome: &Outcome<'_>) -> Result<(), BanditError> {
        let chances = softmax(self.arms.iter().map(|arm| score(arm, outcome.context)).collect());
        self.seen += 1.0;
        self.baseline += (outcome.reward - self.baseline) / self.seen.min(LOOK_BACK);
        let weight = (chances[outcome.arm] / outcome.propensity).min(MOST_WEIGHT);
        let advantage = weight * (outcome.reward - self.baseline);
        for (i, (arm, chance)) in self.arms.iter_mut().zip(chances).enumerate() {
            let chosen = f64::from(u8::from(i == outcome.arm));
            for (weight, input) in arm.iter_mut().zip(outcome.context) {
                let gradient = advantage * (chosen - chance) * input;
                weight.squares += gradient * gradient;
                if weight.squares > 0.0 {
                    weight.value += self.step * gradient / weight.squares.sqrt();
                }
            }
        }
        Ok(())
    }

    fn weights(&self, arm: usize) -> Vec<f64> {
        self.arms[arm].iter().map(|weight| weight.value).collect()
    }

    /// Each arm's weights, their squares, and what all share: baseline and count.
    fn numbers(&self, _: Form) -> Vec<Vec<f64>> {
        let of = |arm: &Vec<Weight>| {
            let values = arm.iter().map(|weight| weight.value);
            let squares = arm.iter().map(|weight| weight.squares);
            values.chain(squares).chain([self.baseline, self.seen]).collect()
        };
        self.arms.iter().map(of).collect()
    }

    fn restore(&mut self, arm: usize, _: Form, numbers: &[f64]) -> Result<(), BanditError> {
        let refused = BanditError::Kept("not the weights of a score");
        let arm = &mut self.arms[arm];
        let Some((numbers, &[baseline, seen])) = numbers.split_last_chunk::<2>() else { return Err(refused) };
        let (values, squares) = numbers.split_at(numbers.len() / 2);
        let sound = numbers.len() == 2 * arm.len()
            && numbers.iter().all(|number| number.is_finite())
            && squares.iter().all(|&square| square >= 0.0)
            && (0.0..=1.0).contains(&baseline)
            && seen >= 0.0;
        if !sound {
            return Err(refused);
        }
        for (weight, (&value, &squares)) in arm.iter_mut().zip(values.iter().zip(squares)) {
            *weight = Weight { value, squares };
        }
        (self.baseline, self.seen) = (baseline, seen);
        Ok(())
    }
}

fn score(arm: &[Weight], context: &[f64]) -> f64 {
    arm.iter().zip(context).map(|(weight, input)| weight.value * input).sum()
}

fn softmax(mut scores: Vec<f64>) -> Vec<f64> {
    let greatest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    scores.iter_mut().for_each(|score| *score = libm::exp(*score - greatest));
    let sum: f64 = scores.iter().sum();
    scores.iter_mut().for_each(|score| *score /= sum);
    scores
}

//! The posterior: what one arm is believed to be worth, in any context.
//!
//! contexts and rewards in [0, 1] → a Gaussian belief over weights on the log-odds of the reward. It starts from a
//! [`Prior`], moves by assumed-density filtering (logistic likelihood, moments by MacKay's approximation), one
//! O(d²) turn of a square root a reward, and can forget towards its prior. A context or reward that can't be is
//! refused and changes nothing, so the belief is finite and positive definite whatever it was told.

mod numbers;
mod prior;
mod root;

use std::f64::consts::PI;

use thiserror::Error;

pub use self::{
    numbers::Form,
    prior::{Cell, MOST_COUNT, Prior},
};
use self::{prior::Row, root::Root};
use crate::decimal::text;

/// Most inputs of a context.
pub const MOST_INPUTS: usize = 256;
/// Largest input; inputs are standardised, so anything near it is a mistake.
pub const LARGEST_INPUT: f64 = 100.0;

/// π/8 makes 1/√(1 + v·π/8) the slope at which a logistic and a Gaussian convolve (MacKay 1992).
const LOGISTIC: f64 = PI / 8.0;
/// Least curvature of one reward: a prediction near 0 or 1 would else learn nothing from a surprise.
const LEAST_CURVATURE: f64 = 1e-4;

/// Why a belief was not asked, taught or read.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum PosteriorError {
    /// Too many inputs, or none.
    #[error("a context has 1 to {MOST_INPUTS} inputs, not {0}")]
    Inputs(usize),
    /// A context of another length.
    #[error("the context has {found} inputs, not {expected}")]
    Width {
        /// Inputs that the belief is about.
        expected: usize,
        /// Inputs given.
        found: usize,
    },
    /// An input that is not finite, or out of all proportion.
    #[error("input {index} is {}; inputs lie between -100 and 100", text(*value))]
    Input {
        /// Which.
        index: usize,
        /// What it was.
        value: f64,
    },
    /// A reward outside [0, 1].
    #[error("the reward is {}, but must lie between 0 and 1", text(*_0))]
    Reward(f64),
    /// A prior that can't be.
    #[error("the prior's {what} is {}", text(*value))]
    Prior {
        /// Which part.
        what: &'static str,
        /// What it was.
        value: f64,
    },
    /// Kept numbers that are no belief.
    #[error("the kept numbers are no belief over {0} inputs")]
    Kept(usize),
}

/// What a belief says of one context.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prediction {
    /// Mean of the log-odds of the reward.
    pub mean: f64,
    /// Variance of the log-odds of the reward.
    pub variance: f64,
}

impl Prediction {
    /// The expected reward: the logistic's mean under the belief.
    pub fn reward(self) -> f64 {
        logistic(self.mean * self.shrink())
    }

    fn shrink(self) -> f64 {
        1.0 / (1.0 + LOGISTIC * self.variance).sqrt()
    }
}

/// A Gaussian belief over the weights of one arm.
#[derive(Clone, Debug)]
pub struct Posterior {
    prior: Vec<Row>,
    /// R, upper triangular, with RᵀR the precision of the belief.
    root: Root,
    /// R times the mean.
    turned: Vec<f64>,
    seen: u32,
}

impl Posterior {
    /// The belief before any reward, over contexts of `inputs` inputs of which the first is always 1.
    ///
    /// # Errors
    /// [`PosteriorError::Inputs`] or [`PosteriorError::Prior`].
    pub fn new(prior: &Prior, inputs: usize) -> Result<Posterior, PosteriorError> {
        if !(1..=MOST_INPUTS).contains(&inputs) {
            return Err(PosteriorError::Inputs(inputs));
        }
        let (root, turned) = (Root::zero(inputs), vec![0.0; inputs]);
        let mut posterior = Posterior { prior: prior.rows(inputs)?, root, turned, seen: 0 };
        posterior.believe_prior(1.0);
        Ok(posterior)
    }

    /// Inputs of a context.
    pub fn inputs(&self) -> usize {
        self.turned.len()
    }

    /// Rewards seen so far.
    pub fn seen(&self) -> u32 {
        self.seen
    }

    /// Mean of the weights, one an input.
    pub fn weights(&self) -> Vec<f64> {
        let mut weights = self.turned.clone();
        self.root.solve(&mut weights);
        weights
    }

    /// What to expect in `context`.
    ///
    /// # Errors
    /// [`PosteriorError::Width`] or [`PosteriorError::Input`].
    pub fn predict(&self, context: &[f64]) -> Result<Prediction, PosteriorError> {
        check(context, self.inputs())?;
        Ok(self.expect(context))
    }

    /// Learns that `context` brought `reward`; gives what was expected before.
    ///
    /// # Errors
    /// [`PosteriorError::Width`], [`PosteriorError::Input`] or [`PosteriorError::Reward`]; nothing is learned then.
    pub fn learn(&mut self, context: &[f64], reward: f64) -> Result<Prediction, PosteriorError> {
        check(context, self.inputs())?;
        if !(0.0..=1.0).contains(&reward) {
            return Err(PosteriorError::Reward(reward));
        }
        let expected = self.expect(context);
        let (shrink, chance) = (expected.shrink(), expected.reward());
        // First and second derivative of ln E[likelihood] in the mean; the second says how much information came.
        let slope = shrink * (reward - chance);
        let curvature = shrink * shrink * (chance * (1.0 - chance)).max(LEAST_CURVATURE);
        // shrink²·variance ≤ 8/π and chance·(1 − chance) ≤ ¼, so this is at least 1 − 2/π.
        let left = 1.0 - curvature * expected.variance;
        let scale = (curvature / left).sqrt();
        self.absorb(context, scale, scale * expected.mean + slope / (left * scale));
        self.seen = self.seen.saturating_add(1);
        Ok(expected)
    }

    /// Keeps the share `keep` of what was learned and puts the prior in the place of the rest.
    pub fn forget(&mut self, keep: f64) {
        let keep = keep.clamp(0.0, 1.0);
        self.root.scale(keep.sqrt());
        self.turned.iter_mut().for_each(|value| *value *= keep.sqrt());
        self.believe_prior(1.0 - keep);
    }

    fn believe_prior(&mut self, share: f64) {
        let rows = std::mem::take(&mut self.prior);
        for row in &rows {
            let mut context = [0.0; MOST_INPUTS];
            row.columns().for_each(|column| context[column] = 1.0);
            let scale = (share * row.weight).sqrt();
            self.absorb(&context[..self.turned.len()], scale, scale * row.target);
        }
        self.prior = rows;
    }

    /// Adds one observation: `scale`·`context` came out at `target`, with unit noise.
    fn absorb(&mut self, context: &[f64], scale: f64, target: f64) {
        let mut row = [0.0; MOST_INPUTS];
        row.iter_mut().zip(context).for_each(|(entry, input)| *entry = scale * input);
        self.root.absorb(&mut row[..context.len()], &mut self.turned, target);
    }

    fn expect(&self, context: &[f64]) -> Prediction {
        let mut white = [0.0; MOST_INPUTS];
        let white = &mut white[..context.len()];
        white.copy_from_slice(context);
        self.root.whiten(white);
        let mean = white.iter().zip(&self.turned).map(|(a, b)| a * b).sum();
        Prediction { mean, variance: white.iter().map(|a| a * a).sum() }
    }
}

/// Whether `context` has `inputs` inputs, each of a size that can be.
///
/// # Errors
/// [`PosteriorError::Width`] or [`PosteriorError::Input`].
pub(crate) fn check(context: &[f64], inputs: usize) -> Result<(), PosteriorError> {
    if context.len() != inputs {
        return Err(PosteriorError::Width { expected: inputs, found: context.len() });
    }
    match context.iter().position(|value| !(-LARGEST_INPUT..=LARGEST_INPUT).contains(value)) {
        Some(index) => Err(PosteriorError::Input { index, value: context[index] }),
        None => Ok(()),
    }
}

fn logistic(log_odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-log_odds))
}

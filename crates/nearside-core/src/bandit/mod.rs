//! The bandit: chooses among arms by what it learned of each, and tells how likely the choice was.
//!
//! context, arms that may be chosen, chance → arm and propensity; then a reward → beliefs. A [`Policy`] turns beliefs
//! into one probability an arm, the least propensity is mixed in, and a single draw decides: the propensity told
//! is that of the draw, to the last bit, whichever policy it is. Same beliefs, context and seed → same choice.

mod alarm;
mod beliefs;
mod epsilon_greedy;
mod fixed_best;
mod kept;
mod lin_ucb;
mod settings;
mod softmax;
mod thompson;

use std::fmt;

use rand_core::Rng;
use thiserror::Error;

use crate::{
    decimal::text,
    posterior::{Form, PosteriorError, Prior, check},
    seed::unit,
};

pub(crate) use self::kept::{pack, unpack};
pub use self::{
    kept::Kept,
    settings::{Method, Settings, SettingsError},
};

/// Most arms of one bandit.
pub const MOST_ARMS: usize = 64;

/// Why a bandit was not made, asked, taught or read.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum BanditError {
    /// Settings out of range.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// A context, reward or prior that can't be.
    #[error(transparent)]
    Posterior(#[from] PosteriorError),
    /// Too many arms, or none.
    #[error("a bandit has 1 to {MOST_ARMS} arms, not {0}")]
    Arms(usize),
    /// An arm that does not exist, or the same one twice.
    #[error("arm {0} does not exist, or was named twice")]
    Arm(usize),
    /// A propensity outside (0, 1].
    #[error("the propensity is {}, but must lie above 0 and not above 1", text(*_0))]
    Propensity(f64),
    /// What was kept is not of this bandit.
    #[error("what was kept is not of this bandit: {0}")]
    Kept(&'static str),
}

/// An arm and how likely it was.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    /// The arm.
    pub arm: usize,
    /// The probability that it was drawn with.
    pub propensity: f64,
}

/// A reward that came for a choice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome<'a> {
    /// What was chosen.
    pub arm: usize,
    /// In which context.
    pub context: &'a [f64],
    /// What it brought, 0 to 1.
    pub reward: f64,
    /// The propensity that was told with the choice.
    pub propensity: f64,
}

/// A way to choose, and to learn from what came of it. Its callers have checked what it is given.
pub trait Policy {
    /// Probability of each of the `eligible` arms in `context`, in their order; they sum to one.
    ///
    /// # Errors
    /// [`BanditError::Posterior`] for a context that the beliefs refuse.
    fn chances(&self, context: &[f64], eligible: &[usize]) -> Result<Vec<f64>, BanditError>;

    /// Learns from an outcome.
    ///
    /// # Errors
    /// [`BanditError::Posterior`] for a context or a reward that the beliefs refuse.
    fn learn(&mut self, outcome: &Outcome<'_>) -> Result<(), BanditError>;

    /// What each input adds to the score of `arm` per unit; empty where the context has no say.
    fn weights(&self, arm: usize) -> Vec<f64>;

    /// What was learned, as numbers: a list an arm.
    fn numbers(&self, form: Form) -> Vec<Vec<f64>>;

    /// Takes back the numbers of one arm.
    ///
    /// # Errors
    /// [`BanditError`] for numbers that can't be; nothing changes then.
    fn restore(&mut self, arm: usize, form: Form, numbers: &[f64]) -> Result<(), BanditError>;
}

/// A policy over a number of arms, with the least propensity that each keeps.
pub struct Bandit {
    policy: Box<dyn Policy>,
    inputs: usize,
    arms: usize,
    min_propensity: f64,
}

/// By its size alone: policies without [`fmt::Debug`] leave the code that writes their numbers off the page.
impl fmt::Debug for Bandit {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "Bandit of {} arms over {} inputs", self.arms, self.inputs)
    }
}

impl Bandit {
    /// A bandit with one arm a prior, over contexts of `inputs` inputs of which the first is always 1.
    ///
    /// # Errors
    /// [`BanditError`] for settings, priors or sizes out of range.
    pub fn new(settings: &Settings, priors: &[Prior], inputs: usize) -> Result<Bandit, BanditError> {
        settings.check()?;
        let arms = priors.len();
        if !(1..=MOST_ARMS).contains(&arms) {
            return Err(BanditError::Arms(arms));
        }
        let policy = settings.policy(priors, inputs)?;
        Ok(Bandit { policy, inputs, arms, min_propensity: settings.min_propensity })
    }

    /// Probability of each of the `eligible` arms in `context`, in their order; they sum to one.
    ///
    /// # Errors
    /// [`BanditError::Arm`], [`BanditError::Arms`] or [`BanditError::Posterior`].
    pub fn propensities(&self, context: &[f64], eligible: &[usize]) -> Result<Vec<f64>, BanditError> {
        check(context, self.inputs)?;
        if eligible.is_empty() {
            return Err(BanditError::Arms(0));
        }
        let wrong = |(i, arm): (usize, &usize)| *arm >= self.arms || eligible[..i].contains(arm);
        if let Some(i) = eligible.iter().enumerate().position(wrong) {
            return Err(BanditError::Arm(eligible[i]));
        }
        let count = eligible.len() as f64;
        let least = self.min_propensity.min(1.0 / count);
        let chances = self.policy.chances(context, eligible)?;
        Ok(chances.into_iter().map(|chance| least + (1.0 - count * least) * chance).collect())
    }

    /// Chooses one of the `eligible` arms, with a single draw.
    ///
    /// # Errors
    /// As [`Bandit::propensities`].
    pub fn choose(
        &self,
        context: &[f64],
        eligible: &[usize],
        rng: &mut impl Rng,
    ) -> Result<Choice, BanditError> {
        let propensities = self.propensities(context, eligible)?;
        let mut left = unit(rng);
        // Rounding may leave a crumb above the sum; it falls to the likeliest.
        let drawn = propensities.iter().position(|propensity| {
            left -= propensity;
            left < 0.0
        });
        let i = drawn.unwrap_or_else(|| highest(&propensities));
        Ok(Choice { arm: eligible[i], propensity: propensities[i] })
    }

    /// The one of the `eligible` arms that would be drawn most often, for certain; the first of equals.
    ///
    /// # Errors
    /// As [`Bandit::propensities`].
    pub fn likeliest(&self, context: &[f64], eligible: &[usize]) -> Result<Choice, BanditError> {
        let propensities = self.propensities(context, eligible)?;
        Ok(Choice { arm: eligible[highest(&propensities)], propensity: 1.0 })
    }

    /// Learns from an outcome.
    ///
    /// # Errors
    /// [`BanditError`] for an arm, a context, a reward or a propensity that can't be; nothing is learned then.
    pub fn learn(&mut self, outcome: &Outcome<'_>) -> Result<(), BanditError> {
        check(outcome.context, self.inputs)?;
        if outcome.arm >= self.arms {
            return Err(BanditError::Arm(outcome.arm));
        }
        if !(0.0..=1.0).contains(&outcome.reward) {
            return Err(PosteriorError::Reward(outcome.reward).into());
        }
        if !(outcome.propensity > 0.0 && outcome.propensity <= 1.0) {
            return Err(BanditError::Propensity(outcome.propensity));
        }
        self.policy.learn(outcome)
    }

    /// What each input adds to the score of `arm` per unit; empty where the context has no say.
    pub fn weights(&self, arm: usize) -> Vec<f64> {
        if arm < self.arms { self.policy.weights(arm) } else { Vec::new() }
    }

    /// What was learned, to be kept.
    pub fn keep(&self, form: Form) -> Kept {
        Kept::pack(form, &self.policy.numbers(form))
    }

    /// Takes back what was kept. An arm whose text is empty starts from its prior, so a caller who knows the arms by
    /// name can take some over into a bandit with others.
    ///
    /// # Errors
    /// [`BanditError`] for what is not of this bandit; arms before the one at fault are taken over then.
    pub fn restore(&mut self, kept: &Kept) -> Result<(), BanditError> {
        if kept.arms.len() != self.arms {
            return Err(BanditError::Kept("another number of arms"));
        }
        for (arm, numbers) in kept.unpack()?.into_iter().enumerate() {
            if !numbers.is_empty() {
                self.policy.restore(arm, kept.form, &numbers)?;
            }
        }
        Ok(())
    }
}

/// Where the highest stands; the first of equals.
fn highest(propensities: &[f64]) -> usize {
    (0..propensities.len()).fold(0, |best, i| if propensities[i] > propensities[best] { i } else { best })
}

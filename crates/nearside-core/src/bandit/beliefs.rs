//! Policies that choose by what they believe: one [`Posterior`] an arm, a [`Rule`] that weighs them, and how they age.
//!
//! Old rewards lose weight with a half-life, and all of them at once when rewards fall short of what was expected for too
//! long ([`Alarm`]): both forget towards the prior, so a belief never gets vaguer than that. After an alarm the outcomes
//! that raised it are learned again: they are of the new time.

use std::f64::consts::LN_2;

use super::{BanditError, Outcome, Policy, alarm::Alarm};
use crate::posterior::{Form, Posterior, Prior};

/// Rewards of one arm between two steps of forgetting, which cost O(d³) each.
const PACE: u32 = 32;
/// Share of what was learned that an alarm leaves.
const AFTER_ALARM: f64 = 0.01;
/// Most outcomes remembered for an alarm to learn again from.
const MOST_RECENT: usize = 256;

/// What an arm is worth in a context, by its belief: a Gaussian over log-odds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Worth {
    pub(super) mean: f64,
    /// Above zero.
    pub(super) deviation: f64,
}

impl Worth {
    /// The probability to be worth less than `value`, where `spread` of the deviation counts.
    ///
    /// A logistic of a cubic is within 0.00014 of the Gaussian's (Bowling et al. 2009), at a third of the time of an erfc.
    pub(super) fn below(self, value: f64, spread: f64) -> f64 {
        let z = (value - self.mean) / (spread * self.deviation);
        1.0 / (1.0 + libm::exp(-z * (1.5976 + 0.07056 * z * z)))
    }
}

/// How worths become probabilities.
pub(super) trait Rule {
    /// The probability of each to be chosen; they sum to one.
    fn chances(&self, worths: &[Worth]) -> Vec<f64>;
}

/// The probabilities of a choice that is certain.
pub(super) fn certain(scores: impl ExactSizeIterator<Item = f64>) -> Vec<f64> {
    let mut chances = vec![0.0; scores.len()];
    let best = scores.enumerate().reduce(|a, b| if b.1 > a.1 { b } else { a });
    if let Some((best, _)) = best {
        chances[best] = 1.0;
    }
    chances
}

/// An outcome that may be of a new time.
#[derive(Debug)]
struct Recent {
    arm: usize,
    context: Vec<f64>,
    reward: f64,
}

/// Beliefs about all arms of one slot.
pub(super) struct Beliefs {
    rule: Box<dyn Rule>,
    posteriors: Vec<Posterior>,
    alarm: Alarm,
    /// Outcomes since the alarm's sum was last at zero, which is when a drift most likely began. Never kept.
    recent: Vec<Recent>,
    /// Share of what was learned that one step of forgetting leaves; none without forgetting.
    pace: Option<f64>,
}

impl Beliefs {
    pub(super) fn new(
        rule: Box<dyn Rule>,
        posteriors: Vec<Posterior>,
        half_life: f64,
        drift_alarm: f64,
    ) -> Beliefs {
        let pace = (half_life > 0.0).then(|| libm::exp(-LN_2 * f64::from(PACE) / half_life));
        Beliefs { rule, posteriors, alarm: Alarm::new(drift_alarm), recent: Vec::new(), pace }
    }

    /// One belief a prior.
    pub(super) fn start(priors: &[Prior], inputs: usize) -> Result<Vec<Posterior>, BanditError> {
        priors.iter().map(|prior| Ok(Posterior::new(prior, inputs)?)).collect()
    }
}

impl Policy for Beliefs {
    /// A prediction over d inputs deviates by about √(d/n) after n rewards, nearly all of it from weights that later
    /// contexts teach anyway, since they vary; √(1/n) is what an arm's own count leaves open, so that much is the worth's
    /// deviation. (Bastani, Bayati & Khosravi 2021: where contexts are diverse, exploring is nearly free.)
    fn chances(&self, context: &[f64], eligible: &[usize]) -> Result<Vec<f64>, BanditError> {
        let worth = |&arm: &usize| {
            let prediction = self.posteriors[arm].predict(context)?;
            let deviation = (prediction.variance / context.len() as f64).sqrt();
            Ok(Worth { mean: prediction.mean, deviation })
        };
        Ok(self.rule.chances(&eligible.iter().map(worth).collect::<Result<Vec<Worth>, BanditError>>()?))
    }

    fn learn(&mut self, outcome: &Outcome<'_>) -> Result<(), BanditError> {
        let posterior = &mut self.posteriors[outcome.arm];
        let expected = posterior.learn(outcome.context, outcome.reward)?.reward();
        if let Some(keep) = self.pace.filter(|_| posterior.seen().is_multiple_of(PACE)) {
            posterior.forget(keep);
        }
        let rings = self.alarm.rings(expected, outcome.reward);
        if self.recent.len() < MOST_RECENT {
            let &Outcome { arm, context, reward, .. } = outcome;
            self.recent.push(Recent { arm, context: context.to_vec(), reward });
        }
        if rings {
            self.posteriors.iter_mut().for_each(|posterior| posterior.forget(AFTER_ALARM));
            for Recent { arm, context, reward } in self.recent.drain(..) {
                self.posteriors[arm].learn(&context, reward)?;
            }
        } else if self.alarm.level() == 0.0 {
            self.recent.clear();
        }
        Ok(())
    }

    fn weights(&self, arm: usize) -> Vec<f64> {
        self.posteriors[arm].weights()
    }

    /// The alarm's level stands first in every list, so that any arm's can bring it back.
    fn numbers(&self, form: Form) -> Vec<Vec<f64>> {
        let of = |posterior: &Posterior| {
            let mut numbers = vec![self.alarm.level()];
            numbers.extend(posterior.numbers(form));
            numbers
        };
        self.posteriors.iter().map(of).collect()
    }

    fn restore(&mut self, arm: usize, form: Form, numbers: &[f64]) -> Result<(), BanditError> {
        let (&level, numbers) = numbers.split_first().ok_or(BanditError::Kept("an arm without numbers"))?;
        self.posteriors[arm].restore(form, numbers)?;
        self.alarm.set_level(level);
        Ok(())
    }
}

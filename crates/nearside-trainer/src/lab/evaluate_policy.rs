//! `evaluate-policy`: what policies would have won, judged from a log.
//!
//! Log → estimates for each target. What learns (a policy of the bandit, the model of the doubly robust estimator) learns
//! from one half of the log and is judged on the other, both ways round, so that nothing is judged on what it saw.

use std::{fmt::Write, path::PathBuf};

use nearside_core::{
    bandit::{Bandit, BanditError, Method, Outcome, Settings},
    posterior::{Posterior, PosteriorError, Prior},
    seed,
};
use serde_json::json;
use thiserror::Error;

use super::{
    estimate::{Estimate, Evidence, Interval, estimate},
    log::{LogError, Logged, read},
};

/// Why policies could not be judged.
#[derive(Debug, Error)]
#[non_exhaustive]
pub(crate) enum EvaluatePolicyError {
    /// The log.
    #[error(transparent)]
    Log(#[from] LogError),
    /// No such target.
    #[error("there is no policy `{0}`; there are uniform, arm:N (N below {1}) and {names}", names = names())]
    Unknown(String, usize),
    /// A policy at work.
    #[error(transparent)]
    Bandit(#[from] BanditError),
}

impl From<PosteriorError> for EvaluatePolicyError {
    fn from(error: PosteriorError) -> Self {
        BanditError::from(error).into()
    }
}

/// What to judge, and by what.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The log: CSV with the columns arm, propensity, reward and inputs, or a JSON object a line.
    #[arg(long)]
    log: PathBuf,
    /// Targets, with commas between them: uniform, arm:N, or a policy of the bandit.
    #[arg(long, default_value = "uniform,thompson", value_delimiter = ',', value_name = "NAME")]
    policy: Vec<String>,
    /// Resamples of the bootstrap.
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(100..=100_000))]
    resamples: u32,
    /// Of the bootstrap.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// A policy to judge.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Target {
    /// Every arm alike.
    Uniform,
    /// One arm for all.
    Arm(usize),
    /// A policy that learned from the log.
    Learned(Method),
}

/// Judges, and tells in text or JSON.
///
/// # Errors
/// [`EvaluatePolicyError`].
pub(crate) fn run(arguments: &Arguments) -> Result<String, EvaluatePolicyError> {
    let log = read(&arguments.log)?;
    let arms = log.iter().map(|row| row.arm + 1).max().unwrap_or_default();
    let targets = arguments.policy.iter().map(|name| Ok((name, target(name, arms)?)));
    let targets = targets.collect::<Result<Vec<_>, EvaluatePolicyError>>()?;
    let logged = log.iter().map(|row| row.reward).sum::<f64>() / log.len() as f64;
    let mut text = format!(
        "{} decisions among {arms} arms, which won {logged:.4}\n  {:16} {:>24} {:>24} {:>24} {:>9}",
        log.len(),
        "policy",
        "IPS",
        "SNIPS",
        "doubly robust",
        "effective"
    );
    let bar = super::progress("policies", targets.len() as u64);
    let mut found = Vec::new();
    for (name, target) in targets {
        let told = judge(&log, arms, target, arguments.resamples as usize, arguments.seed)?;
        bar.inc(1);
        let show = |i: Interval| format!("{:.4} [{:.4}, {:.4}]", i.value, i.low, i.high);
        // Writing to a String does not fail.
        let _ = write!(
            text,
            "\n  {name:16} {:>24} {:>24} {:>24} {:9.0}",
            show(told.ips),
            show(told.snips),
            show(told.dr),
            told.effective
        );
        found.push(json!({"policy": name, "estimate": told}));
    }
    bar.finish_and_clear();
    let object = json!({"decisions": log.len(), "arms": arms, "logged": logged, "policies": found});
    let _ = write!(text, "\nin brackets: 95 % of {} resamples", arguments.resamples);
    Ok(if arguments.json { format!("{object:#}") } else { text })
}

/// What a log says of one target.
///
/// # Errors
/// [`EvaluatePolicyError::Bandit`] for more arms or inputs than a bandit takes.
pub(crate) fn judge(
    log: &[Logged],
    arms: usize,
    target: Target,
    resamples: usize,
    seed: u64,
) -> Result<Estimate, EvaluatePolicyError> {
    let half = |odd: usize| log.iter().skip(odd).step_by(2);
    let mut evidence = Vec::with_capacity(log.len());
    for odd in [0, 1] {
        let learner = Learner::from(half(1 - odd), arms, target)?;
        for row in half(odd) {
            evidence.push(learner.evidence(row)?);
        }
    }
    Ok(estimate(&evidence, resamples, &mut seed::rng(seed)))
}

/// What was learned from one half of a log.
struct Learner {
    target: Target,
    bandit: Bandit,
    model: Vec<Posterior>,
}

impl Learner {
    fn from<'a>(
        half: impl Iterator<Item = &'a Logged>,
        arms: usize,
        target: Target,
    ) -> Result<Learner, EvaluatePolicyError> {
        let mut half = half.peekable();
        let inputs = half.peek().map_or(0, |row| row.context.len()) + 1;
        let method = if let Target::Learned(method) = target { method } else { Method::default() };
        let settings = Settings { method, ..Settings::default() };
        let mut bandit = Bandit::new(&settings, &vec![Prior::default(); arms], inputs)?;
        let mut model = vec![Posterior::new(&Prior::default(), inputs)?; arms];
        for row in half {
            let context = &context(row);
            let &Logged { arm, propensity, reward, .. } = row;
            bandit.learn(&Outcome { arm, context, reward, propensity })?;
            model[arm].learn(context, reward)?;
        }
        Ok(Learner { target, bandit, model })
    }

    fn evidence(&self, row: &Logged) -> Result<Evidence, EvaluatePolicyError> {
        let context = context(row);
        let arms = self.model.len();
        let chances = match self.target {
            Target::Uniform => vec![1.0 / arms as f64; arms],
            Target::Arm(wanted) => (0..arms).map(|arm| f64::from(u8::from(arm == wanted))).collect(),
            Target::Learned(_) => self.bandit.propensities(&context, &(0..arms).collect::<Vec<_>>())?,
        };
        let mut direct = 0.0;
        for (posterior, chance) in self.model.iter().zip(&chances) {
            direct += chance * posterior.predict(&context)?.reward();
        }
        let expected = self.model[row.arm].predict(&context)?.reward();
        let weight = chances[row.arm] / row.propensity;
        Ok(Evidence { reward: row.reward, weight, expected, direct })
    }
}

/// The logged context with a 1 in front, as beliefs ask for.
fn context(row: &Logged) -> Vec<f64> {
    std::iter::once(1.0).chain(row.context.iter().copied()).collect()
}

fn target(name: &str, arms: usize) -> Result<Target, EvaluatePolicyError> {
    let method = || Method::all().into_iter().find(|method| method.name() == name).map(Target::Learned);
    let arm = || name.strip_prefix("arm:")?.parse().ok().filter(|arm| *arm < arms).map(Target::Arm);
    let uniform = (name == "uniform").then_some(Target::Uniform);
    uniform.or_else(arm).or_else(method).ok_or_else(|| EvaluatePolicyError::Unknown(name.to_owned(), arms))
}

fn names() -> String {
    Method::all().map(Method::name).join(", ")
}

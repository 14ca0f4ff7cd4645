//! How the network is taught: by whom, its size and the numbers of the optimiser.

use nearside_model::manifest::Activation;
use serde::Serialize;

use crate::train::{loss::Loss, settings::activation};

/// Who says what the network learns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Teacher {
    /// Boosted trees, of real and of remixed sessions.
    #[default]
    Trees,
    /// The labels alone, of real sessions.
    Labels,
}

/// Everything that training depends on besides the data.
#[derive(Clone, Debug, Serialize, clap::Args)]
pub(crate) struct Settings {
    /// Who teaches.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) teacher: Teacher,
    /// Fits of the trees, whose mean is the teacher.
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) fits: u32,
    /// Remixed sessions for each real one.
    #[arg(long, default_value_t = 6)]
    pub(crate) remixed: usize,
    /// Remixed sessions for each real one in which the site's codes are unknown.
    #[arg(long, default_value_t = 2)]
    pub(crate) unknown: usize,
    /// Chance that a part of a remixed session is another session's.
    #[arg(long, default_value_t = 0.25, value_parser = share)]
    pub(crate) share: f64,
    /// Widths of the hidden layers.
    #[arg(long, value_delimiter = ',', default_values_t = [64, 32])]
    pub(crate) hidden: Vec<usize>,
    /// What follows each hidden layer.
    #[arg(long, default_value = "silu", value_parser = activation)]
    pub(crate) activation: Activation,
    /// Longest training, in passes over the lesson; it stops earlier when sessions held out say so.
    #[arg(long, default_value_t = 8)]
    pub(crate) epochs: usize,
    /// What is made small.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) loss: Loss,
    /// Rows in one step.
    #[arg(long, default_value_t = 512)]
    pub(crate) batch: usize,
    /// Highest learning rate; it warms up, then follows half a cosine to 0.
    #[arg(long, default_value_t = 5e-3)]
    pub(crate) rate: f64,
    /// Weight decay (AdamW).
    #[arg(long, default_value_t = 0.1)]
    pub(crate) decay: f64,
    /// Share of the average of weights that each step keeps.
    #[arg(long, default_value_t = 0.995)]
    pub(crate) average: f64,
    /// Reads each amount as it is, without bins.
    #[arg(long)]
    pub(crate) no_bins: bool,
    /// Inputs to leave out, by path: what is lost without them (an ablation).
    #[arg(long, value_delimiter = ',', value_name = "PATH")]
    pub(crate) without: Vec<String>,
    /// Folds of the cross-validation; each has its share of sessions that bought.
    #[arg(long, default_value_t = 5)]
    pub(crate) folds: usize,
    /// Times that the sessions are divided into folds, each another way.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) splits: u32,
    /// Seed of everything drawn at random.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u32,
}

fn share(text: &str) -> Result<f64, String> {
    let share = text.parse().map_err(|error: std::num::ParseFloatError| error.to_string())?;
    if (0.0..=1.0).contains(&share) { Ok(share) } else { Err("it is not from 0 to 1".to_owned()) }
}

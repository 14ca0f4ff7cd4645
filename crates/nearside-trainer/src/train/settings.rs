//! How a network is trained: its size and the numbers of the optimiser.

use nearside_model::manifest::Activation;
use serde::Serialize;

use super::loss::Loss;

/// Everything that training depends on besides data and seed.
#[derive(Clone, Debug, Serialize, clap::Args)]
pub(crate) struct Settings {
    /// Widths of the hidden layers.
    #[arg(long, value_delimiter = ',', default_values_t = [64, 32])]
    pub(crate) hidden: Vec<usize>,
    /// What follows each hidden layer.
    #[arg(long, default_value = "silu", value_parser = activation)]
    pub(crate) activation: Activation,
    /// Longest training, in passes over the data; it stops earlier when people held out say so.
    #[arg(long, default_value_t = 6)]
    pub(crate) epochs: usize,
    /// Epochs without a better loss on people held out after which a fold stops.
    #[arg(long, default_value_t = 3)]
    pub(crate) patience: usize,
    /// What is made small.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) loss: Loss,
    /// Learns half from labels, half from boosted trees that had not seen the person.
    #[arg(long)]
    pub(crate) distil: bool,
    /// Rows in one step.
    #[arg(long, default_value_t = 256)]
    pub(crate) batch: usize,
    /// Highest learning rate; it warms up, then follows half a cosine to 0.
    #[arg(long, default_value_t = 2e-3)]
    pub(crate) rate: f64,
    /// Weight decay (AdamW).
    #[arg(long, default_value_t = 0.1)]
    pub(crate) decay: f64,
    /// Share of hidden units dropped in a step.
    #[arg(long, default_value_t = 0.1)]
    pub(crate) dropout: f32,
    /// Share of inputs dropped in a step.
    #[arg(long, default_value_t = 0.1)]
    pub(crate) input_dropout: f32,
    /// Share of the average of weights that each step keeps.
    #[arg(long, default_value_t = 0.998)]
    pub(crate) average: f64,
    /// Folds of the cross-validation, by person.
    #[arg(long, default_value_t = 10)]
    pub(crate) folds: usize,
    /// Inputs to leave out, by path: what the network loses without them (an ablation).
    #[arg(long, value_delimiter = ',', value_name = "PATH")]
    pub(crate) without: Vec<String>,
    /// Further inputs, by path: what the network would gain by them.
    #[arg(long, value_delimiter = ',', value_name = "PATH")]
    pub(crate) with: Vec<String>,
    /// Seed of everything drawn at random.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u32,
}

/// The activation of this name, as manifests write it.
///
/// # Errors
/// What names there are.
pub(crate) fn activation(name: &str) -> Result<Activation, String> {
    serde_json::from_value(name.into()).map_err(|error| error.to_string())
}

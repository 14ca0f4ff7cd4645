//! The manifest: what a model is, what it reads and how its weights are recognised.
//!
//! JSON → a checked [`Manifest`]. It names the feature schema that the model was trained on, the inputs by path
//! with their statistics, the architecture, the calibration and the weights' hash. Unknown keys, unknown
//! paths and numbers out of bounds are refused, and so is what does not answer its task's question.

use std::collections::BTreeMap;

use nearside_core::{
    features::schema,
    scorer::{CONVERT, Score, Task, are_segments},
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::limits;

/// Version of the form described here.
pub const FORMAT: u32 = 2;

/// Why a manifest was refused.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum ManifestError {
    /// Larger than any manifest.
    #[error("the manifest has {0} bytes, more than a manifest may")]
    Size(usize),
    /// Not JSON, or not of a manifest's form.
    #[error("the manifest is not valid: {0}")]
    Syntax(String),
    /// Written for a later version of this code.
    #[error("the manifest has format {0}, this code reads {FORMAT}")]
    Format(u32),
    /// Trained on other features.
    #[error("the model was trained on feature schema {found}, this agent computes {expected}: retrain it")]
    Schema {
        /// The agent's schema hash.
        expected: String,
        /// The model's.
        found: String,
    },
    /// An input that the schema does not have, or not for this task, or that is listed twice.
    #[error("the input `{0}` is not a feature for this task, or is listed twice")]
    Input(String),
    /// A number that can't be used.
    #[error("{what} is {value}, which is out of bounds")]
    Bounds {
        /// Which number.
        what: String,
        /// What it is.
        value: f64,
    },
}

/// What a model is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of this form.
    pub format: u32,
    /// Name of the model, as of its folder.
    pub name: String,
    /// What it is for.
    pub task: Task,
    /// Hash of the feature schema, 16 hex digits.
    pub schema: String,
    /// The columns that it reads, in the order of the network's inputs.
    pub inputs: Vec<Input>,
    /// The network.
    pub architecture: Architecture,
    /// From each head's output to a probability, in the order of the heads; none for a mixture, whose shares are
    /// probabilities already.
    pub calibration: Vec<Platt>,
    /// The weights' file.
    pub weights: WeightsFile,
    /// What it reached, by name, such as `estimate.auc`; cross-validated by person.
    pub metrics: BTreeMap<String, f64>,
    /// What it was trained on.
    pub data: Data,
    /// How it was trained; with the data, enough to make it again byte for byte.
    pub trained: Trained,
}

/// One column that the model reads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The feature's path (with `*` for the region's name).
    pub path: String,
    /// Where it is given the input is whether the raw value is this code: 1 if so, else 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equals: Option<u8>,
    /// Mean of the bent values.
    pub mean: f32,
    /// Standard deviation of the bent values.
    pub spread: f32,
    /// A raw value that says nothing in particular.
    pub typical: f32,
}

/// The network's form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Architecture {
    /// Its kind.
    pub kind: Kind,
    /// Widths of the hidden layers; a mixture has none.
    pub hidden: Vec<usize>,
    /// What follows each hidden layer.
    pub activation: Activation,
    /// Names of what it gives, in order.
    pub heads: Vec<String>,
}

/// Kinds of network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Fully connected layers.
    Mlp,
    /// Gaussians with diagonal covariance: each head's share in where a row falls.
    Mixture,
}

/// What follows a hidden layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Activation {
    /// max(0, x).
    Relu,
    /// x · σ(x).
    Silu,
}

/// Platt scaling: p = σ(scale · z + offset) (Platt 1999).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Platt {
    /// Factor of the network's output; greater than 0.
    pub scale: f32,
    /// What is added.
    pub offset: f32,
}

/// The weights' file and how it is recognised.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeightsFile {
    /// Its name, beside the manifest.
    pub file: String,
    /// SHA-256, 64 hex digits.
    pub sha256: String,
    /// Its length.
    pub bytes: usize,
}

/// What a model was trained on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// Where the data came from.
    pub source: String,
    /// Under which licence.
    pub licence: String,
}

/// How a model was trained. No date: the same run gives the same bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trained {
    /// Version of the trainer.
    pub version: String,
    /// The seed that it was given.
    pub seed: u32,
}

impl Manifest {
    /// Reads and checks a manifest.
    ///
    /// # Errors
    /// [`ManifestError`] with the first thing that is wrong.
    pub fn parse(json: &[u8]) -> Result<Manifest, ManifestError> {
        if json.len() > limits::MANIFEST_BYTES {
            return Err(ManifestError::Size(json.len()));
        }
        let manifest: Manifest =
            serde_json::from_slice(json).map_err(|error| ManifestError::Syntax(error.to_string()))?;
        manifest.check()?;
        Ok(manifest)
    }

    /// Widths of all layers: inputs, hidden, heads.
    pub fn widths(&self) -> Vec<usize> {
        let hidden = self.architecture.hidden.iter().copied();
        std::iter::once(self.inputs.len()).chain(hidden).chain([self.architecture.heads.len()]).collect()
    }

    fn check(&self) -> Result<(), ManifestError> {
        if self.format != FORMAT {
            return Err(ManifestError::Format(self.format));
        }
        let expected = schema_hex();
        if self.schema != expected {
            // A hash is 16 characters; a hostile one need not be printed in full.
            let found = self.schema.chars().take(16).collect();
            return Err(ManifestError::Schema { expected, found });
        }
        self.check_inputs()?;
        self.check_heads()?;
        let Architecture { kind, hidden, heads, .. } = &self.architecture;
        let (layers, calibrations) = match kind {
            Kind::Mlp => (1..=limits::LAYERS, heads.len()),
            Kind::Mixture => (0..=0, 0),
        };
        let (least, most) = (*layers.start() as f64, *layers.end() as f64);
        bounded("the number of hidden layers", hidden.len() as f64, least, most)?;
        for &units in hidden {
            bounded("a hidden layer's width", units as f64, 1.0, limits::UNITS as f64)?;
        }
        let expected = calibrations as f64;
        bounded("the number of calibrations", self.calibration.len() as f64, expected, expected)?;
        for platt in &self.calibration {
            bounded("a calibration's scale", f64::from(platt.scale), 1e-3, 1e3)?;
            bounded("a calibration's offset", f64::from(platt.offset), -1e3, 1e3)?;
        }
        bounded("the weights' length", self.weights.bytes as f64, 1.0, limits::WEIGHTS_BYTES as f64)
    }

    /// Whether the heads answer the task's question.
    fn check_heads(&self) -> Result<(), ManifestError> {
        let Architecture { kind, heads, .. } = &self.architecture;
        let wrong = |what: &str| Err(ManifestError::Syntax(format!("the heads are not {what}")));
        match (self.task, kind) {
            (Task::Attention, Kind::Mlp) if *heads == Score::OUTPUTS => Ok(()),
            (Task::Attention, _) => wrong("a network's estimate and forecast"),
            (Task::Propensity, Kind::Mlp) if *heads == [CONVERT] => Ok(()),
            (Task::Propensity, _) => wrong("a network's convert"),
            (Task::Segments, Kind::Mixture) if are_segments(heads) => Ok(()),
            (Task::Segments, Kind::Mixture) => wrong("2 to 16 names, each another"),
            (Task::Segments, _) => wrong("those of a mixture"),
        }
    }

    fn check_inputs(&self) -> Result<(), ManifestError> {
        bounded("the number of inputs", self.inputs.len() as f64, 1.0, limits::INPUTS as f64)?;
        for (place, input) in self.inputs.iter().enumerate() {
            // A feature may stand there several times, bent around several means, but not twice the same.
            let again = self.inputs[..place].contains(input);
            if again || schema::index_of(&input.path).is_none_or(|column| column >= self.task.width()) {
                return Err(ManifestError::Input(input.path.clone()));
            }
            let Input { path, mean, spread, typical, .. } = input;
            bounded(&format!("the mean of `{path}`"), f64::from(*mean), -1e6, 1e6)?;
            bounded(&format!("the spread of `{path}`"), f64::from(*spread), 1e-6, 1e6)?;
            bounded(&format!("the typical value of `{path}`"), f64::from(*typical), -1e9, 1e9)?;
            let other = self.inputs[..place].iter().find(|earlier| earlier.path == *path);
            if other.is_some_and(|earlier| earlier.typical != *typical) {
                return Err(ManifestError::Syntax(format!("`{path}` has two typical values")));
            }
        }
        Ok(())
    }
}

/// This agent's schema hash, as manifests name it.
pub fn schema_hex() -> String {
    format!("{:016x}", schema::HASH)
}

/// Refuses what is not a number between `low` and `high`.
fn bounded(what: &str, value: f64, low: f64, high: f64) -> Result<(), ManifestError> {
    if (low..=high).contains(&value) {
        Ok(())
    } else {
        Err(ManifestError::Bounds { what: what.to_owned(), value })
    }
}

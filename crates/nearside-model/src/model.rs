//! The model: manifest + weights → probabilities for rows of raw features.
//!
//! Selects its columns, normalises them with the shipped statistics, runs the network and calibrates. It is the
//! core's [`Scorer`]; a row or an output that is not finite never comes out as a score.

use nearside_core::{
    features::{
        normalise::{Statistic, normalise},
        schema::{self, WIDTH},
    },
    scorer::{Score, Scorer, ScorerError},
};
use thiserror::Error;

use crate::{
    limits,
    manifest::{Manifest, ManifestError},
    mlp::{Mlp, sigmoid},
    weights::{self, WeightsError},
};

/// Why a model was refused.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum ModelError {
    /// Its description.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// Its weights.
    #[error(transparent)]
    Weights(#[from] WeightsError),
}

/// A model, checked and ready.
pub struct Model {
    manifest: Manifest,
    /// Columns of a full row, in the network's order.
    columns: Vec<usize>,
    statistics: Vec<Statistic>,
    typical: Vec<f32>,
    network: Mlp,
}

impl Model {
    /// Loads a model from its two files.
    ///
    /// # Errors
    /// [`ModelError`] with the first thing that does not match.
    pub fn load(manifest: &[u8], weights: &[u8]) -> Result<Model, ModelError> {
        let manifest = Manifest::parse(manifest)?;
        let layers = weights::read(&manifest, weights)?;
        let columns = manifest.columns();
        let statistics =
            manifest.inputs.iter().map(|i| Statistic { mean: i.mean, spread: i.spread }).collect();
        let mut typical = vec![0.0; WIDTH];
        for (&column, input) in columns.iter().zip(&manifest.inputs) {
            typical[column] = input.typical;
        }
        let network = Mlp::new(layers, manifest.architecture.activation);
        Ok(Model { manifest, columns, statistics, typical, network })
    }

    /// What the model is.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// What the network takes: the columns of `rows` that it reads, normalised.
    fn normalised(&self, rows: &[f32]) -> Vec<f32> {
        let mut inputs = Vec::with_capacity(rows.len() / WIDTH * self.columns.len());
        for row in rows.chunks_exact(WIDTH) {
            for (&column, &statistic) in self.columns.iter().zip(&self.statistics) {
                inputs
                    .extend(schema::column(column).map(|feature| normalise(feature, statistic, row[column])));
            }
        }
        inputs
    }
}

impl Scorer for Model {
    fn schema(&self) -> u64 {
        // The manifest was refused unless it names this very schema.
        schema::HASH
    }

    fn inputs(&self) -> &[usize] {
        &self.columns
    }

    fn typical(&self) -> &[f32] {
        &self.typical
    }

    fn score(&mut self, rows: &[f32], scores: &mut [Score]) -> Result<(), ScorerError> {
        let failed = |what: String| Err(ScorerError::Failed(what));
        if rows.len() != scores.len() * WIDTH || scores.len() > limits::ROWS {
            return failed(format!("{} values do not make {} rows", rows.len(), scores.len()));
        }
        if scores.is_empty() {
            return Ok(());
        }
        let outputs = match self.network.forward(self.normalised(rows), scores.len()) {
            Ok(outputs) => outputs,
            Err(error) => return failed(error.to_string()),
        };
        let calibration = &self.manifest.calibration;
        for (score, output) in scores.iter_mut().zip(outputs.chunks_exact(calibration.len())) {
            let calibrated =
                |head: usize| sigmoid(calibration[head].scale * output[head] + calibration[head].offset);
            *score = Score { estimate: calibrated(0), forecast: calibrated(1) };
            if !(score.estimate.is_finite() && score.forecast.is_finite()) {
                return failed("the network gave a value that is not finite".to_owned());
            }
        }
        Ok(())
    }
}

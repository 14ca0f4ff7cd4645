//! The model: manifest + weights → outputs for rows of raw features.
//!
//! Selects its columns, normalises them with the shipped statistics, runs and calibrates. It is the core's
//! [`Scorer`]; a row or an output that is not finite never comes out as a score.

use nearside_core::{
    features::{
        normalise::{Statistic, normalise},
        schema,
    },
    finetune::LastLayer,
    scorer::{Scorer, ScorerError, Task},
};
use thiserror::Error;

use crate::{
    limits,
    manifest::{Kind, Manifest, ManifestError, Platt},
    mixture::Mixture,
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
    readers: Vec<Reader>,
    /// The columns that those read, each once.
    columns: Vec<usize>,
    typical: Vec<f32>,
    form: Form,
    hash: u64,
    last_layer: Option<LastLayer>,
}

/// What makes one input of a row's column.
struct Reader {
    column: usize,
    equals: Option<f32>,
    statistic: Statistic,
}

/// What runs.
enum Form {
    Network(Mlp),
    Mixture(Mixture),
}

impl Model {
    /// Loads a model from its two files.
    ///
    /// # Errors
    /// [`ModelError`] with the first thing that does not match.
    pub fn load(manifest: &[u8], weights: &[u8]) -> Result<Model, ModelError> {
        // It names the weights' own hash, so it stands for both.
        let hash = weights::hash(manifest);
        let manifest = Manifest::parse(manifest)?;
        let form = match manifest.architecture.kind {
            Kind::Mlp => {
                let layers = weights::layers(&manifest, weights)?;
                Form::Network(Mlp::new(layers, manifest.architecture.activation))
            }
            Kind::Mixture => Form::Mixture(Mixture::new(weights::components(&manifest, weights)?)),
        };
        let (mut readers, mut columns) = (Vec::new(), Vec::new());
        let mut typical = vec![0.0; manifest.task.width()];
        for input in &manifest.inputs {
            // The manifest was refused unless the schema has them all.
            let Some(column) = schema::index_of(&input.path) else { continue };
            let statistic = Statistic { mean: input.mean, spread: input.spread };
            readers.push(Reader { column, equals: input.equals.map(f32::from), statistic });
            if !columns.contains(&column) {
                columns.push(column);
            }
            typical[column] = input.typical;
        }
        let last_layer = last_layer(&form, &manifest, hash);
        Ok(Model { manifest, readers, columns, typical, form, hash, last_layer })
    }

    /// What tells this model from every other.
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// What the model is.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// What the network takes: the columns of `rows` that it reads, normalised.
    fn normalised(&self, rows: &[f32]) -> Vec<f32> {
        let width = self.manifest.task.width();
        let mut inputs = Vec::with_capacity(rows.len() / width * self.readers.len());
        for row in rows.chunks_exact(width) {
            inputs.extend(self.readers.iter().map(|reader| reader.read(row)));
        }
        inputs
    }
}

impl Reader {
    fn read(&self, row: &[f32]) -> f32 {
        let (raw, Statistic { mean, spread }) = (row[self.column], self.statistic);
        match (self.equals, schema::column(self.column)) {
            // Not clipped: a rare code lies many spreads out, and there are but two values.
            (Some(code), _) => (f32::from(u8::from(raw == code)) - mean) / spread,
            (None, Some(feature)) => normalise(feature, self.statistic, raw),
            (None, None) => 0.0,
        }
    }
}

impl Scorer for Model {
    fn task(&self) -> Task {
        self.manifest.task
    }

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

    fn outputs(&self) -> &[String] {
        &self.manifest.architecture.heads
    }

    fn score(&mut self, rows: &[f32], outputs: &mut [f32]) -> Result<(), ScorerError> {
        let failed = |what: String| Err(ScorerError::Failed(what));
        let (width, heads) = (self.manifest.task.width(), self.outputs().len());
        let count = rows.len() / width;
        if rows.len() != count * width || outputs.len() != count * heads || count > limits::ROWS {
            return failed(format!("{} values do not make {} rows", rows.len(), outputs.len() / heads));
        }
        if count == 0 {
            return Ok(());
        }
        let inputs = self.normalised(rows);
        match &mut self.form {
            Form::Network(network) => match network.forward(inputs, count) {
                Ok(values) => outputs.copy_from_slice(&values),
                Err(error) => return failed(error.to_string()),
            },
            Form::Mixture(mixture) => mixture.shares(&inputs, self.readers.len(), outputs),
        }
        for row in outputs.chunks_exact_mut(heads) {
            for (output, Platt { scale, offset }) in row.iter_mut().zip(&self.manifest.calibration) {
                *output = sigmoid(scale * *output + offset);
            }
        }
        if outputs.iter().all(|output| output.is_finite()) {
            Ok(())
        } else {
            failed("the network gave a value that is not finite".to_owned())
        }
    }

    fn last_layer(&self) -> Option<&LastLayer> {
        self.last_layer.as_ref()
    }

    fn hidden(&self) -> Option<Vec<f32>> {
        match &self.form {
            Form::Network(network) => network.hidden(),
            Form::Mixture(_) => None,
        }
    }
}

/// A network's last layer, with its calibration.
fn last_layer(form: &Form, manifest: &Manifest, hash: u64) -> Option<LastLayer> {
    let (Form::Network(network), &[Platt { scale, offset }]) = (form, manifest.calibration.as_slice()) else {
        return None;
    };
    let (weights, bias) = network.last_layer()?;
    LastLayer::new(hash, weights.iter().map(|weight| scale * weight).collect(), scale * bias + offset)
}

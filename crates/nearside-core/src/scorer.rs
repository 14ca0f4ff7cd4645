//! The scorer: what a model looks like from the core.
//!
//! rows of raw features → one score a row. The core knows no tensor library; `nearside-model` implements
//! this trait, and in the browser a thin adapter calls it in a wasm chunk of its own. No scorer is a normal
//! state, not an error: the page is then decided without one.

use thiserror::Error;

/// What the model says of one region.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// Probability that the visitor looked at the region in the last 2 s.
    pub estimate: f32,
    /// Probability that the visitor will look at it in the next 2 s.
    pub forecast: f32,
}

/// Why a model gave no scores. The agent goes on without one.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum ScorerError {
    /// The model was trained on other features.
    #[error(
        "the model was trained on feature schema {found:016x}, this agent computes {expected:016x}: retrain it"
    )]
    Schema {
        /// The agent's schema hash.
        expected: u64,
        /// The model's.
        found: u64,
    },
    /// The model failed or gave what is not a probability.
    #[error("the model gave no usable score: {0}")]
    Failed(String),
}

/// A model that scores regions.
pub trait Scorer {
    /// Hash of the feature schema that it was trained on.
    fn schema(&self) -> u64;

    /// Columns that it reads, as indices into a full row.
    fn inputs(&self) -> &[usize];

    /// A full row of typical raw values (`schema::WIDTH` long): what a column is set to when its weight in a
    /// score is measured by leaving it out.
    fn typical(&self) -> &[f32];

    /// Scores `rows` (row-major, `schema::WIDTH` raw values a row) into `scores`, one a row.
    ///
    /// # Errors
    /// [`ScorerError::Failed`] when the model can't be run or gives a non-finite value.
    fn score(&mut self, rows: &[f32], scores: &mut [Score]) -> Result<(), ScorerError>;
}

//! Golden cases: raw inputs of a model and what it must answer, to 1e-5, wherever it runs.
//!
//! Written by the trainer beside the weights and replayed natively, in wasm and from TypeScript. Inputs are
//! named by path, so the cases hold whatever the order of columns.

use nearside_core::{
    features::schema::{self, WIDTH},
    scorer::{Score, Scorer, ScorerError},
};
use serde::{Deserialize, Serialize};

/// How far an answer may be off.
pub const TOLERANCE: f32 = 1e-5;

/// A model's cases.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Golden {
    /// Paths of the inputs.
    pub inputs: Vec<String>,
    /// Raw values, one row a case.
    pub rows: Vec<Vec<f32>>,
    /// Estimate and forecast, one pair a case.
    pub outputs: Vec<[f32; 2]>,
}

impl Golden {
    /// The cases as full rows, every column that is not an input at 0.
    pub fn full_rows(&self) -> Vec<f32> {
        let mut full = vec![0.0; self.rows.len() * WIDTH];
        for (row, values) in full.chunks_exact_mut(WIDTH).zip(&self.rows) {
            for (path, &value) in self.inputs.iter().zip(values) {
                if let Some(column) = schema::index_of(path) {
                    row[column] = value;
                }
            }
        }
        full
    }

    /// The largest difference between the cases' outputs and what `scorer` answers.
    ///
    /// # Errors
    /// What the scorer reports.
    pub fn largest_error(&self, scorer: &mut dyn Scorer) -> Result<f32, ScorerError> {
        let mut scores = vec![Score::default(); self.rows.len()];
        scorer.score(&self.full_rows(), &mut scores)?;
        let pairs = scores.iter().zip(&self.outputs);
        let errors = pairs.flat_map(|(score, expected)| {
            [(score.estimate - expected[0]).abs(), (score.forecast - expected[1]).abs()]
        });
        Ok(errors.fold(0.0, f32::max))
    }
}

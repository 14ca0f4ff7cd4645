//! Golden cases: raw inputs of a model and what it must answer, to 1e-5, wherever it runs.
//!
//! Written by the trainer beside the weights and replayed natively, in wasm and from TypeScript. Inputs are
//! named by path, each once, so the cases hold whatever the order of columns.

use nearside_core::{
    features::schema,
    scorer::{Scorer, ScorerError, Task},
};
use serde::{Deserialize, Serialize};

/// How far an answer may be off.
pub const TOLERANCE: f32 = 1e-5;

/// A model's cases.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Golden {
    /// Paths of the columns that the model reads.
    pub inputs: Vec<String>,
    /// Raw values, one row a case.
    pub rows: Vec<Vec<f32>>,
    /// What the model answers, one row a case.
    pub outputs: Vec<Vec<f32>>,
}

impl Golden {
    /// The cases as full rows for `task`, every column that is not an input at 0.
    pub fn full_rows(&self, task: Task) -> Vec<f32> {
        let mut full = vec![0.0; self.rows.len() * task.width()];
        for (row, values) in full.chunks_exact_mut(task.width()).zip(&self.rows) {
            for (path, &value) in self.inputs.iter().zip(values) {
                if let Some(place) = schema::index_of(path).and_then(|column| row.get_mut(column)) {
                    *place = value;
                }
            }
        }
        full
    }

    /// The cases with what `scorer` answers to them.
    ///
    /// # Errors
    /// What the scorer reports.
    pub fn answered(mut self, scorer: &mut dyn Scorer) -> Result<Golden, ScorerError> {
        let heads = scorer.outputs().len();
        let mut outputs = vec![0.0; self.rows.len() * heads];
        scorer.score(&self.full_rows(scorer.task()), &mut outputs)?;
        self.outputs = outputs.chunks(heads).map(<[f32]>::to_vec).collect();
        Ok(self)
    }

    /// The largest difference between the cases' outputs and what `scorer` answers.
    ///
    /// # Errors
    /// What the scorer reports.
    pub fn largest_error(&self, scorer: &mut dyn Scorer) -> Result<f32, ScorerError> {
        let mut answers = vec![0.0; self.rows.len() * scorer.outputs().len()];
        scorer.score(&self.full_rows(scorer.task()), &mut answers)?;
        let expected: Vec<f32> = self.outputs.iter().flatten().copied().collect();
        if answers.len() != expected.len() {
            return Err(ScorerError::Failed("the cases are another model's".into()));
        }
        Ok(answers.iter().zip(&expected).fold(0.0, |most, (a, b)| (a - b).abs().max(most)))
    }
}

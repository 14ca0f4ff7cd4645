//! The scorer: what a model looks like from the core.
//!
//! rows of raw features → some outputs a row. The core knows no tensor library; `nearside-model` implements
//! this trait, and in the browser a thin adapter calls it in a wasm chunk of its own. No scorer is a normal
//! state, not an error: the page is then decided without one.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    features::schema::{HASH, PAGE, WIDTH},
    finetune::LastLayer,
    json::names,
    name::is_name,
};

/// What a model is for. A page has at most one model for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Which region is looked at: for each region in view, the outputs of [`Score`].
    Attention,
    /// Will this session convert: one probability.
    Propensity,
    /// Which kind of visit this is: one share for each segment, together 1.
    Segments,
}

names!(Task { Attention: "attention", Propensity: "propensity", Segments: "segments" });

impl Task {
    /// Every task.
    pub const ALL: [Task; 3] = [Task::Attention, Task::Propensity, Task::Segments];

    /// Its name, as manifests and recordings write it.
    pub const fn name(self) -> &'static str {
        match self {
            Task::Attention => "attention",
            Task::Propensity => "propensity",
            Task::Segments => "segments",
        }
    }

    /// The task of this name.
    pub fn named(name: &str) -> Option<Task> {
        Task::ALL.into_iter().find(|task| task.name() == name)
    }

    /// Values in a row: page and region for attention, the page's alone for what is said of the whole visit.
    pub const fn width(self) -> usize {
        match self {
            Task::Attention => WIDTH,
            Task::Propensity | Task::Segments => PAGE.len(),
        }
    }
}

/// What the attention model says of one region.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// Probability that the visitor looked at the region in the last 2 s.
    pub estimate: f32,
    /// Probability that the visitor will look at it in the next 2 s.
    pub forecast: f32,
}

impl Score {
    /// Names of the attention model's outputs, in order.
    pub const OUTPUTS: [&'static str; 2] = ["estimate", "forecast"];

    /// The scores in a model's outputs.
    pub fn read(outputs: &[f32]) -> impl Iterator<Item = Score> {
        outputs.as_chunks().0.iter().map(|&[estimate, forecast]| Score { estimate, forecast })
    }
}

/// Name of the propensity model's only output.
pub const CONVERT: &str = "convert";

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
    /// There is a model for this already.
    #[error("there are two models for {}: name one of them", .0.name())]
    Duplicate(Task),
    /// Its columns or its outputs are not those of its task.
    #[error("the model does not fit its task: its {0} are not this agent's")]
    Misfit(&'static str),
    /// The model failed or gave what is not a probability.
    #[error("the model gave no usable score: {0}")]
    Failed(String),
}

/// A model.
pub trait Scorer {
    /// What it is for.
    fn task(&self) -> Task;

    /// Hash of the feature schema that it was trained on.
    fn schema(&self) -> u64;

    /// Columns that it reads, as indices into a row.
    fn inputs(&self) -> &[usize];

    /// A row of typical raw values ([`Task::width`] long): what a column is set to when its weight in a score
    /// is measured by leaving it out.
    fn typical(&self) -> &[f32];

    /// Names of what it gives for each row, in order.
    fn outputs(&self) -> &[String];

    /// Scores `rows` (row-major, [`Task::width`] raw values a row) into `outputs`, as many a row as there are names.
    ///
    /// # Errors
    /// [`ScorerError::Failed`] when the model can't be run or gives a value that is not finite.
    fn score(&mut self, rows: &[f32], outputs: &mut [f32]) -> Result<(), ScorerError>;

    /// Its last layer, if it ends in one that can be tuned.
    fn last_layer(&self) -> Option<&LastLayer> {
        None
    }

    /// What the last layer read of the latest row that was scored; nothing without one.
    fn hidden(&self) -> Option<Vec<f32>> {
        None
    }
}

/// Most segments.
pub const MOST_SEGMENTS: usize = 16;

/// Whether these can name segments: 2 to 16 names, each another.
pub fn are_segments(names: &[String]) -> bool {
    let is_new = |(place, name): (usize, &String)| is_name(name) && !names[..place].contains(name);
    (2..=MOST_SEGMENTS).contains(&names.len()) && names.iter().enumerate().all(is_new)
}

/// Whether a scorer fits this agent: same schema, columns that exist, a full typical row, its task's outputs.
///
/// # Errors
/// [`ScorerError`] that says what does not fit.
pub(crate) fn check(scorer: &dyn Scorer) -> Result<(), ScorerError> {
    if scorer.schema() != HASH {
        return Err(ScorerError::Schema { expected: HASH, found: scorer.schema() });
    }
    let width = scorer.task().width();
    if scorer.typical().len() != width || scorer.inputs().iter().any(|&input| input >= width) {
        return Err(ScorerError::Misfit("columns"));
    }
    let fits = match scorer.task() {
        Task::Attention => scorer.outputs() == Score::OUTPUTS,
        Task::Propensity => scorer.outputs() == [CONVERT],
        Task::Segments => are_segments(scorer.outputs()),
    };
    if fits { Ok(()) } else { Err(ScorerError::Misfit("outputs")) }
}

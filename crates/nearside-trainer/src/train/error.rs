//! Why a model could not be trained or written.

use thiserror::Error;

/// Why a model could not be trained or written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub(crate) enum TrainError {
    /// The data.
    #[error(transparent)]
    Data(#[from] crate::data::visit::VisitError),
    /// A column that the schema does not have.
    #[error("`{0}` is not a feature of this schema")]
    Column(String),
    /// Too few people, or too many folds.
    #[error("{folds} folds can't be made of {people} people: each needs one, and there must be two")]
    Folds {
        /// As asked for.
        folds: usize,
        /// As there are.
        people: usize,
    },
    /// A fold that died.
    #[error("a fold of the cross-validation failed")]
    Fold,
    /// What an interrupted training left.
    #[error(transparent)]
    Checkpoint(#[from] super::checkpoint::CheckpointError),
    /// The tensor library.
    #[error("training failed: {0}")]
    Tensor(#[from] candle_core::Error),
    /// What was tried before.
    #[error(transparent)]
    Tried(#[from] crate::tried::TriedError),
    /// Trees.
    #[error("the trees can't be grown: {0}")]
    Trees(String),
    /// The plots of the run.
    #[error(transparent)]
    Plot(#[from] crate::plot::PlotError),
    /// A file.
    #[error("{path} can't be written: {source}")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The weights' form.
    #[error("the weights can't be written: {0}")]
    Weights(#[from] safetensors::SafeTensorError),
    /// JSON.
    #[error("the manifest can't be written: {0}")]
    Json(#[from] serde_json::Error),
    /// What was written can't be loaded again.
    #[error("the new model is refused: {0}")]
    Refused(#[from] nearside_model::ModelError),
    /// What was written gives no scores.
    #[error("the new model fails: {0}")]
    Fails(#[from] nearside_core::scorer::ScorerError),
}

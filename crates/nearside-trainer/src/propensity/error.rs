//! Why the propensity model could not be trained, written or measured.

use thiserror::Error;

/// Why the propensity model could not be trained, written or measured.
#[derive(Debug, Error)]
#[non_exhaustive]
pub(crate) enum PropensityError {
    /// The data.
    #[error(transparent)]
    Data(#[from] crate::data::sessions::SessionsError),
    /// Too few sessions, or too many folds.
    #[error(
        "{folds} folds can't be made of {bought} sessions that bought and {left} that did not: each fold needs both, and there must be two"
    )]
    Folds {
        /// As asked for.
        folds: usize,
        /// Sessions that bought.
        bought: usize,
        /// Sessions that did not.
        left: usize,
    },
    /// Nothing left to learn from, or in no steps.
    #[error("{0}: there is nothing to train")]
    Nothing(&'static str),
    /// A fold, or a file of the model or the run.
    #[error(transparent)]
    Train(#[from] crate::train::TrainError),
    /// The tensor library.
    #[error("training failed: {0}")]
    Tensor(#[from] candle_core::Error),
    /// The weights' form.
    #[error("the weights can't be written: {0}")]
    Weights(#[from] safetensors::SafeTensorError),
    /// JSON.
    #[error("JSON can't be written: {0}")]
    Json(#[from] serde_json::Error),
    /// A plot.
    #[error(transparent)]
    Plot(#[from] crate::plot::PlotError),
    /// What was written can't be loaded again.
    #[error("the new model is refused: {0}")]
    Refused(#[from] nearside_model::ModelError),
    /// A model's folder.
    #[error(transparent)]
    Folder(#[from] crate::model::FolderError),
    /// The model at work.
    #[error("the model fails: {0}")]
    Fails(#[from] nearside_core::scorer::ScorerError),
}

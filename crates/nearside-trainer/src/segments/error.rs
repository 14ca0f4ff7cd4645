//! Why segments could not be found, written or measured.

use thiserror::Error;

/// Why segments could not be found, written or measured.
#[derive(Debug, Error)]
#[non_exhaustive]
pub(crate) enum SegmentsError {
    /// The data.
    #[error(transparent)]
    Data(#[from] crate::data::script::ScriptError),
    /// Too few visits.
    #[error("too few visits to find segments in: {found}, at least {needed} are needed")]
    Visits {
        /// As there are.
        found: usize,
        /// As needed.
        needed: usize,
    },
    /// Too few people, or too many folds.
    #[error("{folds} folds can't be made of {people} people: each needs one, and there must be two")]
    Folds {
        /// As asked for.
        folds: usize,
        /// As there are.
        people: usize,
    },
    /// Every row is the same.
    #[error("all rows are equal in every input: there is nothing to tell visits apart by")]
    Still,
    /// One segment describes the visits best.
    #[error("no number of segments describes these visits better than one")]
    Undivided,
    /// A column that the schema does not have for pages.
    #[error("`{0}` is not a feature of a page in this schema")]
    Column(String),
    /// k-means.
    #[error("k-means failed: {0}")]
    Means(#[from] linfa_clustering::KMeansError),
    /// The silhouette, or the form of its data.
    #[error("the silhouette can't be measured: {0}")]
    Silhouette(String),
    /// A file of the model or the run.
    #[error(transparent)]
    Write(#[from] crate::train::TrainError),
    /// A plot.
    #[error(transparent)]
    Plot(#[from] crate::plot::PlotError),
    /// The weights' form.
    #[error("the weights can't be written or read: {0}")]
    Weights(#[from] safetensors::SafeTensorError),
    /// JSON.
    #[error("JSON can't be written: {0}")]
    Json(#[from] serde_json::Error),
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

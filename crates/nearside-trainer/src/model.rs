//! A model's folder on disk.

use std::path::Path;

use nearside_core::scorer::{Scorer, Task};
use nearside_model::{Model, ModelError};
use thiserror::Error;

/// Why a folder holds no usable model.
#[derive(Debug, Error)]
#[non_exhaustive]
pub(crate) enum FolderError {
    /// A file is missing or can't be read.
    #[error("{path} can't be read: {source}")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The files are not a model for this code.
    #[error("the model in {folder} is refused: {source}")]
    Refused {
        /// Where.
        folder: String,
        /// Why.
        source: ModelError,
    },
    /// A model for something else.
    #[error("the model in {folder} is for {}, not for {}", found.name(), task.name())]
    Task {
        /// Where.
        folder: String,
        /// What it is for.
        found: Task,
        /// What was asked for.
        task: Task,
    },
}

/// JSON as a model's files and a run's hold it.
///
/// # Errors
/// What can't be written as JSON.
pub(crate) fn pretty(value: &impl serde::Serialize) -> serde_json::Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}

/// Loads the model in `folder`, which must be one for `task`.
///
/// # Errors
/// [`FolderError`].
pub(crate) fn load_for(task: Task, folder: &Path) -> Result<Model, FolderError> {
    let model = load(folder)?;
    match model.task() {
        found if found == task => Ok(model),
        found => Err(FolderError::Task { folder: folder.display().to_string(), found, task }),
    }
}

/// Loads the model in `folder`.
///
/// # Errors
/// [`FolderError`].
pub(crate) fn load(folder: &Path) -> Result<Model, FolderError> {
    let read = |name: &str| {
        let path = folder.join(name);
        std::fs::read(&path).map_err(|source| FolderError::File { path: path.display().to_string(), source })
    };
    // The name in the manifest is for the browser; here the files stand side by side.
    let (manifest, weights) = (read("manifest.json")?, read("weights.safetensors")?);
    Model::load(&manifest, &weights)
        .map_err(|source| FolderError::Refused { folder: folder.display().to_string(), source })
}

//! A model's folder on disk.

use std::path::Path;

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

//! Replay: a recorded visit through the engine, event by event, natively.
//!
//! A file → what the engine decided, showed and knew in the end. The page that made the recording must have come to
//! the same, to the last digit that a float keeps.

mod drive;
mod report;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use nearside_core::recording::{Recording, RecordingError};
use thiserror::Error;

use crate::{
    data::visit::{self, Manner, VisitError},
    model::FolderError,
};

/// Where the models are, unless said otherwise, each in a folder of its task's name.
const MODELS: &str = "models";

/// Why a visit could not be replayed.
#[derive(Debug, Error)]
#[non_exhaustive]
pub(crate) enum ReplayError {
    /// The file can't be read.
    #[error("{path} can't be read: {source}")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// Not a recording.
    #[error("{path}: {source}")]
    Recording {
        /// Which.
        path: String,
        /// Why.
        source: RecordingError,
    },
    /// Not a recorded visit with gaze either.
    #[error(transparent)]
    Visit(#[from] VisitError),
    /// The model that the recording asks for.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A model that the engine refuses.
    #[error("the engine refuses the model: {0}")]
    Scorer(#[from] nearside_core::scorer::ScorerError),
}

/// What to replay, and how.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A recording made by nearside, or a recorded visit with gaze.
    file: PathBuf,
    /// A model's folder, once for each task; models/TASK for each that the recording used.
    #[arg(long)]
    model: Vec<PathBuf>,
    /// As JSON.
    #[arg(long)]
    json: bool,
    /// Also tells scores and attention every so many ms of the visit.
    #[arg(long, value_name = "MS", value_parser = clap::value_parser!(u32).range(1..))]
    every: Option<u32>,
}

/// Replays, and tells in text or JSON.
///
/// # Errors
/// [`ReplayError`].
pub(crate) fn run(arguments: &Arguments) -> Result<String, ReplayError> {
    let recording = read(&arguments.file)?;
    let every = arguments.every.map(f64::from);
    let outcome = drive::drive(recording, &arguments.model, every)?;
    Ok(if arguments.json { outcome.to_json() } else { outcome.to_text() })
}

/// Reads either kind of file.
fn read(path: &std::path::Path) -> Result<Recording, ReplayError> {
    let name = || path.display().to_string();
    let json = std::fs::read_to_string(path).map_err(|source| ReplayError::File { path: name(), source })?;
    match Recording::parse(&json) {
        Ok(recording) => Ok(recording),
        Err(source) => match visit::load(path) {
            Ok(visits) => Ok(visits[0].recording(Manner::Mouse)),
            Err(_) => Err(ReplayError::Recording { path: name(), source }),
        },
    }
}

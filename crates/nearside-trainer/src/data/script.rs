//! Scripts: visits as signals, whichever kind of file they were recorded in.
//!
//! A file or a folder → one recording a visit, beside whose it is. A recording made by nearside is taken as it is;
//! a visit with gaze gives its signals and leaves its gaze behind.

use std::path::Path;

use nearside_core::recording::{Recording, RecordingError};
use thiserror::Error;

use super::visit::{Manner, Visit, VisitError, files, person};

/// Why scripts could not be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub(crate) enum ScriptError {
    /// Files, or a visit with gaze.
    #[error(transparent)]
    Visit(#[from] VisitError),
    /// A recording made by nearside that is none for this code.
    #[error("{path}: {source}")]
    Recording {
        /// Which.
        path: String,
        /// Why.
        source: RecordingError,
    },
}

/// A visit as signals.
#[derive(Clone, Debug)]
pub(crate) struct Script {
    /// The visitor: the file's name up to its first dash (`p005-b2-t2.json`).
    pub(crate) person: String,
    /// What happened.
    pub(crate) recording: Recording,
}

/// Reads a script, or every one of a folder, in the order of file names; visits with gaze come in `manner`.
///
/// # Errors
/// [`ScriptError`] that names the file.
pub(crate) fn load(path: &Path, manner: Manner) -> Result<Vec<Script>, ScriptError> {
    files(path)?.iter().map(|path| load_file(path, manner)).collect()
}

fn load_file(path: &Path, manner: Manner) -> Result<Script, ScriptError> {
    let name = || path.display().to_string();
    let json = std::fs::read_to_string(path).map_err(|source| VisitError::File { path: name(), source })?;
    let value: serde_json::Value =
        serde_json::from_str(&json).map_err(|source| VisitError::Form { path: name(), source })?;
    let recording = if value.get("nearside").is_some() {
        Recording::parse(&json).map_err(|source| ScriptError::Recording { path: name(), source })?
    } else {
        Visit::parse(path, &json)?.recording(manner)
    };
    Ok(Script { person: person(path), recording })
}

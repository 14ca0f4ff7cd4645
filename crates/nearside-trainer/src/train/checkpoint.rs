//! Checkpoints: what an interrupted training needs to go on, to the bit.
//!
//! One safetensors file each, with a state in JSON in its header, so that tensors and state are never of two times;
//! written beside and renamed, so that a file is whole or not there. A checkpoint names the settings, data and schema
//! that it came from, and is refused for any other.

use std::{
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
};

use candle_core::{Device, Tensor};
use nearside_model::{manifest::schema_hex, weights::sha256};
use safetensors::SafeTensors;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use thiserror::Error;

use super::settings::Settings;
use crate::data::rows::Rows;

/// Tensors by name, and a state.
pub(crate) type Kept<S> = (BTreeMap<String, Tensor>, S);

/// Keys of the header.
const IDENTITY: &str = "identity";
const STATE: &str = "state";

/// Why a checkpoint could not be kept or taken up.
#[derive(Debug, Error)]
#[non_exhaustive]
pub(crate) enum CheckpointError {
    /// The file.
    #[error("the checkpoint {path} can't be used: {source}")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// Not a checkpoint, or damaged.
    #[error("{path} is not a checkpoint: {why}")]
    Form {
        /// Which.
        path: String,
        /// What is wrong.
        why: String,
    },
    /// Of another training.
    #[error("{path} is of a training with other {what}; without --resume it begins anew")]
    Other {
        /// Which.
        path: String,
        /// What differs.
        what: &'static str,
    },
}

/// What a training depends on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Identity {
    settings: Value,
    data: String,
    schema: String,
}

/// The folder of a run's checkpoints.
pub(crate) struct Checkpoints {
    folder: PathBuf,
    identity: Identity,
}

impl Identity {
    /// Of a training on `tables` with `settings`.
    pub(crate) fn of(settings: &Settings, tables: &[&Rows]) -> Identity {
        let sums: Vec<String> = tables.iter().map(|table| fingerprint(table)).collect();
        Identity {
            settings: serde_json::to_value(settings).unwrap_or_default(),
            data: sha256(sums.concat().as_bytes()),
            schema: schema_hex(),
        }
    }

    /// What differs from `other`, if anything does.
    fn difference(&self, other: &Identity) -> Option<&'static str> {
        let parts = [
            ("settings", self.settings != other.settings),
            ("features", self.schema != other.schema),
            ("data", self.data != other.data),
        ];
        parts.into_iter().find(|&(_, differs)| differs).map(|(what, _)| what)
    }
}

impl Checkpoints {
    /// Checkpoints in `folder`; unless it is to be resumed, what is there is cleared away.
    ///
    /// # Errors
    /// [`CheckpointError::File`].
    pub(crate) fn open(
        folder: PathBuf,
        identity: Identity,
        resume: bool,
    ) -> Result<Checkpoints, CheckpointError> {
        let failed = |source| CheckpointError::File { path: folder.display().to_string(), source };
        if folder.exists() && !resume {
            std::fs::remove_dir_all(&folder).map_err(failed)?;
        }
        std::fs::create_dir_all(&folder).map_err(failed)?;
        Ok(Checkpoints { folder, identity })
    }

    /// Keeps `tensors` and `state` under `name`.
    ///
    /// # Errors
    /// [`CheckpointError`].
    pub(crate) fn keep<S: Serialize>(
        &self,
        name: &str,
        tensors: &BTreeMap<String, Tensor>,
        state: &S,
    ) -> Result<(), CheckpointError> {
        let path = self.path(name);
        let form = |why: String| CheckpointError::Form { path: path.display().to_string(), why };
        let json = |value: Result<String, serde_json::Error>| value.map_err(|error| form(error.to_string()));
        let header = HashMap::from([
            (IDENTITY.to_owned(), json(serde_json::to_string(&self.identity))?),
            (STATE.to_owned(), json(serde_json::to_string(state))?),
        ]);
        let bytes = safetensors::serialize(tensors, Some(header)).map_err(|error| form(error.to_string()))?;
        let beside = path.with_extension("new");
        let written = std::fs::write(&beside, bytes).and_then(|()| std::fs::rename(&beside, &path));
        written.map_err(|source| CheckpointError::File { path: path.display().to_string(), source })
    }

    /// What was kept under `name`, if anything was.
    ///
    /// # Errors
    /// [`CheckpointError`], also where it is of other settings or data.
    pub(crate) fn take<S: DeserializeOwned>(&self, name: &str) -> Result<Option<Kept<S>>, CheckpointError> {
        let path = self.path(name);
        match std::fs::read(&path) {
            Ok(bytes) => self.read(&path, &bytes).map(Some),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(CheckpointError::File { path: path.display().to_string(), source }),
        }
    }

    fn read<S: DeserializeOwned>(&self, path: &Path, bytes: &[u8]) -> Result<Kept<S>, CheckpointError> {
        let path = path.display().to_string();
        let form = |why: String| CheckpointError::Form { path: path.clone(), why };
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(|error| form(error.to_string()))?;
        let header = header.metadata().clone().unwrap_or_default();
        let part = |name: &str| header.get(name).ok_or_else(|| form(format!("it has no {name}")));
        let identity: Identity =
            serde_json::from_str(part(IDENTITY)?).map_err(|error| form(error.to_string()))?;
        if let Some(what) = self.identity.difference(&identity) {
            return Err(CheckpointError::Other { path, what });
        }
        let state = serde_json::from_str(part(STATE)?).map_err(|error| form(error.to_string()))?;
        let tensors = candle_core::safetensors::load_buffer(bytes, &Device::Cpu);
        let tensors = tensors.map_err(|error| form(error.to_string()))?;
        Ok((tensors.into_iter().collect(), state))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name).with_extension("safetensors")
    }
}

/// A digest of features and labels.
fn fingerprint(table: &Rows) -> String {
    let mut bytes: Vec<u8> = table.features.iter().flat_map(|value| value.to_le_bytes()).collect();
    for key in &table.keys {
        bytes.extend((key.person as u64).to_le_bytes());
        bytes.extend(key.at.to_le_bytes());
        bytes.extend(key.looked.map(u8::from));
    }
    sha256(&bytes)
}

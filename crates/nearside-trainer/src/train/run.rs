//! A run's folder: what a training said on its way, and what it needs to go on after an interruption.
//!
//! Settings, losses, metrics and calibration go to `metrics.json`, curves to SVG files beside it. No date and no
//! path is in them: the same data, settings and seed give the same files.

use std::path::{Path, PathBuf};

use nearside_core::features::schema;
use nearside_model::manifest::FORMAT;
use serde_json::{Map, Value, json};

use super::{
    TrainError,
    checkpoint::{Checkpoints, Identity},
    conclude::CrossValidation,
    settings::Settings,
};
use crate::{
    curves::{Bin, bins},
    data::{
        rows::Key,
        visit::{Manner, Reading},
    },
    evaluate::{as_json, view_name},
    model::pretty,
    plot,
    train::{
        attention::VIEWS,
        conclude::{Heads, labels},
    },
};

/// Where a run goes, and whether it goes on.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct Arguments {
    /// Folder of the run: metrics, plots and checkpoints [default: target/runs/NAME-SEED].
    #[arg(long, value_name = "DIR")]
    run: Option<PathBuf>,
    /// Goes on where an interrupted run of the same settings and data stopped.
    #[arg(long)]
    resume: bool,
}

/// A run's folder.
pub(crate) struct Run {
    /// Where it is.
    pub(crate) folder: PathBuf,
    resume: bool,
}

impl Run {
    /// The folder of a run for the model called `name`.
    pub(crate) fn new(arguments: &Arguments, name: &str, seed: u32) -> Run {
        let folder = arguments.run.clone();
        let folder = folder.unwrap_or_else(|| Path::new("target/runs").join(format!("{name}-{seed}")));
        Run { folder, resume: arguments.resume }
    }

    /// A run in `folder`.
    #[cfg(test)]
    pub(crate) fn at(folder: &Path, resume: bool) -> Run {
        Run { folder: folder.to_owned(), resume }
    }

    /// Its checkpoints.
    ///
    /// # Errors
    /// [`TrainError::Checkpoint`].
    pub(crate) fn checkpoints(&self, identity: Identity) -> Result<Checkpoints, TrainError> {
        Ok(Checkpoints::open(self.folder.join("checkpoints"), identity, self.resume)?)
    }

    /// Writes metrics and plots; `fitted` has the loss of the shipped network after each epoch.
    ///
    /// # Errors
    /// [`TrainError`].
    pub(crate) fn write(
        &self,
        settings: &Settings,
        crossed: &CrossValidation,
        fitted: &[f64],
    ) -> Result<(), TrainError> {
        let metrics = json!({
            "settings": settings,
            "epochs": crossed.epochs,
            "size": crossed.size,
            "folds": crossed.folds,
            "final_fit": {"trained": fitted},
            "cross_validated": as_json(&crossed.metrics),
            "calibration": {"platt": crossed.calibration, "bins": reliability(crossed)},
            "versions": {
                "trainer": env!("CARGO_PKG_VERSION"),
                "manifest": FORMAT,
                "schema": format!("{:016x}", schema::HASH),
            },
        });
        store(&self.folder.join("metrics.json"), pretty(&metrics)?)?;
        store(&self.folder.join("loss.svg"), &plot::loss::draw(&crossed.folds, fitted, crossed.epochs)?)?;
        let curves = plot::curves(&crossed.judged, &crossed.scores)?;
        curves.iter().try_for_each(|(name, svg)| store(&self.folder.join(name), svg))
    }
}

/// Said and come true by bin, for every view and head.
fn reliability(crossed: &CrossValidation) -> Value {
    let views = VIEWS.iter().zip(crossed.judged.iter().zip(&crossed.scores));
    let of = |(&view, (keys, scores)): (&(Reading, Manner), (&Vec<Key>, &Heads))| {
        let head = |head: usize| -> Vec<Bin> { bins(&scores[head], &labels(keys, head)) };
        (view_name(view).to_owned(), json!({"estimate": head(0), "forecast": head(1)}))
    };
    Value::Object(views.map(of).collect::<Map<_, _>>())
}

/// Writes `bytes` to `path`, whose folder is made if need be.
pub(crate) fn store(path: &Path, bytes: impl AsRef<[u8]>) -> Result<(), TrainError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(path, bytes));
    written.map_err(|source| TrainError::File { path: path.display().to_string(), source })
}

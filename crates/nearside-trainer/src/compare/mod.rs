//! Ways to learn side by side: the same visits, folds and judge for each.
//!
//! Visits → one table, for people, as JSON and for the model's card. Nothing here ships.

use std::path::PathBuf;

use serde_json::json;
use thiserror::Error;

use self::candidate::{Candidate, ablations, meaning, ways};
use crate::{
    data::{
        rows::Rows,
        visit::{VisitError, load},
    },
    train::{
        TrainError,
        attention::{check_folds, columns, progress, tables},
        cross::cross_validate,
        run::store,
        settings::Settings,
    },
    tried::{self, Figures, Row, Table, Tried, TriedError},
};

mod candidate;
mod convolution;
mod ensemble;
mod gru;
mod sequence;
#[cfg(test)]
mod tests;

/// Why nothing could be compared.
#[derive(Debug, Error)]
#[non_exhaustive]
pub(crate) enum CompareError {
    /// The data.
    #[error(transparent)]
    Data(#[from] VisitError),
    /// Training.
    #[error(transparent)]
    Train(#[from] TrainError),
    /// What was written before.
    #[error(transparent)]
    Tried(#[from] TriedError),
    /// A way that there is not.
    #[error("there is no `{name}` to compare, only {known}")]
    Name {
        /// As asked for.
        name: String,
        /// As there are.
        known: String,
    },
}

/// What to compare, and on what.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A recorded visit with gaze, or a folder of them.
    #[arg(long)]
    data: PathBuf,
    /// Runs, each with a seed and folds of its own; the table has their mean.
    #[arg(long, default_value_t = 1)]
    seeds: u32,
    /// Only these, by name.
    #[arg(long, value_delimiter = ',', value_name = "NAMES")]
    only: Vec<String>,
    /// The shipped way without each group of its inputs, instead of other ways.
    #[arg(long)]
    ablate: bool,
    /// As JSON.
    #[arg(long)]
    json: bool,
    /// Also to a file: FILE.md as a table, FILE.json beside what is there already (a model's tried.json).
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    settings: Settings,
}

/// Compares, and tells in text or JSON.
///
/// # Errors
/// [`CompareError`].
pub(crate) fn run(arguments: &Arguments) -> Result<String, CompareError> {
    let settings = &arguments.settings;
    let visits = load(&arguments.data)?;
    check_folds(&visits, settings)?;
    let inputs: Vec<&str> = columns(settings)?.paths().collect();
    let all = if arguments.ablate { ablations(settings, &inputs) } else { ways(settings) };
    let candidates = chosen(all, &arguments.only)?;
    let rows = measure(&tables(&visits).each_ref(), &candidates, arguments.seeds)?;
    let about = format!(
        "{} folds by person, {} run{}, at most {} epochs.",
        settings.folds,
        arguments.seeds,
        if arguments.seeds == 1 { "" } else { "s, of which this is the mean" },
        settings.epochs
    );
    let table = Table { command: tried::command(), about, rows };
    let text = if arguments.json { format!("{:#}", json!(table)) } else { table.text() };
    match &arguments.out {
        Some(path) if path.extension().is_some_and(|extension| extension == "json") => {
            Tried::change(path, |tried| {
                *(if arguments.ablate { &mut tried.ablated } else { &mut tried.compared }) = Some(table);
            })?;
        }
        Some(path) => store(path, table.markdown())?,
        None => {}
    }
    Ok(text)
}

/// Those called for, or all.
fn chosen(all: Vec<Candidate>, only: &[String]) -> Result<Vec<Candidate>, CompareError> {
    let known = || all.iter().map(|candidate| candidate.name.as_str()).collect::<Vec<_>>().join(", ");
    if let Some(name) = only.iter().find(|name| !all.iter().any(|candidate| candidate.name == **name)) {
        return Err(CompareError::Name { name: name.clone(), known: known() });
    }
    Ok(all.into_iter().filter(|candidate| only.is_empty() || only.contains(&candidate.name)).collect())
}

/// One row a candidate, the mean over the seeds.
fn measure(tables: &[&Rows], candidates: &[Candidate], seeds: u32) -> Result<Vec<Row<Figures>>, TrainError> {
    let epochs = candidates.iter().map(|candidate| candidate.settings.folds * candidate.settings.epochs);
    let bar = progress("compare", epochs.sum::<usize>() * seeds as usize);
    let mut rows = Vec::new();
    for candidate in candidates {
        bar.set_message(candidate.name.clone());
        let columns = columns(&candidate.settings)?;
        let mut runs = Vec::new();
        for seed in 0..seeds {
            let settings = Settings { seed: candidate.settings.seed + seed, ..candidate.settings.clone() };
            let learner = candidate.learner.as_ref();
            let crossed = cross_validate(tables, &columns, &settings, learner, None, &|| bar.inc(1))?;
            runs.push(Figures::of(&crossed));
        }
        rows.push(Row { name: meaning(&candidate.name).to_owned(), figures: Figures::mean(&runs) });
    }
    bar.finish_and_clear();
    Ok(rows)
}

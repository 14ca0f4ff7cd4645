//! Progressive loss: a classified table as a bandit's visitors (Bietti, Agarwal & Langford 2021 do the same).
//!
//! Shuffle, standardise, show a context; the policy picks a class and learns only whether that was right. The loss is the
//! share of wrong picks over the whole pass, the first ones included.

use std::{
    fmt::Write,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use indicatif::ProgressBar;
use nearside_core::{
    bandit::{Bandit, BanditError, Outcome, Settings},
    json::ToJson,
    posterior::Prior,
    seed,
};
use rand::seq::SliceRandom;
use serde_json::{Value, json};
use thiserror::Error;

use super::{
    methods::{MethodsError, Policies},
    table::{Table, TableError},
};

/// Why a loss could not be measured.
#[derive(Debug, Error)]
#[non_exhaustive]
pub(crate) enum ProgressiveError {
    /// The data.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The policies' names or settings.
    #[error(transparent)]
    Methods(#[from] MethodsError),
    /// More classes or columns than a bandit takes.
    #[error("{path} is too much for a bandit")]
    Bandit {
        /// Which file.
        path: String,
        /// Why.
        source: BanditError,
    },
}

/// What to measure, and on what.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// CSV files, the class in the last column.
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    data: Vec<PathBuf>,
    #[command(flatten)]
    policies: Policies,
    /// Passes, each with an order and a policy of its own seed.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..))]
    seeds: u64,
    /// The first seed.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Most rows of a pass.
    #[arg(long, default_value_t = 5_000, value_parser = clap::value_parser!(u32).range(2..))]
    rows: u32,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Losses of one policy on one file, a seed each.
#[derive(Clone, Debug)]
pub(crate) struct Losses {
    /// The share of wrong picks.
    pub(crate) losses: Vec<f64>,
    /// Time of a pick and what was learned from it, on average.
    pub(crate) each: Duration,
}

impl Losses {
    /// Their mean.
    pub(crate) fn mean(&self) -> f64 {
        self.losses.iter().sum::<f64>() / self.losses.len() as f64
    }

    /// Standard error of the mean; 0 for a single one.
    fn error(&self) -> f64 {
        let (mean, count) = (self.mean(), self.losses.len() as f64);
        let squares: f64 = self.losses.iter().map(|loss| (loss - mean).powi(2)).sum();
        if count > 1.0 { (squares / (count - 1.0) / count).sqrt() } else { 0.0 }
    }
}

/// Measures, and tells in text or JSON.
///
/// # Errors
/// [`ProgressiveError`].
pub(crate) fn run(arguments: &Arguments) -> Result<String, ProgressiveError> {
    let policies = arguments.policies.settings()?;
    let seeds: Vec<u64> = (0..arguments.seeds).map(|i| arguments.seed.wrapping_add(i)).collect();
    let tables = arguments.data.iter().map(|path| Table::read(path)).collect::<Result<Vec<_>, _>>()?;
    let bar = super::progress("passes", (tables.len() * policies.len() * seeds.len()) as u64);
    let (mut text, mut found) = (String::new(), Vec::new());
    for (path, table) in arguments.data.iter().zip(&tables) {
        let rows = table.rows.len().min(arguments.rows as usize);
        let (columns, classes) = (table.rows[0].len(), table.names.len());
        // Writing to a String does not fail.
        let _ = writeln!(text, "{}: {rows} rows, {columns} columns, {classes} classes", path.display());
        for (name, settings) in &policies {
            let losses = measure(path, table, settings, &seeds, rows, &bar)?;
            let (mean, error, micros) = (losses.mean(), losses.error(), losses.each.as_secs_f64() * 1e6);
            let _ = writeln!(text, "  {name:16} loss {mean:.4} ± {error:.4}   {micros:6.1} µs a row");
            found.push(json!({
                "data": path, "policy": name, "settings": settings.write(), "rows": rows, "columns": columns,
                "classes": classes, "seeds": seeds, "loss": mean, "standard_error": error,
                "losses": losses.losses, "micros_a_row": micros,
            }));
        }
    }
    bar.finish_and_clear();
    let _ = write!(text, "loss: mean over {} seeds ± its standard error", seeds.len());
    Ok(if arguments.json { format!("{:#}", Value::Array(found)) } else { text })
}

fn measure(
    path: &Path,
    table: &Table,
    settings: &Settings,
    seeds: &[u64],
    rows: usize,
    bar: &ProgressBar,
) -> Result<Losses, ProgressiveError> {
    let start = Instant::now();
    let pass = |&seed: &u64| {
        bar.inc(1);
        loss(table, settings, seed, rows)
    };
    let losses = seeds
        .iter()
        .map(pass)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|source| ProgressiveError::Bandit { path: path.display().to_string(), source })?;
    Ok(Losses { each: start.elapsed() / (rows * seeds.len()) as u32, losses })
}

/// The share of wrong picks in one pass over at most `rows` rows.
///
/// # Errors
/// [`BanditError`] for more classes or columns than a bandit takes.
pub(crate) fn loss(table: &Table, settings: &Settings, seed: u64, rows: usize) -> Result<f64, BanditError> {
    let mut order: Vec<usize> = (0..table.rows.len()).collect();
    order.shuffle(&mut seed::rng(seed));
    order.truncate(rows);
    let table = table.select(&order);
    let contexts = table.contexts();

    let arms: Vec<usize> = (0..table.names.len()).collect();
    let inputs = contexts.first().map_or(0, Vec::len);
    let mut bandit = Bandit::new(settings, &vec![Prior::default(); arms.len()], inputs)?;
    // Not the generator that shuffled: the order must not depend on how a policy draws.
    let mut rng = seed::rng(!seed);
    let mut wrong = 0_u32;
    for (context, class) in contexts.iter().zip(table.classes) {
        let choice = bandit.choose(context, &arms, &mut rng)?;
        let right = choice.arm == class;
        wrong += u32::from(!right);
        let reward = f64::from(u8::from(right));
        bandit.learn(&Outcome { arm: choice.arm, context, reward, propensity: choice.propensity })?;
    }
    Ok(f64::from(wrong) / contexts.len() as f64)
}

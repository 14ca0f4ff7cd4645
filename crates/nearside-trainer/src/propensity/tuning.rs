//! Measuring the tuning of the last layer, as the browser does it, where buyers are not those of the training.
//!
//! Sessions → for each population a network that never saw it, and what streams of its sessions come to: progressive log-loss
//! and AUC, shipped and tuned, with the drift guard and without.

use std::{fmt::Write, path::PathBuf};

use nearside_core::seed;
use serde_json::json;

use super::{
    error::PropensityError,
    populations::{LAWS, Law, POPULATIONS},
    settings::Settings,
    streams::{Found, LAYERS, measure},
    unseen::Unseen,
};
use crate::{data::sessions::load, train::attention::progress};

/// What to measure, and on what.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A table of sessions (CSV).
    #[arg(long)]
    data: PathBuf,
    /// Sessions of a stream: those of one browser.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(2..=10_000))]
    sessions: u32,
    /// Streams of each population, at most.
    #[arg(long, default_value_t = 6, value_parser = clap::value_parser!(u32).range(1..))]
    streams: u32,
    /// As JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    settings: Settings,
}

/// Measures, and tells in text or JSON.
///
/// # Errors
/// [`PropensityError`].
pub(crate) fn run(arguments: &Arguments) -> Result<String, PropensityError> {
    let &Arguments { sessions: length, streams, ref settings, .. } = arguments;
    let (length, streams) = (length as usize, streams as usize);
    let sessions = load(&arguments.data)?;
    let bar = progress("populations", POPULATIONS.len() * settings.epochs);
    let mut found = Vec::new();
    for (name, left_out) in POPULATIONS {
        let is_left_out = left_out.of(&sessions, &mut seed::rng(u64::from(settings.seed)))?;
        // In a small table a population may have nobody, or nobody who bought.
        let is_of =
            |bought: bool| (0..sessions.len()).any(|at| is_left_out[at] && sessions.bought[at] == bought);
        if !(is_of(true) && is_of(false)) {
            continue;
        }
        let unseen = Unseen::of(&sessions, &is_left_out, settings, &|| bar.inc(1))?;
        let measured =
            |name: &str, law| measure(name, law, &unseen, (length, streams), u64::from(settings.seed));
        found.push(measured(name, Law::Real));
        if name == POPULATIONS[0].0 {
            found.extend(LAWS.map(|(law_name, law)| measured(&format!("  {law_name}"), law)));
        }
    }
    bar.finish_and_clear();
    if arguments.json {
        return Ok(format!(
            "{:#}",
            json!({"sessions_a_stream": length, "layers": LAYERS, "populations": found})
        ));
    }
    Ok(text(&found, length))
}

fn text(found: &[Found], length: usize) -> String {
    let mut text = format!(
        "progressive log-loss and AUC, streams of {length} sessions\n{:37} {:>8} {:>6} {:>8} {:>9} {:>17} {:>8} {:>9} {:>8} {:>7}",
        "population",
        "sessions",
        "bought",
        "shipped",
        "unguarded",
        "tuned",
        "AUC",
        "unguarded",
        "tuned",
        "reverts"
    );
    for of in found {
        let ([shipped, unguarded, tuned], [auc, auc_unguarded, auc_tuned]) = (of.loss, of.auc);
        // Writing to a String does not fail.
        let _ = write!(
            text,
            "\n{:37} {:8} {:6.3} {shipped:8.4} {:+9.4} {:+9.4} ±{:.4} {auc:8.4} {:+9.4} {:+8.4} {:7.2}",
            of.population,
            of.sessions,
            of.bought,
            unguarded - shipped,
            tuned - shipped,
            of.error,
            auc_unguarded - auc,
            auc_tuned - auc,
            of.reverts
        );
    }
    let fit_ms = found.iter().map(|of| of.fit_ms).sum::<f64>() / found.len().max(1) as f64;
    let _ = write!(text, "\na fit of a window took {fit_ms:.2} ms on average");
    text + "\nshipped: by a network that never saw the population; unguarded, tuned: what the tuned layer adds to that (loss: less is \
            better), without the drift guard and with it; ± standard error over streams; reverts a stream. Indented: labels \
            made up; of those that change, only what comes after is measured."
}

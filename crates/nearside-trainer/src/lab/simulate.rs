//! Simulation: policies side by side on made-up sites.
//!
//! Traffic and policies → regret, its exponent, and how soon each is back after a drift, as a mean over sites; curves as
//! SVG on demand.

use std::{fmt::Write, path::PathBuf};

use nearside_core::{bandit::BanditError, json::ToJson};
use serde_json::json;
use thiserror::Error;

use super::{
    course::{Course, Traffic},
    fit::{exponent, recovery},
    methods::{MethodsError, Policies},
};
use crate::plot::{PlotError, regret};

/// Why a simulation failed.
#[derive(Debug, Error)]
#[non_exhaustive]
pub(crate) enum SimulateError {
    /// The policies' names or settings.
    #[error(transparent)]
    Methods(#[from] MethodsError),
    /// A policy at work.
    #[error(transparent)]
    Bandit(#[from] BanditError),
    /// The drawing.
    #[error(transparent)]
    Plot(#[from] PlotError),
    /// The file for the drawing.
    #[error("{path} can't be written")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
}

/// What to simulate.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    policies: Policies,
    /// Visitors of each site.
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
    visitors: u32,
    /// Halfway, every variant trades its audience with the next one.
    #[arg(long)]
    drift: bool,
    /// Rewards come up to 100 visitors late.
    #[arg(long)]
    delay: bool,
    /// All rewards rise and fall over 1,000 visitors.
    #[arg(long)]
    season: bool,
    /// Sites, each of a seed of its own.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..))]
    seeds: u64,
    /// The first seed.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Draws the curves of regret.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Simulates, and tells in text or JSON.
///
/// # Errors
/// [`SimulateError`].
pub(crate) fn run(arguments: &Arguments) -> Result<String, SimulateError> {
    let &Arguments { visitors, drift, delay, season, seeds, seed, .. } = arguments;
    let traffic = Traffic { visitors: visitors as usize, drift, delay, season };
    let policies = arguments.policies.settings()?;
    let bar = super::progress("sites", policies.len() as u64 * seeds);
    let mut text = format!("{visitors} visitors, mean of {seeds} sites");
    for (told, what) in [(drift, "a drift halfway"), (delay, "delayed rewards"), (season, "seasons")] {
        // Writing to a String does not fail.
        let _ = if told { write!(text, ", {what}") } else { Ok(()) };
    }
    let _ = write!(
        text,
        "\n  {:16} {:>8} {:>8} {:>9} {:>10}",
        "policy", "rate", "regret", "exponent", "recovery"
    );
    let (mut found, mut curves) = (Vec::new(), Vec::new());
    for (name, settings) in &policies {
        let courses = (0..seeds).map(|i| {
            bar.inc(1);
            Course::run(settings, &traffic, seed.wrapping_add(i))
        });
        let course = Course::mean(&courses.collect::<Result<Vec<_>, _>>()?);
        let regrets = course.regret();
        let rate = course.won.iter().sum::<f64>() / course.won.len() as f64;
        let total = regrets.last().copied().unwrap_or_default();
        // With a drift, regret is of two laws and has no one exponent.
        let exponent = if drift { None } else { exponent(&regrets) };
        let recovery = traffic.drift_at().map(|at| recovery(&course.won, at));
        let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        let _ = write!(
            text,
            "\n  {name:16} {rate:8.4} {total:8.1} {:>9} {:>10}",
            or_dash(exponent.map(|exponent| format!("{exponent:.3}"))),
            or_dash(recovery.map(|count| count.map_or("never".to_owned(), |count| count.to_string())))
        );
        found.push(json!({
            "policy": name, "settings": settings.write(), "rate": rate, "regret": total, "exponent": exponent,
            "recovery": recovery.flatten(),
        }));
        curves.push(((*name).to_owned(), regrets));
    }
    bar.finish_and_clear();
    if let Some(path) = &arguments.svg {
        let failed = |source| SimulateError::File { path: path.display().to_string(), source };
        std::fs::write(path, regret::draw(&curves, traffic.drift_at())?).map_err(failed)?;
        let _ = write!(text, "\ncurves in {}", path.display());
    }
    let _ = write!(
        text,
        "\nexponent: b of regret ≈ a·tᵇ; recovery: choices after the drift until the rate of 100 is"
    );
    let _ = write!(text, " within 5 % of that before it");
    let object = json!({
        "visitors": visitors, "sites": seeds, "drift": drift, "delay": delay, "season": season, "policies": found,
    });
    Ok(if arguments.json { format!("{object:#}") } else { text })
}

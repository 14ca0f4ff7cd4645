//! Training: a table of sessions → the folder of a propensity model, and what was said on the way.

use std::path::{Path, PathBuf};

use indicatif::ProgressBar;
use serde_json::json;

use super::{
    cross::{CrossValidation, cross_validate, ticks},
    error::PropensityError,
    export::{Found, write},
    inputs::Inputs,
    lesson::Teachers,
    network::{Lesson, Network},
    settings::Settings,
    variants::{Variant, plan, try_out},
};
use crate::{
    data::sessions::{Sessions, load},
    model::pretty,
    plot::curves_of,
    train::{attention::progress, run::store},
};

/// What to train on, and where to.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A table of sessions (CSV).
    #[arg(long)]
    data: PathBuf,
    /// Where the model goes.
    #[arg(long)]
    out: PathBuf,
    /// Folder of the run: metrics and plots [default: target/runs/NAME-SEED].
    #[arg(long, value_name = "DIR")]
    run: Option<PathBuf>,
    /// Also cross-validates other recipes, for the card; takes about ten times as long.
    #[arg(long)]
    variants: bool,
    #[command(flatten)]
    settings: Settings,
}

/// Trains, writes the model and the run's metrics, and gives the figures as text.
///
/// # Errors
/// [`PropensityError`].
pub(crate) fn train(arguments: &Arguments) -> Result<String, PropensityError> {
    let Arguments { data, out, settings, .. } = arguments;
    let sessions = load(data)?;
    let crossed = validate(&sessions, settings)?;
    let variants = if arguments.variants { try_variants(&sessions, settings)? } else { Vec::new() };
    let (inputs, network) = fit(&sessions, settings, crossed.epochs)?;
    let found = Found {
        network: &network,
        inputs: &inputs,
        crossed: &crossed,
        variants: &variants,
        sessions: &sessions,
        settings,
    };
    write(out, &found)?;

    let name = out.file_name().unwrap_or_default().to_string_lossy();
    let run = arguments.run.clone();
    let run = run.unwrap_or_else(|| Path::new("target/runs").join(format!("{name}-{}", settings.seed)));
    let metrics = json!({
        "settings": settings,
        "epochs": crossed.epochs,
        "calibration": crossed.calibration,
        "cross_validated": crossed.to_json(),
        "variants": variants,
    });
    store(&run.join("metrics.json"), pretty(&metrics)?)?;
    let [known, unknown] = &crossed.scores;
    let named = [("all live columns", known.as_slice()), ("codes unknown", unknown)];
    for (file, svg) in curves_of(named, &sessions.bought)? {
        store(&run.join(file), svg)?;
    }
    Ok(format!("{}\n\nmetrics and plots in {}", crossed.to_text(), run.display()))
}

/// Cross-validates under a bar.
///
/// # Errors
/// [`PropensityError`].
pub(super) fn validate(sessions: &Sessions, settings: &Settings) -> Result<CrossValidation, PropensityError> {
    let bar = progress("cross-validation", ticks(settings));
    let crossed = cross_validate(sessions, settings, &bar)?;
    bar.finish_and_clear();
    Ok(crossed)
}

fn try_variants(sessions: &Sessions, settings: &Settings) -> Result<Vec<Variant>, PropensityError> {
    let plans = plan(settings);
    let bar = progress("other recipes", plans.iter().map(|(_, settings)| ticks(settings)).sum());
    let variants = plans.into_iter().map(|plan| try_out(sessions, plan, &bar)).collect::<Result<_, _>>()?;
    bar.finish_and_clear();
    Ok(variants)
}

/// The network that ships, taught with all sessions for `epochs`.
///
/// # Errors
/// [`PropensityError`].
pub(super) fn fit(
    sessions: &Sessions,
    settings: &Settings,
    epochs: usize,
) -> Result<(Inputs, Network), PropensityError> {
    let bar: ProgressBar = progress("final fit", epochs);
    let seed = u64::from(settings.seed);
    let inputs = Inputs::of(sessions, settings)?;
    let teachers = Teachers::fit(sessions, &inputs, settings, seed)?;
    let lesson = Lesson::of(sessions, &inputs, &teachers, settings, seed)?;
    let network = Network::teach(&lesson, settings, (epochs, seed), |_| {
        bar.inc(1);
        Ok(())
    })?;
    bar.finish_and_clear();
    Ok((inputs, network))
}

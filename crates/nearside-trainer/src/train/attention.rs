//! The attention model: for each element in view, was it looked at just now, and will it be next?
//!
//! Every visit is replayed twice, with its cursor and as if by touch, and one network learns from both, so that
//! it serves visitors without a cursor too.

use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};

use super::{
    TrainError,
    cross::{CrossValidation, cross_validate},
    examples::Columns,
    export::{Trained, write},
    fit::fit,
    settings::Settings,
};
use crate::data::{
    rows::{Rows, people},
    visit::{Manner, Reading, load},
};

/// What the network reads. Only what these recordings can teach: nothing about devices, times of day, keys or forms,
/// which stand still in them.
const INPUTS: &[&str] = &[
    "scroll.depth",
    "scroll.position",
    "scroll.velocity",
    "scroll.distance_2s",
    "scroll.distance_5s",
    "scroll.up_2s",
    "scroll.reversals",
    "scroll.idle",
    "pointer.present",
    "pointer.speed",
    "pointer.travel_2s",
    "pointer.travel_5s",
    "pointer.idle",
    "page.elapsed",
    "page.screens",
    "page.regions_visible",
    "visible.*.share",
    "visible.*.ms",
    "visible.*.share_2s",
    "hover.*.ms",
    "hover.*.share_2s",
    "near.*.ms",
    "distance.*.px",
    "distance.*.mean_2s",
    "distance.*.min_2s",
    "approach.*.speed",
    "position.*.x",
    "position.*.y",
    "size.*.width",
    "size.*.height",
    "position.*.page",
    "order.*.distance_rank",
    "order.*.from_top",
];

/// The views of the visits that a network learns from and is measured on.
pub(crate) const MANNERS: [Manner; 2] = [Manner::Mouse, Manner::Touch];

/// Trains on the visits in `data` and writes the model to `out`.
///
/// # Errors
/// [`TrainError`].
pub(crate) fn train(data: &Path, out: &Path, settings: &Settings) -> Result<CrossValidation, TrainError> {
    let visits = load(data)?;
    let tables = MANNERS.map(|manner| Rows::of(&visits, Reading::Aligned, manner));
    let tables = [&tables[0], &tables[1]];
    let columns = Columns::named(INPUTS).map_err(TrainError::Column)?;
    let crossed = validate(&visits, &tables, &columns, settings)?;

    let bar = progress("final fit", crossed.epochs);
    let statistics = columns.statistics(&tables, |_| true);
    let examples = columns.examples(&tables, &statistics, |_| true);
    let network = fit(&examples, settings, u64::from(settings.seed), crossed.epochs, |_| {
        bar.inc(1);
        Ok(())
    })?;
    bar.finish_and_clear();
    let typical = columns.medians(tables[0]);
    let trained =
        Trained { network: &network, columns: &columns, statistics: &statistics, typical: &typical };
    write(out, &trained, &crossed, settings, (visits.len(), people(&visits).len()))?;
    Ok(crossed)
}

/// Cross-validates on `visits` with the columns of the shipped model.
///
/// # Errors
/// [`TrainError`].
pub(crate) fn cross_validate_on(
    visits: &[crate::data::visit::Visit],
    reading: Reading,
    settings: &Settings,
) -> Result<CrossValidation, TrainError> {
    let tables = MANNERS.map(|manner| Rows::of(visits, reading, manner));
    let columns = Columns::named(INPUTS).map_err(TrainError::Column)?;
    validate(visits, &[&tables[0], &tables[1]], &columns, settings)
}

fn validate(
    visits: &[crate::data::visit::Visit],
    tables: &[&Rows],
    columns: &Columns,
    settings: &Settings,
) -> Result<CrossValidation, TrainError> {
    let people = people(visits).len();
    if settings.folds < 2 || settings.folds > people {
        return Err(TrainError::Folds { folds: settings.folds, people });
    }
    let bar = progress("cross-validation", settings.folds * settings.epochs);
    let crossed = cross_validate(tables, columns, settings, &bar)?;
    bar.finish_and_clear();
    Ok(crossed)
}

/// A bar of epochs with the time left; silent where there is no terminal.
fn progress(what: &'static str, epochs: usize) -> ProgressBar {
    let bar = ProgressBar::new(epochs as u64).with_message(what);
    let style = ProgressStyle::with_template("{msg:17} {wide_bar} {pos}/{len} epochs, {eta} left");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

//! The attention model: for each element in view, was it looked at just now, and will it be next?
//!
//! Every visit is replayed twice, with its cursor and as if by touch, and one network learns from both, so that
//! it serves visitors without a cursor too.

use std::{borrow::Cow, path::Path};

use indicatif::{ProgressBar, ProgressStyle};

use super::{
    TrainError,
    checkpoint::{Checkpoints, Identity},
    conclude::CrossValidation,
    cross::cross_validate,
    distilled::{Distilled, Lesson},
    examples::{Columns, Examples},
    export::{Trained, write},
    fit::Course,
    learner::{Learner, Recipe},
    network::Network,
    run::Run,
    settings::Settings,
};
use crate::data::{
    rows::{Rows, people},
    visit::{Manner, Reading, Visit, load},
};

/// Name of the final fit's checkpoint.
const FINAL: &str = "final";

/// What the network reads. Only what these recordings can teach: nothing about devices, times of day, keys or forms,
/// which stand still in them.
const INPUTS: &[&str] = &[
    "scroll.screens",
    "scroll.back",
    "scroll.net_half_s",
    "scroll.up_5s",
    "scroll.idle",
    "pointer.x",
    "pointer.y",
    "pointer.travel_2s",
    "page.elapsed",
    "visible.*.area",
    "visible.*.y",
    "visible.*.off_centre",
    "visible.*.share_2s",
    "middle.*.share_2s",
    "band.*.share_2s",
    "band.*.share_5s",
    "place.*.share_2s",
    "pull.*.share_2s",
    "pull.*.average",
    "near.*.share_2s",
    "near.*.moving_2s",
    "near.*.share",
    "distance.*.min_2s",
    "anchor.*.y",
    "approach.*.half_s",
    "approach.*.last_2s",
    "position.*.x",
    "size.*.width",
    "size.*.height",
    "position.*.ahead",
    "position.*.unseen_5s",
    "order.*.nearer",
    "order.*.first",
    "order.*.beside",
    "order.*.next_visible",
];

/// The views of the visits that a network learns from and is measured on.
pub(crate) const VIEWS: [(Reading, Manner); 4] = [
    (Reading::Published, Manner::Mouse),
    (Reading::Published, Manner::Touch),
    (Reading::Aligned, Manner::Mouse),
    (Reading::Aligned, Manner::Touch),
];

/// Trains on the visits in `data` and writes the model to `out` and what was said on the way to the run's folder.
///
/// # Errors
/// [`TrainError`].
pub(crate) fn train(
    data: &Path,
    out: &Path,
    settings: &Settings,
    run: &Run,
) -> Result<CrossValidation, TrainError> {
    let visits = load(data)?;
    let tables = tables(&visits);
    let tables = tables.each_ref();
    let columns = columns(settings)?;
    let kept = run.checkpoints(Identity::of(settings, &tables))?;
    let crossed = validate(&visits, &tables, &columns, settings, Some(&kept))?;

    let statistics = columns.statistics(&tables, |_| true);
    let mut examples = columns.examples(&tables, &statistics, |_| true);
    if settings.distil {
        let lesson =
            Lesson { tables: &tables, columns: &columns, statistics: &statistics, chosen: &|_| true };
        lesson.teach(&mut examples, u64::from(settings.seed))?;
    }
    let bar = progress("final fit", crossed.epochs);
    let (network, losses) = fit_with(&examples, settings, crossed.epochs, &kept, &mut || {
        bar.inc(1);
        Ok(())
    })?;
    bar.finish_and_clear();
    let typical = columns.medians(tables[0]);
    let trained =
        Trained { network: &network, columns: &columns, statistics: &statistics, typical: &typical };
    write(out, &trained, &crossed, settings, (visits.len(), people(&visits).len()))?;
    run.write(settings, &crossed, &losses)?;
    Ok(crossed)
}

/// The network that ships, after `epochs`, and its loss after each; goes on from the last epoch that was kept.
///
/// # Errors
/// [`TrainError`], also what `after` each epoch reports.
pub(super) fn fit_with(
    examples: &Examples,
    settings: &Settings,
    epochs: usize,
    kept: &Checkpoints,
    after: &mut dyn FnMut() -> Result<(), TrainError>,
) -> Result<(Network, Vec<f64>), TrainError> {
    let mut course = Course::perceptron(examples, settings, u64::from(settings.seed))?;
    let mut losses: Vec<f64> = Vec::new();
    if let Some((tensors, (place, before))) = kept.take(FINAL)? {
        course.restore(&tensors, place)?;
        losses = before;
    }
    while course.epoch < epochs {
        course.run_epoch()?;
        losses.push(course.network.loss(examples)?);
        let (tensors, place) = course.state()?;
        kept.keep(FINAL, &tensors, &(place, &losses))?;
        after()?;
    }
    Ok((course.network, losses))
}

/// Cross-validates on `visits` with the columns of the shipped model.
///
/// # Errors
/// [`TrainError`].
pub(crate) fn cross_validate_on(
    visits: &[Visit],
    settings: &Settings,
) -> Result<CrossValidation, TrainError> {
    validate(visits, &tables(visits).each_ref(), &columns(settings)?, settings, None)
}

/// Every view of `visits`.
pub(crate) fn tables(visits: &[Visit]) -> [Rows; 4] {
    VIEWS.map(|(reading, manner)| Rows::of(visits, reading, manner))
}

/// The inputs, with those that the settings add and without those that they leave out.
pub(crate) fn columns(settings: &Settings) -> Result<Columns, TrainError> {
    let further = settings.with.iter().map(String::as_str);
    let paths = INPUTS.iter().copied().chain(further);
    let used = paths.filter(|path| !settings.without.iter().any(|left_out| left_out == path));
    Columns::named(used).map_err(TrainError::Column)
}

fn validate(
    visits: &[Visit],
    tables: &[&Rows],
    columns: &Columns,
    settings: &Settings,
    kept: Option<&Checkpoints>,
) -> Result<CrossValidation, TrainError> {
    check_folds(visits, settings)?;
    let bar = progress("cross-validation", settings.folds * settings.epochs);
    let learner: Box<dyn Learner> = match settings.distil {
        true => Box::new(Distilled(settings.clone())),
        false => Box::new(Recipe(settings.clone())),
    };
    let crossed = cross_validate(tables, columns, settings, learner.as_ref(), kept, &|| bar.inc(1))?;
    bar.finish_and_clear();
    Ok(crossed)
}

/// Whether the people suffice for the folds.
///
/// # Errors
/// [`TrainError::Folds`].
pub(crate) fn check_folds(visits: &[Visit], settings: &Settings) -> Result<(), TrainError> {
    let people = people(visits).len();
    match settings.folds < 2 || settings.folds > people {
        true => Err(TrainError::Folds { folds: settings.folds, people }),
        false => Ok(()),
    }
}

/// A bar of epochs with the time left; silent where there is no terminal.
pub(crate) fn progress(what: impl Into<Cow<'static, str>>, epochs: usize) -> ProgressBar {
    let bar = ProgressBar::new(epochs as u64).with_message(what);
    let style = ProgressStyle::with_template("{msg:17} {wide_bar} {pos}/{len} epochs, {eta} left");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

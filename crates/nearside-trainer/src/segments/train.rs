//! Training: recordings → the folder of a segments model, and what was said on the way.

use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};
use nearside_core::features::normalise::Statistic;
use serde_json::json;

use super::{
    error::SegmentsError,
    evaluate,
    export::{self, Found},
    inputs::{Columns, DESCRIBED, INPUTS},
    names::name,
    profile::profiles,
    sample::{Sample, medians, statistics},
    select::{Selection, fits, select},
    settings::Settings,
    variants::{Variant, plan, try_out},
};
use crate::{
    data::{
        moments::Moments,
        script::{Script, load},
        visit::Manner,
    },
    model::pretty,
    plot,
    train::run::store,
};

/// Fewest visits in which segments are looked for.
const VISITS: usize = 12;

/// Trains on the visits in `data`, writes the model to `out` and metrics and plots to `run`; gives the curve as text.
///
/// # Errors
/// [`SegmentsError`].
pub(crate) fn train(
    data: &Path,
    out: &Path,
    run: Option<&Path>,
    settings: &Settings,
) -> Result<String, SegmentsError> {
    let moments = Moments::of(&load(data, Manner::Mouse)?);
    let (columns, statistics, sample) = prepare(&moments, settings)?;
    let selection = search(&sample, settings)?;
    let variants = try_variants(&moments, &columns, &selection, settings)?;

    let assigned = selection.mixture.assign(&sample);
    let profiles = profiles(&moments, &assigned, selection.mixture.components.len())?;
    let means: Vec<Vec<f64>> = profiles.iter().map(|profile| profile.standard.clone()).collect();
    let found = Found {
        columns: &columns,
        statistics: &statistics,
        typical: &medians(&moments, &columns),
        named: &name(DESCRIBED, &means),
        profiles: &profiles,
        selection: &selection,
        variants: &variants,
        settings,
        visits: moments.visits,
        people: moments.people,
    };
    let mut model = export::load(&found, out)?;
    let touched: Vec<Script> = load(data, Manner::Touch)?;
    let measured = evaluate::measure(&mut model.model, &model.weights, &moments, &Moments::of(&touched))?;
    export::write(out, &found, &mut model, &measured)?;

    let name = out.file_name().unwrap_or_default().to_string_lossy();
    let run = run.map(PathBuf::from);
    let run = run.unwrap_or_else(|| Path::new("target/runs").join(format!("{name}-{}", settings.seed)));
    let metrics = json!({
        "settings": settings,
        "curve": selection.curve,
        "chosen": selection.point(),
        "shipped": measured.to_json(),
    });
    store(&run.join("metrics.json"), pretty(&metrics)?)?;
    store(&run.join("profiles.svg"), plot::profiles::draw(DESCRIBED, &found.standing())?)?;
    let curve = selection.curve.iter().map(|point| (point.asked as f64, point.bic)).collect();
    store(&run.join("selection.svg"), plot::selection::draw(curve)?)?;
    Ok(format!("{}\n\n{}\n\nmetrics and plots in {}", table(&selection), measured.to_text(), run.display()))
}

/// What is read of `moments`, as the search takes it.
///
/// # Errors
/// [`SegmentsError`] for too few visits or people, and for rows that are all alike.
pub(super) fn prepare(
    moments: &Moments,
    settings: &Settings,
) -> Result<(Columns, Vec<Statistic>, Sample), SegmentsError> {
    if moments.visits < VISITS {
        return Err(SegmentsError::Visits { found: moments.visits, needed: VISITS });
    }
    if settings.folds < 2 || settings.folds > moments.people {
        return Err(SegmentsError::Folds { folds: settings.folds, people: moments.people });
    }
    let further = settings.with.iter().map(String::as_str);
    let paths = INPUTS.iter().copied().chain(further);
    let columns = Columns::named(paths.filter(|path| !settings.without.iter().any(|out| out == path)))?;
    let statistics = statistics(moments, &columns).ok_or(SegmentsError::Still)?;
    let sample = Sample::of(moments, &columns, &statistics);
    Ok((columns, statistics, sample))
}

fn search(sample: &Sample, settings: &Settings) -> Result<Selection, SegmentsError> {
    let bar = progress("how many", usize::from(settings.max_segments) * fits(settings));
    let selection = select(sample, settings, &|| bar.inc(1))?;
    bar.finish_and_clear();
    Ok(selection)
}

fn try_variants(
    moments: &Moments,
    columns: &Columns,
    selection: &Selection,
    settings: &Settings,
) -> Result<Vec<Variant>, SegmentsError> {
    let plans = plan(&columns.paths().collect::<Vec<_>>());
    let bar = progress("other inputs", plans.len() * settings.resamples as usize);
    let asked = selection.point().asked;
    let tried = plans.into_iter().map(|plan| try_out(moments, plan, asked, settings, &|| bar.inc(1)));
    let variants = tried.filter_map(Result::transpose).collect::<Result<_, _>>()?;
    bar.finish_and_clear();
    Ok(variants)
}

/// The selection curve as a table.
pub(super) fn table(selection: &Selection) -> String {
    let or_dash = |value: Option<f64>| value.map_or("-".to_owned(), |value| format!("{value:.2}"));
    let row = |(at, point): (usize, &super::select::Point)| {
        let mark = if at == selection.chosen { "*" } else { " " };
        format!(
            "{mark}{:>5} {:>9} {:>9.1} {:>10.3} {:>17} {:>11} {:>6}",
            point.asked,
            point.segments,
            point.bic,
            point.log_likelihood,
            format!("{:.3} ± {:.3}", point.heldout, point.heldout_error),
            or_dash(point.silhouette),
            or_dash(point.ari)
        )
    };
    let head = format!(
        "{:>6} {:>9} {:>9} {:>10} {:>17} {:>11} {:>6}",
        "asked", "left", "BIC", "ln p a row", "held out", "silhouette", "ARI"
    );
    std::iter::once(head).chain(selection.curve.iter().enumerate().map(row)).collect::<Vec<_>>().join("\n")
}

/// A bar of fits with the time left; silent where there is no terminal.
fn progress(what: &'static str, fits: usize) -> ProgressBar {
    let bar = ProgressBar::new(fits as u64).with_message(what);
    let style = ProgressStyle::with_template("{msg:12} {wide_bar} {pos}/{len} fits, {eta} left");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

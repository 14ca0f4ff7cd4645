//! Variants: the same search with one input more or less, for the model's card.
//!
//! Likelihoods of different inputs can't be compared; how far fits to other people group alike can.

use super::{
    error::SegmentsError,
    fit::fit,
    inputs::Columns,
    profile::holds,
    sample::{Sample, statistics},
    select::stability,
    settings::Settings,
    silhouette::silhouette,
};
use crate::data::moments::Moments;

/// Inputs that were tried and left out.
const CANDIDATES: [&str; 6] =
    ["pointer.speed", "pointer.travel_5s", "scroll.screens", "scroll.idle", "clicks.wait", "page.dwell"];

/// What became of one variant.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    /// What is different.
    pub(crate) what: String,
    pub(crate) segments: usize,
    pub(crate) ari: f64,
    pub(crate) silhouette: Option<f64>,
    pub(crate) holds: Option<f64>,
}

/// The paths of each variant of the inputs `used`, which come first as they are.
pub(crate) fn plan(used: &[&'static str]) -> Vec<(String, Vec<&'static str>)> {
    let mut plans = vec![("as shipped".to_owned(), used.to_vec())];
    if used.len() > 2 {
        plans.extend(used.iter().map(|out| {
            (format!("without `{out}`"), used.iter().copied().filter(|path| path != out).collect())
        }));
    }
    let further = CANDIDATES.into_iter().filter(|path| !used.contains(path));
    plans
        .extend(further.map(|path| (format!("with `{path}`"), used.iter().copied().chain([path]).collect())));
    plans
}

/// Looks for `count` segments in the columns called `paths`; none where they can't be found.
///
/// # Errors
/// What fitting reports.
pub(crate) fn try_out(
    moments: &Moments,
    (what, paths): (String, Vec<&str>),
    count: usize,
    settings: &Settings,
    after: &dyn Fn(),
) -> Result<Option<Variant>, SegmentsError> {
    let columns = Columns::named(paths.into_iter())?;
    let Some(statistics) = statistics(moments, &columns) else { return Ok(None) };
    let sample = Sample::of(moments, &columns, &statistics);
    let Some(mixture) = fit(&sample, count, settings, u64::from(settings.seed))? else { return Ok(None) };
    let assigned = mixture.assign(&sample);
    Ok(Some(Variant {
        what,
        segments: mixture.components.len(),
        ari: stability(&sample, count, &mixture, settings, after)?,
        silhouette: silhouette(&sample, &assigned)?,
        holds: holds(moments, &assigned),
    }))
}

//! Fitting a mixture: several starts, the likeliest kept, and segments that hold too few visits merged away.

use nearside_core::seed;

use super::{error::SegmentsError, mixture::Mixture, sample::Sample, settings::Settings, start::centres};

/// A mixture of at most `count` components, those with the largest share first; none where too few rows differ.
///
/// # Errors
/// [`SegmentsError::Means`].
pub(crate) fn fit(
    sample: &Sample,
    count: usize,
    settings: &Settings,
    seed: u64,
) -> Result<Option<Mixture>, SegmentsError> {
    let mut rng = seed::rng(seed);
    let mut best: Option<(f64, Mixture)> = None;
    for _ in 0..settings.restarts {
        let Some(centres) = centres(sample, count, &mut rng)? else { continue };
        let mut mixture = Mixture::at(centres);
        let likelihood = mixture.settle(sample, settings.floor);
        if best.as_ref().is_none_or(|(most, _)| likelihood > *most) {
            best = Some((likelihood, mixture));
        }
    }
    Ok(best.map(|(_, mut mixture)| {
        merge_small(&mut mixture, sample, settings);
        mixture.components.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        mixture
    }))
}

/// Merges the smallest component into the nearest, and settles again, while one has less than its share of visits.
pub(crate) fn merge_small(mixture: &mut Mixture, sample: &Sample, settings: &Settings) {
    while mixture.components.len() > 1 {
        let held = held(mixture, sample);
        let smallest = (0..held.len()).min_by(|&a, &b| held[a].total_cmp(&held[b]));
        let Some(small) = smallest.filter(|&small| held[small] < settings.least_share) else { return };
        let gone = mixture.components.remove(small);
        let distance = |index: &usize| mixture.components[*index].distance(&gone);
        let nearest = (0..mixture.components.len()).min_by(|a, b| distance(a).total_cmp(&distance(b)));
        let Some(nearest) = nearest else { return };
        mixture.components[nearest] = mixture.components[nearest].with(&gone);
        mixture.settle(sample, settings.floor);
    }
}

/// Share of the visits that falls in each component, by the moments that fall in it most.
pub(crate) fn held(mixture: &Mixture, sample: &Sample) -> Vec<f64> {
    let mut held = vec![0.0; mixture.components.len()];
    for (component, weight) in mixture.assign(sample).into_iter().zip(&sample.weights) {
        held[component] += weight / sample.total();
    }
    held
}

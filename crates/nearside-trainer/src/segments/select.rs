//! How many segments: one fit for each number, and what speaks for it.
//!
//! Chosen is the least BIC (Schwarz 1978). Moments of a visit are alike, so a visit counts as one observation, not as
//! its dozens of rows. Beside it: the log-likelihood of people held out, and how far fits to other samples of people
//! group the rows in the same way.

use nearside_core::seed;
use rand::{RngExt, seq::SliceRandom};
use serde::Serialize;

use super::{
    agreement::adjusted_rand, error::SegmentsError, fit::fit, mixture::Mixture, sample::Sample,
    settings::Settings, silhouette::silhouette,
};

/// What speaks for one number of segments.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Point {
    /// Segments asked for.
    pub(crate) asked: usize,
    /// Segments left when small ones were merged.
    pub(crate) segments: usize,
    /// Bayesian information criterion; less is better.
    pub(crate) bic: f64,
    /// Mean ln p of a row, nats.
    pub(crate) log_likelihood: f64,
    /// The same for people that the fit has not seen.
    pub(crate) heldout: f64,
    /// Standard error of that, over people.
    pub(crate) heldout_error: f64,
    /// Silhouette; none for one segment.
    pub(crate) silhouette: Option<f64>,
    /// Mean adjusted Rand index between this fit and those to people drawn anew; none for one segment.
    pub(crate) ari: Option<f64>,
}

/// The whole curve, and what it led to.
#[derive(Clone, Debug)]
pub(crate) struct Selection {
    pub(crate) curve: Vec<Point>,
    /// Place of the chosen one in the curve.
    pub(crate) chosen: usize,
    pub(crate) mixture: Mixture,
}

impl Selection {
    /// The chosen point of the curve.
    pub(crate) fn point(&self) -> &Point {
        &self.curve[self.chosen]
    }
}

/// Fits of one point of the curve.
pub(crate) fn fits(settings: &Settings) -> usize {
    1 + settings.folds + settings.resamples as usize
}

/// Tries 1 to the most segments, and calls `after` each fit.
///
/// # Errors
/// [`SegmentsError::Undivided`] where one segment is best, and what fitting reports.
pub(crate) fn select(
    sample: &Sample,
    settings: &Settings,
    after: &dyn Fn(),
) -> Result<Selection, SegmentsError> {
    let (mut curve, mut best): (Vec<Point>, Option<(usize, Mixture)>) = (Vec::new(), None);
    for asked in 1..=usize::from(settings.max_segments) {
        let Some(mixture) = fit(sample, asked, settings, u64::from(settings.seed))? else { break };
        after();
        let point = measure(sample, asked, &mixture, settings, after)?;
        if best.as_ref().is_none_or(|(at, _)| point.bic < curve[*at].bic) {
            best = Some((curve.len(), mixture));
        }
        curve.push(point);
    }
    match best {
        Some((chosen, mixture)) if mixture.components.len() > 1 => Ok(Selection { curve, chosen, mixture }),
        _ => Err(SegmentsError::Undivided),
    }
}

fn measure(
    sample: &Sample,
    asked: usize,
    mixture: &Mixture,
    settings: &Settings,
    after: &dyn Fn(),
) -> Result<Point, SegmentsError> {
    let (visits, log_likelihood) = (sample.total(), mixture.log_likelihood(sample));
    let (heldout, heldout_error) = heldout(sample, asked, settings, after)?;
    let segments = mixture.components.len();
    let ari = stability(sample, asked, mixture, settings, after)?;
    Ok(Point {
        asked,
        segments,
        bic: mixture.parameters() as f64 * visits.ln() - 2.0 * visits * log_likelihood,
        log_likelihood,
        heldout,
        heldout_error,
        silhouette: silhouette(sample, &mixture.assign(sample))?,
        ari: (segments > 1).then_some(ari),
    })
}

/// Mean over people of ln p of their rows, by fits that saw others only; with its standard error.
fn heldout(
    sample: &Sample,
    asked: usize,
    settings: &Settings,
    after: &dyn Fn(),
) -> Result<(f64, f64), SegmentsError> {
    let people = people(sample);
    let mut order: Vec<usize> = (0..people).collect();
    order.shuffle(&mut seed::rng(u64::from(settings.seed)));
    let mut each = Vec::new();
    for fold in 0..settings.folds {
        let is_held_out = |person: &usize| order[*person] % settings.folds == fold;
        let seen = sample.drawn(|person| f64::from(u8::from(!is_held_out(&person))));
        let Some(mixture) = fit(&seen, asked, settings, u64::from(settings.seed))? else { continue };
        let unseen = (0..people).filter(is_held_out);
        let unseen = unseen.map(|held_out| sample.drawn(|person| f64::from(u8::from(person == held_out))));
        each.extend(unseen.map(|rows| mixture.log_likelihood(&rows)));
        after();
    }
    let count = each.len() as f64;
    let mean = each.iter().sum::<f64>() / count;
    let variance = each.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0);
    Ok((mean, (variance / count).sqrt()))
}

/// Mean adjusted Rand index between how `mixture` groups the rows and how fits to people drawn anew do.
pub(crate) fn stability(
    sample: &Sample,
    asked: usize,
    mixture: &Mixture,
    settings: &Settings,
    after: &dyn Fn(),
) -> Result<f64, SegmentsError> {
    let (people, assigned) = (people(sample), mixture.assign(sample));
    let (mut sum, mut count) = (0.0, 0.0);
    for resample in 1..=u64::from(settings.resamples) {
        let seed = (u64::from(settings.seed) << 16) + resample;
        let mut rng = seed::rng(seed);
        let mut times = vec![0.0; people];
        (0..people).for_each(|_| times[rng.random_range(0..people)] += 1.0);
        if let Some(other) = fit(&sample.drawn(|person| times[person]), asked, settings, seed)? {
            sum += adjusted_rand(&assigned, &other.assign(sample));
            count += 1.0;
        }
        after();
    }
    Ok(sum / count)
}

fn people(sample: &Sample) -> usize {
    sample.people.iter().map(|person| person + 1).max().unwrap_or(0)
}

//! What a policy would have won, from a log of another: three estimators with bootstrap intervals.
//!
//! Rows of (reward, weight, model's view) → IPS, self-normalised IPS, doubly robust (Dudík, Langford & Li 2011). The weight
//! is the target's probability of the logged arm over its propensity. Each is unbiased, or nearly, if propensities are true.

use nearside_core::seed::VisitRng;
use rand::RngExt;
use serde::Serialize;

/// What one logged decision says of the target.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Evidence {
    /// What it brought.
    pub(crate) reward: f64,
    /// The target's probability of the logged arm over its propensity.
    pub(crate) weight: f64,
    /// What the model expects of the logged arm.
    pub(crate) expected: f64,
    /// What the model expects of the target.
    pub(crate) direct: f64,
}

/// An estimate and where the truth lies with 95 % confidence.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Interval {
    /// The estimate.
    pub(crate) value: f64,
    /// The lower end.
    pub(crate) low: f64,
    /// The upper end.
    pub(crate) high: f64,
}

/// What a log says of one target.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Estimate {
    /// Inverse propensity scores.
    pub(crate) ips: Interval,
    /// The same over the sum of the weights.
    pub(crate) snips: Interval,
    /// The model, corrected by what it got wrong.
    pub(crate) dr: Interval,
    /// As many decisions of the target's own would say as much: (Σw)²/Σw².
    pub(crate) effective: f64,
}

/// Estimates with percentile intervals over so many resamples.
pub(crate) fn estimate(evidence: &[Evidence], resamples: usize, rng: &mut VisitRng) -> Estimate {
    let terms: Vec<[f64; 3]> = evidence
        .iter()
        .map(|e| [e.weight * e.reward, e.weight, e.direct + e.weight * (e.reward - e.expected)])
        .collect();
    let values = |[won, weight, corrected]: [f64; 3]| {
        let count = terms.len() as f64;
        // Without a weight nothing in the log speaks of the target.
        [won / count, if weight > 0.0 { won / weight } else { 0.0 }, corrected / count]
    };
    let sum = |sum: [f64; 3], term: &[f64; 3]| std::array::from_fn(|i| sum[i] + term[i]);
    let point = values(terms.iter().fold([0.0; 3], sum));
    let mut drawn: [Vec<f64>; 3] = std::array::from_fn(|_| Vec::with_capacity(resamples));
    for _ in 0..resamples {
        let resample = (0..terms.len()).map(|_| &terms[rng.random_range(0..terms.len())]);
        for (drawn, value) in drawn.iter_mut().zip(values(resample.fold([0.0; 3], sum))) {
            drawn.push(value);
        }
    }
    let [ips, snips, dr] = std::array::from_fn(|i| interval(point[i], &mut drawn[i]));
    let weights = || evidence.iter().map(|e| e.weight);
    let squares: f64 = weights().map(|weight| weight * weight).sum();
    let effective = if squares > 0.0 { weights().sum::<f64>().powi(2) / squares } else { 0.0 };
    Estimate { ips, snips, dr, effective }
}

/// From the 2.5th to the 97.5th percentile; as order statistics, place·(count + 1) counted from 1.
fn interval(value: f64, drawn: &mut [f64]) -> Interval {
    drawn.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let place = (share * (drawn.len() + 1) as f64).round() as usize;
        drawn.get(place.clamp(1, drawn.len()) - 1).copied().unwrap_or(value)
    };
    Interval { value, low: at(0.025), high: at(0.975) }
}

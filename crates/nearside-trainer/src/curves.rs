//! Curves of scores against labels: ROC, precision-recall, reliability.
//!
//! They walk the same ranking, and fill the same bins, as the figures in `metrics`; the area under each curve is the
//! figure that stands beside it.

use serde::Serialize;

use crate::metrics::{BINS, bin_of, ranked};

/// (share of untrue rows taken, share of true rows taken), from (0, 0) to (1, 1).
pub(crate) fn roc(scores: &[f64], labels: &[bool]) -> Vec<(f64, f64)> {
    let steps = ranked(scores, labels);
    let (positives, negatives) = total(&steps);
    let mut taken = (0.0, 0.0);
    let points = steps.iter().map(|step| {
        taken = (taken.0 + step.1, taken.1 + step.0);
        (taken.0 / negatives, taken.1 / positives)
    });
    std::iter::once((0.0, 0.0)).chain(points).collect()
}

/// (recall, precision) at each score, best first.
pub(crate) fn precision_recall(scores: &[f64], labels: &[bool]) -> Vec<(f64, f64)> {
    let steps = ranked(scores, labels);
    let (positives, _) = total(&steps);
    let (mut found, mut taken) = (0.0, 0.0);
    let points = steps.iter().map(|step| {
        found += step.0;
        taken += step.0 + step.1;
        (found / positives, found / taken)
    });
    points.collect()
}

/// One bin of scores.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Bin {
    /// Rows in it.
    pub(crate) rows: usize,
    /// Mean of what was said.
    pub(crate) said: f64,
    /// Share that came true.
    pub(crate) came: f64,
}

/// The bins of the calibration error; one without rows says and sees 0.
pub(crate) fn bins(scores: &[f64], labels: &[bool]) -> Vec<Bin> {
    let mut bins = vec![Bin { rows: 0, said: 0.0, came: 0.0 }; BINS];
    for (&score, &label) in scores.iter().zip(labels) {
        let bin = &mut bins[bin_of(score)];
        bin.rows += 1;
        bin.said += score;
        bin.came += f64::from(u8::from(label));
    }
    for bin in bins.iter_mut().filter(|bin| bin.rows > 0) {
        bin.said /= bin.rows as f64;
        bin.came /= bin.rows as f64;
    }
    bins
}

/// (true, not true) rows.
fn total(steps: &[(f64, f64)]) -> (f64, f64) {
    steps.iter().fold((0.0, 0.0), |sum, step| (sum.0 + step.0, sum.1 + step.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::{auc, average_precision, calibration_error};

    const SCORES: [f64; 6] = [0.9, 0.8, 0.7, 0.7, 0.3, 0.1];
    const LABELS: [bool; 6] = [true, false, true, false, true, false];

    fn near(value: f64, figure: f64) {
        assert!((value - figure).abs() < 1e-12, "{value} is not {figure}");
    }

    #[test]
    fn the_area_under_each_curve_is_its_figure() {
        let points = roc(&SCORES, &LABELS);
        assert_eq!((points.len(), points[0], points[5]), (6, (0.0, 0.0), (1.0, 1.0)), "ties are one point");
        let trapezium = |pair: &[(f64, f64)]| (pair[1].0 - pair[0].0) * (pair[1].1 + pair[0].1) / 2.0;
        near(points.windows(2).map(trapezium).sum(), auc(&SCORES, &LABELS));

        let points = precision_recall(&SCORES, &LABELS);
        let mut before = 0.0;
        let steps = points.iter().map(|&(recall, precision)| {
            let step = (recall - before) * precision;
            before = recall;
            step
        });
        near(steps.sum(), average_precision(&SCORES, &LABELS));
    }

    #[test]
    fn gaps_of_the_bins_are_the_calibration_error() {
        let bins = bins(&SCORES, &LABELS);
        assert_eq!(bins.iter().map(|bin| bin.rows).sum::<usize>(), SCORES.len());
        let gaps = bins.iter().map(|bin| bin.rows as f64 * (bin.said - bin.came).abs());
        near(gaps.sum::<f64>() / SCORES.len() as f64, calibration_error(&SCORES, &LABELS));
    }
}

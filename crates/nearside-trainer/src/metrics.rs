//! How good scores are: AUC, average precision, top-1 and expected calibration error.
//!
//! Scores and labels (and for top-1 the group of each) → numbers between 0 and 1. Ties in scores are treated as
//! ties, not by the order in which rows happen to stand.

use serde::Serialize;

/// Bins of the calibration error.
pub(crate) const BINS: usize = 10;

/// The four figures of one head.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Metrics {
    /// Area under the ROC curve.
    pub(crate) auc: f64,
    /// Average precision.
    pub(crate) ap: f64,
    /// Of groups in which something was looked at, how often the top-scored one was.
    pub(crate) top1: f64,
    /// Expected calibration error over ten equal bins.
    pub(crate) ece: f64,
}

impl Metrics {
    /// Measures `scores` against `labels`; rows of one group stand next to each other.
    pub(crate) fn of(scores: &[f64], labels: &[bool], groups: &[(usize, u64)]) -> Metrics {
        Metrics {
            auc: auc(scores, labels),
            ap: average_precision(scores, labels),
            top1: top1(scores, labels, groups),
            ece: calibration_error(scores, labels),
        }
    }
}

/// Probability that a row that is true scores above one that is not; ties count half.
pub(crate) fn auc(scores: &[f64], labels: &[bool]) -> f64 {
    let (mut below, mut won) = (0.0, 0.0);
    for (positives, negatives) in ranked(scores, labels).into_iter().rev() {
        won += positives * (below + negatives / 2.0);
        below += negatives;
    }
    let positives = count(labels);
    won / (positives * (labels.len() as f64 - positives))
}

/// Mean of the precision at each score, weighted by the recall gained there.
pub(crate) fn average_precision(scores: &[f64], labels: &[bool]) -> f64 {
    let (mut found, mut taken, mut sum) = (0.0, 0.0, 0.0);
    for (positives, negatives) in ranked(scores, labels) {
        found += positives;
        taken += positives + negatives;
        sum += positives * found / taken;
    }
    sum / count(labels)
}

/// How often the top-scored row of a group is true, over the groups that have a true one.
pub(crate) fn top1(scores: &[f64], labels: &[bool], groups: &[(usize, u64)]) -> f64 {
    let (mut hits, mut total, mut start) = (0.0, 0.0, 0);
    for group in groups.chunk_by(|a, b| a == b) {
        let rows = start..start + group.len();
        start = rows.end;
        if !labels[rows.clone()].contains(&true) {
            continue;
        }
        total += 1.0;
        let best =
            rows.clone().fold(rows.start, |best, row| if scores[row] > scores[best] { row } else { best });
        hits += f64::from(u8::from(labels[best]));
    }
    hits / total
}

/// Mean gap between what was said and what came true, over bins of the score, weighted by their size.
pub(crate) fn calibration_error(scores: &[f64], labels: &[bool]) -> f64 {
    let mut bins = [(0.0, 0.0); BINS];
    for (&score, &label) in scores.iter().zip(labels) {
        let bin = &mut bins[bin_of(score)];
        bin.0 += score;
        bin.1 += f64::from(u8::from(label));
    }
    bins.iter().map(|(said, came)| (said - came).abs()).sum::<f64>() / scores.len() as f64
}

/// The bin of a score.
pub(crate) fn bin_of(score: f64) -> usize {
    ((score * BINS as f64) as usize).min(BINS - 1)
}

/// Mean squared distance of what was said from what came true (Brier 1950).
pub(crate) fn brier(scores: &[f64], labels: &[bool]) -> f64 {
    let pairs = scores.iter().zip(labels);
    pairs.map(|(score, &label)| (score - f64::from(u8::from(label))).powi(2)).sum::<f64>()
        / scores.len() as f64
}

/// (true, not true) rows at each distinct score, best first.
pub(crate) fn ranked(scores: &[f64], labels: &[bool]) -> Vec<(f64, f64)> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
    let ties = order.chunk_by(|&a, &b| scores[a] == scores[b]);
    ties.map(|rows| {
        let positives = rows.iter().filter(|&&row| labels[row]).count() as f64;
        (positives, rows.len() as f64 - positives)
    })
    .collect()
}

fn count(labels: &[bool]) -> f64 {
    labels.iter().filter(|&&label| label).count() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCORES: [f64; 5] = [0.9, 0.8, 0.7, 0.7, 0.1];
    const LABELS: [bool; 5] = [true, false, true, false, false];

    fn near(value: f64, by_hand: f64) {
        assert!((value - by_hand).abs() < 1e-12, "{value} is not {by_hand}");
    }

    #[test]
    fn auc_counts_pairs_and_half_of_ties() {
        // 0.9 beats three; 0.7 beats one, ties one, loses one: 4.5 of 6.
        near(auc(&SCORES, &LABELS), 4.5 / 6.0);
        near(auc(&[0.2, 0.2], &[true, false]), 0.5);
    }

    #[test]
    fn average_precision_takes_ties_as_one_step() {
        // Precision 1/1 at the first, 2/4 at the tie.
        near(average_precision(&SCORES, &LABELS), (1.0 + 0.5) / 2.0);
    }

    #[test]
    fn top1_looks_only_at_groups_with_something_to_find() {
        let groups = [(0, 0), (0, 0), (0, 1), (0, 1), (0, 2)];
        near(top1(&SCORES, &LABELS, &groups), 1.0);
        let groups = [(0, 0), (0, 1), (0, 1), (0, 1), (0, 2)];
        near(top1(&SCORES, &LABELS, &groups), 0.5);
    }

    #[test]
    fn brier_squares_each_distance() {
        // 0.1² + 0.2² + 0.5² over three.
        near(brier(&[0.9, 0.2, 0.5], &[true, false, true]), 0.30 / 3.0);
    }

    #[test]
    fn calibration_error_weighs_bins_by_size() {
        // Bin 0: said 0.1, came 0. Bin 5: said 0.55 twice, one came.
        near(calibration_error(&[0.05, 0.05, 0.55, 0.55], &[false, false, true, false]), (0.1 + 0.1) / 4.0);
    }
}

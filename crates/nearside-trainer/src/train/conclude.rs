//! What the folds say together.
//!
//! Outputs of every fold and epoch → the epoch at which people held out are served best, a calibration, and metrics
//! under one that is itself fitted on the other folds.

use nearside_model::manifest::Platt;
use serde::Serialize;

use super::{
    calibrate::{calibrated, platt},
    learner::{Learned, Losses, Size},
    loss::entropy,
};
use crate::{
    data::rows::{Key, Rows},
    metrics::Metrics,
};

/// Scores of rows, one list a head: estimate, forecast.
pub(crate) type Heads = [Vec<f64>; 2];

/// What cross-validation tells.
pub(crate) struct CrossValidation {
    /// Epochs after which people held out are served best.
    pub(crate) epochs: usize,
    /// One calibration a head, from all out-of-fold outputs.
    pub(crate) calibration: [Platt; 2],
    /// Estimate and forecast, for the judged rows of each table.
    pub(crate) metrics: Vec<[Metrics; 2]>,
    /// The probabilities that the metrics are of.
    pub(crate) scores: Vec<Heads>,
    /// The judged rows of each table.
    pub(crate) judged: Vec<Vec<Key>>,
    /// Each fold by itself.
    pub(crate) folds: Vec<FoldReport>,
    /// The largest of the folds' models.
    pub(crate) size: Size,
}

/// What one fold tells.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct FoldReport {
    /// People held out.
    pub(crate) people: usize,
    /// Judged rows of theirs in the first view.
    pub(crate) rows: usize,
    /// After each epoch.
    pub(crate) losses: Vec<Losses>,
    /// Estimate and forecast in the first view.
    pub(crate) metrics: [Metrics; 2],
}

/// Puts the folds together; `fold_of` has the fold of each person.
pub(super) fn conclude(by_fold: &[Learned], fold_of: &[usize], tables: &[&Rows]) -> CrossValidation {
    let judged: Vec<Vec<Key>> =
        tables.iter().map(|table| table.keys.iter().filter(|key| key.judged).cloned().collect()).collect();
    let keys: Vec<&Key> = judged.iter().flatten().collect();
    let row_folds: Vec<usize> = keys.iter().map(|key| fold_of[key.person]).collect();
    let labels: Vec<[f32; 2]> =
        keys.iter().map(|key| key.looked.map(|looked| f32::from(u8::from(looked)))).collect();
    // A fold that ran out of patience has nothing to say of later epochs.
    let epochs = by_fold.iter().map(|fold| fold.outputs.len()).min().unwrap_or(0);
    let loss = |epoch: usize| entropy(&in_rows(by_fold, &row_folds, epoch), &labels);
    let best = (0..epochs).min_by(|&a, &b| loss(a).total_cmp(&loss(b))).unwrap_or(0);
    let outputs = in_rows(by_fold, &row_folds, best);

    let fitted = |head: usize, but: Option<usize>| {
        let rows = || (0..outputs.len()).filter(|&row| but != Some(row_folds[row]));
        let z: Vec<f64> = rows().map(|row| f64::from(outputs[row][head])).collect();
        let y: Vec<bool> = rows().map(|row| labels[row][head] > 0.5).collect();
        platt(&z, &y)
    };
    let probabilities = [0, 1].map(|head| -> Vec<f64> {
        let by_fold: Vec<Platt> = (0..by_fold.len()).map(|fold| fitted(head, Some(fold))).collect();
        let row = |row: usize| calibrated(by_fold[row_folds[row]], f64::from(outputs[row][head]));
        (0..outputs.len()).map(row).collect()
    });
    let mut start = 0;
    let scores: Vec<Heads> = judged
        .iter()
        .map(|keys| {
            let rows = start..start + keys.len();
            start = rows.end;
            [0, 1].map(|head| probabilities[head][rows.clone()].to_vec())
        })
        .collect();
    let views = judged.iter().zip(&scores);
    CrossValidation {
        epochs: best + 1,
        calibration: [fitted(0, None), fitted(1, None)],
        metrics: views.map(|(keys, scores)| [0, 1].map(|head| measure(keys, head, &scores[head]))).collect(),
        folds: each_fold(by_fold, fold_of, &judged[0], &scores[0]),
        size: by_fold.iter().map(|fold| fold.size).max_by_key(|size| size.bytes).unwrap_or_default(),
        scores,
        judged,
    }
}

/// The metrics of one head's probabilities for rows with these keys.
pub(crate) fn measure(keys: &[Key], head: usize, scores: &[f64]) -> Metrics {
    let groups: Vec<(usize, u64)> = keys.iter().map(|key| (key.visit, key.at as u64)).collect();
    Metrics::of(scores, &labels(keys, head), &groups)
}

/// One head's labels.
pub(crate) fn labels(keys: &[Key], head: usize) -> Vec<bool> {
    keys.iter().map(|key| key.looked[head]).collect()
}

/// Outputs after `epoch`, back from the order of folds to the order of rows.
fn in_rows(by_fold: &[Learned], row_folds: &[usize], epoch: usize) -> Vec<[f32; 2]> {
    let mut taken = vec![0; by_fold.len()];
    let row = |&fold: &usize| {
        taken[fold] += 1;
        by_fold[fold].outputs[epoch][taken[fold] - 1]
    };
    row_folds.iter().map(row).collect()
}

fn each_fold(by_fold: &[Learned], fold_of: &[usize], keys: &[Key], scores: &Heads) -> Vec<FoldReport> {
    let report = |(fold, learned): (usize, &Learned)| {
        let rows: Vec<usize> = (0..keys.len()).filter(|&row| fold_of[keys[row].person] == fold).collect();
        let keys: Vec<Key> = rows.iter().map(|&row| keys[row].clone()).collect();
        let metrics = [0, 1].map(|head| {
            let scores: Vec<f64> = rows.iter().map(|&row| scores[head][row]).collect();
            measure(&keys, head, &scores)
        });
        FoldReport {
            people: fold_of.iter().filter(|&&of| of == fold).count(),
            rows: rows.len(),
            losses: learned.losses.clone(),
            metrics,
        }
    };
    by_fold.iter().enumerate().map(report).collect()
}

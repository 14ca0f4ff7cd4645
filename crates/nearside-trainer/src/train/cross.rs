//! Cross-validation by person: every score comes from a network that never saw that visitor.
//!
//! Folds of people → out-of-fold outputs after each epoch, the epoch at which people held out are served best
//! (early stopping), and metrics under a calibration that is itself fitted on the other folds.

use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering},
};

use candle_core::{Error, Result};
use indicatif::ProgressBar;
use nearside_core::seed;
use nearside_model::manifest::Platt;
use rand::seq::SliceRandom;

use super::{
    calibrate::{calibrated, platt},
    examples::Columns,
    fit::fit,
    settings::Settings,
};
use crate::{data::rows::Rows, metrics::Metrics};

/// Outputs of one fold after one epoch, for the judged rows of the people held out.
type FoldOutputs = Vec<[f32; 2]>;

/// What cross-validation tells.
pub(crate) struct CrossValidation {
    /// Epochs after which people held out are served best.
    pub(crate) epochs: usize,
    /// One calibration a head, from all out-of-fold outputs.
    pub(crate) calibration: [Platt; 2],
    /// Estimate and forecast, for the rows of each table.
    pub(crate) metrics: Vec<[Metrics; 2]>,
}

/// Runs it over `tables`, which are views of the same visits (with a cursor, by touch).
///
/// # Errors
/// What the tensor library reports.
pub(crate) fn cross_validate(
    tables: &[&Rows],
    columns: &Columns,
    settings: &Settings,
    bar: &ProgressBar,
) -> Result<CrossValidation> {
    let fold_of = folds(tables[0], settings);
    let judged: Vec<Rows> = tables.iter().map(|table| table.judged()).collect();
    let held_out: Vec<&Rows> = judged.iter().collect();
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    let work = || {
        loop {
            let fold = next.fetch_add(1, Ordering::Relaxed);
            if fold >= settings.folds {
                return;
            }
            let outputs = run_fold(fold, &fold_of, tables, &held_out, columns, settings, bar);
            if let Ok(mut results) = results.lock() {
                results.push(outputs.map(|outputs| (fold, outputs)));
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    let results = results.into_inner().map_err(|_| Error::Msg("a fold failed".to_owned()))?;
    let mut by_fold = results.into_iter().collect::<Result<Vec<_>>>()?;
    by_fold.sort_by_key(|&(fold, _)| fold);
    let by_fold: Vec<Vec<FoldOutputs>> = by_fold.into_iter().map(|(_, outputs)| outputs).collect();
    Ok(conclude(&by_fold, &fold_of, &held_out, settings))
}

/// The fold of each person: shuffled, then each to the fold that has the fewest rows so far.
pub(crate) fn folds(table: &Rows, settings: &Settings) -> Vec<usize> {
    let people = table.keys.iter().map(|key| key.person + 1).max().unwrap_or(0);
    let mut order: Vec<usize> = (0..people).collect();
    order.shuffle(&mut seed::rng(u64::from(settings.seed)));
    let rows = |person: usize| table.keys.iter().filter(|key| key.person == person).count();
    order.sort_by_key(|&person| std::cmp::Reverse(rows(person)));
    let (mut fold_of, mut sizes) = (vec![0; people], vec![0; settings.folds.max(1)]);
    for person in order {
        let smallest = (0..sizes.len()).min_by_key(|&fold| sizes[fold]).unwrap_or(0);
        fold_of[person] = smallest;
        sizes[smallest] += rows(person);
    }
    fold_of
}

fn run_fold(
    fold: usize,
    fold_of: &[usize],
    tables: &[&Rows],
    held_out: &[&Rows],
    columns: &Columns,
    settings: &Settings,
    bar: &ProgressBar,
) -> Result<Vec<FoldOutputs>> {
    let trained_on = |person: usize| fold_of[person] != fold;
    let statistics = columns.statistics(tables, trained_on);
    let examples = columns.examples(tables, &statistics, trained_on);
    let unseen = columns.examples(held_out, &statistics, |person| !trained_on(person));
    let mut outputs = Vec::new();
    let seed = (u64::from(settings.seed) << 8) + fold as u64;
    fit(&examples, settings, seed, settings.epochs, |network| {
        outputs.push(network.outputs(&unseen.inputs)?);
        bar.inc(1);
        Ok(())
    })?;
    Ok(outputs)
}

fn conclude(
    by_fold: &[Vec<FoldOutputs>],
    fold_of: &[usize],
    held_out: &[&Rows],
    settings: &Settings,
) -> CrossValidation {
    let keys = || held_out.iter().flat_map(|table| &table.keys);
    // Back from the order of folds to the order of rows.
    let at_epoch = |epoch: usize| -> Vec<[f32; 2]> {
        let mut taken = vec![0; by_fold.len()];
        keys()
            .map(|key| {
                let fold = fold_of[key.person];
                taken[fold] += 1;
                by_fold[fold][epoch][taken[fold] - 1]
            })
            .collect()
    };
    let labels: Vec<[bool; 2]> = keys().map(|key| key.looked).collect();
    let row_folds: Vec<usize> = keys().map(|key| fold_of[key.person]).collect();
    let loss = |epoch: usize| cross_entropy(&at_epoch(epoch), &labels);
    let best = (0..settings.epochs).min_by(|&a, &b| loss(a).total_cmp(&loss(b))).unwrap_or(0);
    let outputs = at_epoch(best);

    let fitted = |head: usize, fold: Option<usize>| {
        let rows = || (0..outputs.len()).filter(|&row| fold != Some(row_folds[row]));
        let z: Vec<f64> = rows().map(|row| f64::from(outputs[row][head])).collect();
        let y: Vec<bool> = rows().map(|row| labels[row][head]).collect();
        platt(&z, &y)
    };
    let scores: Vec<Vec<f64>> = (0..2)
        .map(|head| {
            let by_fold: Vec<Platt> = (0..settings.folds).map(|fold| fitted(head, Some(fold))).collect();
            let row = |row: usize| calibrated(by_fold[row_folds[row]], f64::from(outputs[row][head]));
            (0..outputs.len()).map(row).collect()
        })
        .collect();
    let mut start = 0;
    let metrics = held_out.iter().map(|table| {
        let rows = start..start + table.keys.len();
        start = rows.end;
        let of = |head: usize| measure(table, head, &scores[head][rows.clone()]);
        [of(0), of(1)]
    });
    CrossValidation {
        metrics: metrics.collect(),
        epochs: best + 1,
        calibration: [fitted(0, None), fitted(1, None)],
    }
}

/// The metrics of one head's probabilities for all rows of a table.
pub(crate) fn measure(table: &Rows, head: usize, scores: &[f64]) -> Metrics {
    let labels: Vec<bool> = table.keys.iter().map(|key| key.looked[head]).collect();
    let groups: Vec<(usize, u64)> = table.keys.iter().map(|key| (key.visit, key.at as u64)).collect();
    Metrics::of(scores, &labels, &groups)
}

fn cross_entropy(outputs: &[[f32; 2]], labels: &[[bool; 2]]) -> f64 {
    let pairs = outputs.as_flattened().iter().zip(labels.as_flattened());
    pairs
        .map(|(&z, &label)| {
            let z = f64::from(if label { z } else { -z });
            (-z).max(0.0) + (-z.abs()).exp().ln_1p()
        })
        .sum()
}

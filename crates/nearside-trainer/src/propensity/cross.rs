//! Cross-validation: every probability comes from a network, and trees, that never saw the session.
//!
//! Folds with their share of sessions that bought → outputs after each epoch, for all live columns and with the site's
//! codes unknown; the epoch at which sessions held out are served best (early stopping); figures under a calibration
//! that is itself fitted on the other folds.

use indicatif::ProgressBar;
use nearside_core::seed;
use nearside_model::manifest::Platt;
use rand::seq::SliceRandom;

use super::{
    error::PropensityError,
    figures::{Figures, Spread},
    inputs::{Inputs, site_codes},
    lesson::Teachers,
    network::{Lesson, Network},
    settings::Settings,
};
use crate::{
    data::sessions::Sessions,
    train::{
        calibrate::{calibrated, platt},
        cross::side_by_side,
    },
};

/// What cross-validation tells; each pair is with the site's codes and without.
#[derive(Clone, Debug)]
pub(crate) struct CrossValidation {
    /// Epochs after which sessions held out are served best.
    pub(crate) epochs: usize,
    /// From the network's output to a probability.
    pub(crate) calibration: Platt,
    /// The network's.
    pub(crate) network: [Spread; 2],
    /// Those of its teacher, boosted trees, in the same folds.
    pub(crate) trees: [Spread; 2],
    /// The network's probabilities in the first division, session by session.
    pub(crate) scores: [Vec<f64>; 2],
}

/// Outputs for the sessions of one fold, with codes and without.
struct Outputs {
    /// After each epoch.
    network: Vec<[Vec<f64>; 2]>,
    trees: [Vec<f64>; 2],
}

/// Ticks of the bar that a cross-validation takes.
pub(super) fn ticks(settings: &Settings) -> usize {
    settings.splits as usize * settings.folds * (settings.epochs + 1)
}

/// Runs it.
///
/// # Errors
/// [`PropensityError`].
pub(crate) fn cross_validate(
    sessions: &Sessions,
    settings: &Settings,
    bar: &ProgressBar,
) -> Result<CrossValidation, PropensityError> {
    check(sessions, settings)?;
    let splits = (0..settings.splits).map(|split| {
        let fold_of = folds(&sessions.bought, settings.folds, u64::from(settings.seed + split));
        let run = |fold: usize| Ok(run_fold(sessions, &fold_of, fold, settings, bar));
        let by_fold = side_by_side(settings.folds, &run)?.into_iter().collect::<Result<Vec<_>, _>>()?;
        Ok((fold_of, by_fold))
    });
    let splits: Vec<(Vec<usize>, Vec<Outputs>)> = splits.collect::<Result<_, PropensityError>>()?;
    Ok(conclude(&splits, &sessions.bought, settings))
}

fn check(sessions: &Sessions, settings: &Settings) -> Result<(), PropensityError> {
    let bought = sessions.bought.iter().filter(|&&bought| bought).count();
    let (folds, left) = (settings.folds, sessions.len() - bought);
    if folds < 2 || folds > bought.min(left) {
        return Err(PropensityError::Folds { folds, bought, left });
    }
    for (number, what) in [(settings.epochs, "no epochs"), (settings.batch, "no rows in a step")] {
        if number == 0 {
            return Err(PropensityError::Nothing(what));
        }
    }
    Ok(())
}

/// The fold of each session: those that bought are dealt out in turn, then the others.
pub(super) fn folds(bought: &[bool], count: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..bought.len()).collect();
    order.shuffle(&mut seed::rng(seed));
    order.sort_by_key(|&session| !bought[session]);
    let mut fold_of = vec![0; bought.len()];
    for (place, session) in order.into_iter().enumerate() {
        fold_of[session] = place % count;
    }
    fold_of
}

fn run_fold(
    sessions: &Sessions,
    fold_of: &[usize],
    fold: usize,
    settings: &Settings,
    bar: &ProgressBar,
) -> Result<Outputs, PropensityError> {
    let of = |held_out: bool| -> Vec<usize> {
        (0..sessions.len()).filter(|&session| (fold_of[session] == fold) == held_out).collect()
    };
    let (learned_from, held_out) = (sessions.at(&of(false)), sessions.at(&of(true)));
    let views = [held_out.clone(), held_out.without(&site_codes()?)];
    let seed = (u64::from(settings.seed) << 8) + fold as u64;

    let inputs = Inputs::of(&learned_from, settings)?;
    let teachers = Teachers::fit(&learned_from, &inputs, settings, seed)?;
    let lesson = Lesson::of(&learned_from, &inputs, &teachers, settings, seed)?;
    bar.inc(1);
    let known = [true, false];
    let trees = [0, 1].map(|view| {
        views[view].rows().map(|row| teachers.output(&inputs, row, known[view])).collect::<Vec<_>>()
    });
    let taken = views.map(|view| view.rows().flat_map(|row| inputs.taught(row)).collect::<Vec<f32>>());
    let mut network = Vec::new();
    Network::teach(&lesson, settings, (settings.epochs, seed), |taught| {
        network.push([taught.outputs(&taken[0])?, taught.outputs(&taken[1])?]);
        bar.inc(1);
        Ok(())
    })?;
    Ok(Outputs { network, trees })
}

fn conclude(splits: &[(Vec<usize>, Vec<Outputs>)], bought: &[bool], settings: &Settings) -> CrossValidation {
    let network = |epoch: usize, view: usize| -> Vec<Vec<f64>> {
        splits.iter().map(|(of, by_fold)| in_rows(of, by_fold, |fold| &fold.network[epoch][view])).collect()
    };
    let loss =
        |epoch: usize| -> f64 { network(epoch, 0).iter().map(|outputs| entropy(outputs, bought)).sum() };
    let best = (0..settings.epochs).min_by(|&a, &b| loss(a).total_cmp(&loss(b))).unwrap_or(0);
    let measured = |outputs: [Vec<Vec<f64>>; 2]| -> [Spread; 2] {
        [0, 1].map(|view| {
            let figures = splits.iter().enumerate().map(|(split, (fold_of, _))| {
                // The one calibration serves both views, as it does in the browser.
                let scores = probabilities(&outputs[0][split], &outputs[view][split], bought, fold_of);
                Figures::of(&scores, bought)
            });
            Spread::of(&figures.collect::<Vec<_>>())
        })
    };
    let trees = [0, 1].map(|view| -> Vec<Vec<f64>> {
        splits.iter().map(|(of, by_fold)| in_rows(of, by_fold, |fold| &fold.trees[view])).collect()
    });
    let all: Vec<f64> = network(best, 0).concat();
    CrossValidation {
        epochs: best + 1,
        calibration: platt(&all, &bought.repeat(splits.len())),
        network: measured([network(best, 0), network(best, 1)]),
        trees: measured(trees),
        scores: [0, 1].map(|view| {
            let Some((fold_of, _)) = splits.first() else { return Vec::new() };
            probabilities(&network(best, 0)[0], &network(best, view)[0], bought, fold_of)
        }),
    }
}

/// Probabilities from `outputs`, each by a calibration fitted to what `fitted` says of the other folds.
fn probabilities(fitted: &[f64], outputs: &[f64], bought: &[bool], fold_of: &[usize]) -> Vec<f64> {
    let count = fold_of.iter().max().map_or(0, |most| most + 1);
    let by_fold: Vec<Platt> = (0..count)
        .map(|fold| {
            let others = || (0..fitted.len()).filter(|&row| fold_of[row] != fold);
            let z: Vec<f64> = others().map(|row| fitted[row]).collect();
            let y: Vec<bool> = others().map(|row| bought[row]).collect();
            platt(&z, &y)
        })
        .collect();
    outputs.iter().zip(fold_of).map(|(&z, &fold)| calibrated(by_fold[fold], z)).collect()
}

/// Back from the order of folds to the order of sessions.
fn in_rows<'a>(fold_of: &[usize], by_fold: &'a [Outputs], of: impl Fn(&'a Outputs) -> &'a [f64]) -> Vec<f64> {
    let mut taken = vec![0; by_fold.len()];
    let row = |&fold: &usize| {
        taken[fold] += 1;
        of(&by_fold[fold])[taken[fold] - 1]
    };
    fold_of.iter().map(row).collect()
}

/// Mean cross-entropy, in nats.
fn entropy(outputs: &[f64], bought: &[bool]) -> f64 {
    let pairs = outputs.iter().zip(bought);
    let sum: f64 = pairs
        .map(|(&z, &bought)| {
            let wrong = if bought { -z } else { z };
            wrong.max(0.0) + (-wrong.abs()).exp().ln_1p()
        })
        .sum();
    sum / outputs.len() as f64
}

//! Cross-validation by person: every score comes from a model that never saw that visitor.
//!
//! Views of visits and a learner → one [`Learned`] a fold, two folds at a time, each kept as soon as it is done.

use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering},
};

use super::{
    TrainError,
    checkpoint::Checkpoints,
    conclude::{CrossValidation, conclude},
    examples::Columns,
    folds::{Fold, folds},
    learner::{Learned, Learner},
    settings::Settings,
};
use crate::data::rows::Rows;

/// Runs it over `tables`, which are views of the same visits (with a cursor, by touch); `tick` is called for every
/// epoch done.
///
/// # Errors
/// [`TrainError`].
pub(crate) fn cross_validate(
    tables: &[&Rows],
    columns: &Columns,
    settings: &Settings,
    learner: &dyn Learner,
    kept: Option<&Checkpoints>,
    tick: &(dyn Fn() + Sync),
) -> Result<CrossValidation, TrainError> {
    let fold_of = folds(tables[0], settings);
    let run = |index: usize| -> Result<Learned, TrainError> {
        let name = format!("fold{index}");
        if let Some((tensors, state)) = kept.map(|kept| kept.take(&name)).transpose()?.flatten() {
            (0..settings.epochs).for_each(|_| tick());
            return Ok(Learned::restored(&tensors, state)?);
        }
        let fold = Fold { index, tables, columns, of: &fold_of, seed: settings.seed };
        let learned = learner.learn(&fold, tick)?;
        (learned.losses.len()..settings.epochs).for_each(|_| tick());
        if let Some(kept) = kept {
            let (tensors, state) = learned.state()?;
            kept.keep(&name, &tensors, &state)?;
        }
        Ok(learned)
    };
    let by_fold = side_by_side(settings.folds, &run)?;
    Ok(conclude(&by_fold, &fold_of, tables))
}

/// `run(0)`, `run(1)`, … as many at once as there are cores; results in order.
pub(crate) fn side_by_side<T: Send>(
    count: usize,
    run: &(dyn Fn(usize) -> Result<T, TrainError> + Sync),
) -> Result<Vec<T>, TrainError> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= count {
                return;
            }
            let result = run(index);
            if let Ok(mut results) = results.lock() {
                results.push((index, result));
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    let mut results = results.into_inner().map_err(|_| TrainError::Fold)?;
    results.sort_by_key(|&(index, _)| index);
    results.into_iter().map(|(_, result)| result).collect()
}

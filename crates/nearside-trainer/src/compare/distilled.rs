//! A perceptron that learns from trees too (Hinton, Vinyals & Dean 2015): its targets are half the label and half what
//! trees that had not seen that person said.

use super::trees::Boosted;
use crate::{
    data::rows::Key,
    train::{
        TrainError,
        folds::Fold,
        form::Perceptron,
        learner::{Learned, Learner, train_epochs},
        settings::Settings,
    },
};

/// Parts of the people learned from; trees of the others speak for each.
const PARTS: usize = 3;
/// Share of a target that is the label.
const LABEL: f32 = 0.5;

/// The recipe of the settings, with such targets.
pub(super) struct Distilled(pub(super) Settings);

impl Learner for Distilled {
    fn learn(&self, fold: &Fold<'_>, tick: &dyn Fn()) -> Result<Learned, TrainError> {
        let [mut learned_from, held_out] = fold.examples();
        let rows = fold.tables.iter().flat_map(|table| &table.keys);
        let keys: Vec<&Key> = rows.filter(|key| fold.learns_from(key)).collect();
        let statistics = fold.columns.statistics(fold.tables, |key| fold.learns_from(key));
        for part in 0..PARTS {
            let is_told = |key: &Key| fold.learns_from(key) && key.person % PARTS == part;
            let teach =
                fold.columns.examples(fold.tables, &statistics, |key| fold.learns_from(key) && !is_told(key));
            let told = fold.columns.examples(fold.tables, &statistics, is_told);
            let mut outputs = Boosted::fit(&teach, fold.seed())?.outputs(&told).into_iter();
            for (target, _) in learned_from.labels.iter_mut().zip(&keys).filter(|(_, key)| is_told(key)) {
                let Some(said) = outputs.next() else { break };
                for (target, z) in target.iter_mut().zip(said) {
                    *target = LABEL * *target + (1.0 - LABEL) / (1.0 + (-z).exp());
                }
            }
        }
        let form = Perceptron::new(fold.columns.len(), &self.0);
        train_epochs(Box::new(form), [&learned_from, &held_out], &self.0, fold.seed(), tick)
    }
}

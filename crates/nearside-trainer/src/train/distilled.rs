//! A perceptron that learns from trees too (Hinton, Vinyals & Dean 2015): its targets are half the label and half what
//! trees that had not seen that person said.

use nearside_core::features::normalise::Statistic;

use super::{
    TrainError,
    examples::{Columns, Examples},
    folds::Fold,
    form::Perceptron,
    learner::{Learned, Learner, train_epochs},
    settings::Settings,
    trees::Boosted,
};
use crate::data::rows::{Key, Rows};

/// Parts of the people learned from; trees of the others speak for each.
const PARTS: usize = 3;
/// Share of a target that is the label.
const LABEL: f32 = 0.5;

/// The recipe of the settings, with such targets.
pub(crate) struct Distilled(pub(crate) Settings);

impl Learner for Distilled {
    fn learn(&self, fold: &Fold<'_>, tick: &dyn Fn()) -> Result<Learned, TrainError> {
        let [mut learned_from, held_out] = fold.examples();
        let lesson = Lesson {
            tables: fold.tables,
            columns: fold.columns,
            statistics: &fold.columns.statistics(fold.tables, |key| fold.learns_from(key)),
            chosen: &|key| fold.learns_from(key),
        };
        lesson.teach(&mut learned_from, fold.seed())?;
        let form = Perceptron::new(fold.columns.len(), &self.0);
        train_epochs(Box::new(form), [&learned_from, &held_out], &self.0, fold.seed(), tick)
    }
}

/// What there is to learn from.
pub(super) struct Lesson<'a> {
    pub(super) tables: &'a [&'a Rows],
    pub(super) columns: &'a Columns,
    pub(super) statistics: &'a [Statistic],
    /// The rows that are learned from.
    pub(super) chosen: &'a dyn Fn(&Key) -> bool,
}

impl Lesson<'_> {
    /// Mixes what trees say into the labels of `examples`, which are the chosen rows in order.
    ///
    /// # Errors
    /// [`TrainError::Trees`].
    pub(super) fn teach(&self, examples: &mut Examples, seed: u64) -> Result<(), TrainError> {
        let rows = self.tables.iter().flat_map(|table| &table.keys);
        let keys: Vec<&Key> = rows.filter(|key| (self.chosen)(key)).collect();
        for part in 0..PARTS {
            let is_told = |key: &Key| key.person % PARTS == part;
            let some = |told: bool| {
                let chosen = |key: &Key| (self.chosen)(key) && is_told(key) == told;
                self.columns.examples(self.tables, self.statistics, chosen)
            };
            let said = Boosted::fit(&some(false), seed)?.outputs(&some(true));
            let targets = examples.labels.iter_mut().zip(&keys).filter(|(_, key)| is_told(key));
            for ((target, _), said) in targets.zip(said) {
                for (target, z) in target.iter_mut().zip(said) {
                    *target = LABEL * *target + (1.0 - LABEL) / (1.0 + (-z).exp());
                }
            }
        }
        Ok(())
    }
}

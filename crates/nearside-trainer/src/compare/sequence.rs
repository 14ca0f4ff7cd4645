//! Sequences: what was known of a region at T − 1.5 s, T − 1 s, T − 0.5 s and T.
//!
//! Rows of a table → examples whose inputs are four steps, oldest first, each the columns and a flag. A step at which
//! the region had no row (it was out of view) is all 0, its flag too.

use std::collections::HashMap;

use nearside_core::features::{normalise::Statistic, schema::WIDTH};

use crate::{
    data::{
        rows::{Key, Rows},
        visit::TICK,
    },
    train::{
        TrainError,
        examples::{Columns, Examples},
        folds::Fold,
        form::Form,
        learner::{Learned, Learner, train_epochs},
        settings::Settings,
    },
};

/// Steps of a sequence.
pub(super) const STEPS: usize = 4;

/// A form of network that reads sequences.
pub(super) struct Sequential {
    pub(super) settings: Settings,
    /// The form for so many inputs a step.
    pub(super) form: fn(usize) -> Box<dyn Form>,
}

impl Learner for Sequential {
    fn learn(&self, fold: &Fold<'_>, tick: &dyn Fn()) -> Result<Learned, TrainError> {
        let statistics = fold.columns.statistics(fold.tables, |key| fold.learns_from(key));
        let examples =
            |chosen: &dyn Fn(&Key) -> bool| sequences(fold.columns, fold.tables, &statistics, chosen);
        let learned_from = examples(&|key| fold.learns_from(key));
        let held_out = examples(&|key| fold.judges(key));
        let form = (self.form)(fold.columns.len() + 1);
        train_epochs(form, [&learned_from, &held_out], &self.settings, fold.seed(), tick)
    }
}

/// The chosen rows of all `tables`, each with what came before it.
pub(super) fn sequences(
    columns: &Columns,
    tables: &[&Rows],
    statistics: &[Statistic],
    chosen: &dyn Fn(&Key) -> bool,
) -> Examples {
    let mut examples = Examples::default();
    for table in tables {
        let place = |key: &Key, at: f64| (key.visit, key.region, at as i64);
        let rows: HashMap<_, _> =
            table.keys.iter().enumerate().map(|(row, key)| (place(key, key.at), row)).collect();
        for key in table.keys.iter().filter(|key| chosen(key)) {
            for back in (0..STEPS).rev() {
                let at = key.at - back as f64 * TICK;
                match rows.get(&place(key, at)) {
                    Some(&row) => {
                        let features = &table.features[row * WIDTH..(row + 1) * WIDTH];
                        examples.inputs.extend(columns.inputs(statistics, features));
                        examples.inputs.push(1.0);
                    }
                    None => examples.inputs.extend(std::iter::repeat_n(0.0, columns.len() + 1)),
                }
            }
            examples.labels.push(key.looked.map(|looked| f32::from(u8::from(looked))));
        }
    }
    examples
}

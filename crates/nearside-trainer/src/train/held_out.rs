//! Networks that have not seen a person, for each person: to ask again what they say of changed rows.

use nearside_core::features::normalise::Statistic;

use super::{
    TrainError,
    attention::{columns, tables},
    conclude::Heads,
    distilled::Lesson,
    examples::Columns,
    fit::Course,
    folds::{Fold, folds},
    network::Network,
    settings::Settings,
};
use crate::data::{
    rows::{Key, Rows},
    visit::Visit,
};

/// One network a fold.
pub(crate) struct HeldOut {
    columns: Columns,
    fold_of: Vec<usize>,
    networks: Vec<(Network, Vec<Statistic>)>,
}

impl HeldOut {
    /// Trains them for `epochs`, as cross-validation does.
    ///
    /// # Errors
    /// [`TrainError`].
    pub(crate) fn of(visits: &[Visit], settings: &Settings, epochs: usize) -> Result<HeldOut, TrainError> {
        let tables = tables(visits);
        let tables = tables.each_ref();
        let columns = columns(settings)?;
        let fold_of = folds(tables[0], settings);
        let network = |index: usize| -> Result<_, TrainError> {
            let fold = Fold { index, tables: &tables, columns: &columns, of: &fold_of, seed: settings.seed };
            let statistics = columns.statistics(&tables, |key| fold.learns_from(key));
            let [mut examples, _] = fold.examples();
            if settings.distil {
                let chosen = &|key: &Key| fold.learns_from(key);
                let lesson = Lesson { tables: &tables, columns: &columns, statistics: &statistics, chosen };
                lesson.teach(&mut examples, fold.seed())?;
            }
            let mut course = Course::perceptron(&examples, settings, fold.seed())?;
            while course.epoch < epochs {
                course.run_epoch()?;
            }
            Ok((course.network, statistics))
        };
        let networks = (0..settings.folds).map(network).collect::<Result<_, _>>()?;
        Ok(HeldOut { networks, columns, fold_of })
    }

    /// The columns that they read.
    pub(crate) fn paths(&self) -> Vec<&'static str> {
        self.columns.paths().collect()
    }

    /// Outputs for rows of the same people, one list a head, each by the network that has not seen that person.
    ///
    /// # Errors
    /// [`TrainError`].
    pub(crate) fn outputs(&self, rows: &Rows) -> Result<Heads, TrainError> {
        let mut outputs = [vec![0.0; rows.keys.len()], vec![0.0; rows.keys.len()]];
        for (fold, (network, statistics)) in self.networks.iter().enumerate() {
            let is_of = |person: usize| self.fold_of[person] == fold;
            let examples = self.columns.examples(&[rows], statistics, |key| is_of(key.person));
            let places = (0..rows.keys.len()).filter(|&row| is_of(rows.keys[row].person));
            for (row, output) in places.zip(network.outputs(&examples.inputs, examples.labels.len())?) {
                (0..2).for_each(|head| outputs[head][row] = f64::from(output[head]));
            }
        }
        Ok(outputs)
    }
}

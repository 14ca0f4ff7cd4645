//! Folds of people: nobody is both learned from and judged.

use nearside_core::seed;
use rand::seq::SliceRandom;

use super::{
    examples::{Columns, Examples},
    settings::Settings,
};
use crate::data::rows::{Key, Rows};

/// One fold: what is learned from, and who is held out.
pub(crate) struct Fold<'a> {
    /// Its number.
    pub(crate) index: usize,
    /// Views of the same visits.
    pub(crate) tables: &'a [&'a Rows],
    /// What is read of them.
    pub(crate) columns: &'a Columns,
    /// The fold of each person.
    pub(crate) of: &'a [usize],
    /// Seed of the run.
    pub(crate) seed: u32,
}

impl Fold<'_> {
    /// Whether a row is learned from.
    pub(crate) fn learns_from(&self, key: &Key) -> bool {
        self.of[key.person] != self.index
    }

    /// Whether a row is one on which this fold is judged.
    pub(crate) fn judges(&self, key: &Key) -> bool {
        key.judged && !self.learns_from(key)
    }

    /// Rows learned from and rows held out, standardised by the former.
    pub(crate) fn examples(&self) -> [Examples; 2] {
        let statistics = self.columns.statistics(self.tables, |key| self.learns_from(key));
        [
            self.columns.examples(self.tables, &statistics, |key| self.learns_from(key)),
            self.columns.examples(self.tables, &statistics, |key| self.judges(key)),
        ]
    }

    /// Seed of what is drawn in this fold.
    pub(crate) fn seed(&self) -> u64 {
        (u64::from(self.seed) << 8) + self.index as u64
    }
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

//! A sample: standardised, weighted rows, as the mixture takes them.
//!
//! Moments → values by the very `normalise` that the browser calls. Statistics come from all of the moments, weighted: they
//! are no labels, and held-out densities must be in one unit to be compared.

use nearside_core::features::normalise::{Statistic, bend, normalise};

use super::inputs::Columns;
use crate::data::moments::Moments;

/// Spreads below this are a column that says nothing in these rows.
const LEAST_SPREAD: f64 = 1e-3;

/// Weighted rows.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    /// Values in a row.
    pub(crate) width: usize,
    /// Standardised values, row-major.
    pub(crate) values: Vec<f64>,
    /// How much each row counts; together the number of visits.
    pub(crate) weights: Vec<f64>,
    /// Whose each row is.
    pub(crate) people: Vec<usize>,
}

impl Sample {
    /// The `columns` of `moments`, standardised by `statistics`.
    pub(crate) fn of(moments: &Moments, columns: &Columns, statistics: &[Statistic]) -> Sample {
        let row = |row: &[f32]| -> Vec<f64> {
            let read = columns.iter().zip(statistics);
            read.map(|((index, feature), &statistic)| f64::from(normalise(feature, statistic, row[index])))
                .collect()
        };
        Sample {
            width: statistics.len(),
            values: moments.rows().flat_map(row).collect(),
            weights: moments.keys.iter().map(|key| key.weight).collect(),
            people: moments.keys.iter().map(|key| key.person).collect(),
        }
    }

    /// The rows.
    pub(crate) fn rows(&self) -> impl ExactSizeIterator<Item = &[f64]> {
        self.values.chunks_exact(self.width)
    }

    /// How much all rows count.
    pub(crate) fn total(&self) -> f64 {
        self.weights.iter().sum()
    }

    /// Each row as often as `times` says of its person; those of nobody drawn are left out.
    pub(crate) fn drawn(&self, times: impl Fn(usize) -> f64) -> Sample {
        let mut drawn = Sample { width: self.width, values: vec![], weights: vec![], people: vec![] };
        for ((row, &weight), &person) in self.rows().zip(&self.weights).zip(&self.people) {
            let times = times(person);
            if times > 0.0 {
                drawn.values.extend_from_slice(row);
                drawn.weights.push(weight * times);
                drawn.people.push(person);
            }
        }
        drawn
    }
}

/// Weighted mean and spread of each bent column; none where every column stands still.
pub(crate) fn statistics(moments: &Moments, columns: &Columns) -> Option<Vec<Statistic>> {
    let total: f64 = moments.keys.iter().map(|key| key.weight).sum();
    let mut is_still = true;
    let all = columns.iter().map(|(index, feature)| {
        let values = || {
            moments
                .rows()
                .zip(&moments.keys)
                .map(|(row, key)| (f64::from(bend(feature, row[index])), key.weight))
        };
        let mean = values().map(|(value, weight)| weight * value).sum::<f64>() / total;
        let variance = values().map(|(value, weight)| weight * (value - mean).powi(2)).sum::<f64>() / total;
        let moves = variance.sqrt() >= LEAST_SPREAD;
        is_still &= !moves;
        // A constant column is left at 0 rather than blown up.
        Statistic { mean: mean as f32, spread: if moves { variance.sqrt() as f32 } else { 1.0 } }
    });
    let all = all.collect();
    (!is_still).then_some(all)
}

/// The median of each column over all moments: its typical value.
pub(crate) fn medians(moments: &Moments, columns: &Columns) -> Vec<f32> {
    let median = |(index, _)| {
        let mut values: Vec<f32> = moments.rows().map(|row| row[index]).collect();
        values.sort_by(f32::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or_default()
    };
    columns.iter().map(median).collect()
}

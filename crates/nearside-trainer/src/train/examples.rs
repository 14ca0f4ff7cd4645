//! Examples: rows as a network takes them, and the statistics that make them so.
//!
//! Raw columns → bent, standardised inputs beside labels. Statistics come from the rows trained on alone, so what
//! is held out stays unseen.

use nearside_core::features::{
    normalise::{Statistic, bend, normalise},
    schema::{self, Feature, WIDTH},
};

use crate::data::rows::{Key, Rows};

/// Spreads below this are a column that says nothing in these rows.
const LEAST_SPREAD: f32 = 1e-3;

/// The columns that a network reads.
#[derive(Clone, Debug)]
pub(crate) struct Columns(Vec<(usize, &'static Feature)>);

/// Inputs and labels, row by row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Examples {
    /// Standardised inputs, row-major.
    pub(crate) inputs: Vec<f32>,
    /// 0 or 1, one a head.
    pub(crate) labels: Vec<[f32; 2]>,
}

impl Columns {
    /// The columns called `paths`; what the schema does not have is given back as the error.
    pub(crate) fn named<'a>(paths: impl Iterator<Item = &'a str>) -> Result<Columns, String> {
        let find = |path: &str| {
            let index = schema::index_of(path)?;
            Some((index, schema::column(index)?))
        };
        paths.map(|path| find(path).ok_or_else(|| path.to_owned())).collect::<Result<_, _>>().map(Columns)
    }

    /// How many.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Their paths.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|(_, feature)| feature.path)
    }

    /// Their features.
    pub(crate) fn features(&self) -> impl Iterator<Item = &'static Feature> {
        self.0.iter().map(|&(_, feature)| feature)
    }

    /// Mean and spread of each over the chosen rows of all `tables`.
    pub(crate) fn statistics(&self, tables: &[&Rows], chosen: impl Fn(&Key) -> bool) -> Vec<Statistic> {
        let column = |&(index, feature): &(usize, &Feature)| {
            let (mut n, mut sum, mut squares) = (0.0_f64, 0.0, 0.0);
            for table in tables {
                for (key, row) in table.keys.iter().zip(table.features.chunks_exact(WIDTH)) {
                    if chosen(key) {
                        let value = f64::from(bend(feature, row[index]));
                        (n, sum, squares) = (n + 1.0, sum + value, squares + value * value);
                    }
                }
            }
            let mean = sum / n;
            let spread = (squares / n - mean * mean).max(0.0).sqrt() as f32;
            // A constant column is left at 0 rather than blown up.
            Statistic { mean: mean as f32, spread: if spread < LEAST_SPREAD { 1.0 } else { spread } }
        };
        self.0.iter().map(column).collect()
    }

    /// The median of each over all rows: its typical value.
    pub(crate) fn medians(&self, table: &Rows) -> Vec<f32> {
        let column = |&(index, _): &(usize, &Feature)| {
            let mut values: Vec<f32> = table.features.chunks_exact(WIDTH).map(|row| row[index]).collect();
            values.sort_by(f32::total_cmp);
            values.get(values.len() / 2).copied().unwrap_or_default()
        };
        self.0.iter().map(column).collect()
    }

    /// One full row as a network takes it.
    pub(crate) fn inputs(&self, statistics: &[Statistic], row: &[f32]) -> impl Iterator<Item = f32> {
        let columns = self.0.iter().zip(statistics);
        columns.map(|(&(index, feature), &statistic)| normalise(feature, statistic, row[index]))
    }

    /// The chosen rows of all `tables` as examples.
    pub(crate) fn examples(
        &self,
        tables: &[&Rows],
        statistics: &[Statistic],
        chosen: impl Fn(&Key) -> bool,
    ) -> Examples {
        let mut examples = Examples::default();
        for table in tables {
            for (key, row) in table.keys.iter().zip(table.features.chunks_exact(WIDTH)) {
                if chosen(key) {
                    examples.inputs.extend(self.inputs(statistics, row));
                    examples.labels.push(key.looked.map(|looked| f32::from(u8::from(looked))));
                }
            }
        }
        examples
    }
}

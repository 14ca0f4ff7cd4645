//! A table of classified rows: numbers in every column but the last, which names the class.
//!
//! CSV → contexts (1 first, then the columns standardised over the rows used) and classes by number.

use std::{collections::BTreeMap, path::Path};

use nearside_core::posterior::LARGEST_INPUT;
use thiserror::Error;

/// Why a table could not be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub(crate) enum TableError {
    /// Not a CSV file.
    #[error("{path} can't be read as CSV")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: csv::Error,
    },
    /// A field that should be a number.
    #[error("{path}, line {line}, column {column}: `{found}` is not a finite number")]
    Number {
        /// Which file.
        path: String,
        /// Counted from 1.
        line: u64,
        /// Counted from 1.
        column: usize,
        /// What stood there.
        found: String,
    },
    /// Nothing to learn from.
    #[error("{path} has {rows} rows, {columns} columns and {classes} classes; it takes at least 2 of each")]
    Small {
        /// Which file.
        path: String,
        /// Rows found.
        rows: usize,
        /// Columns found, the class included.
        columns: usize,
        /// Classes found.
        classes: usize,
    },
}

/// Rows of numbers, each with its class.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// The numbers of each row.
    pub(crate) rows: Vec<Vec<f64>>,
    /// The class of each row, by its place in `names`.
    pub(crate) classes: Vec<usize>,
    /// The names of the classes, in order.
    pub(crate) names: Vec<String>,
}

impl Table {
    /// Reads a file. A first line without a single number in front of its last field is taken for the header.
    ///
    /// # Errors
    /// [`TableError`].
    pub(crate) fn read(path: &Path) -> Result<Table, TableError> {
        let name = || path.display().to_string();
        let failed = |source| TableError::File { path: name(), source };
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .trim(csv::Trim::All)
            .from_path(path)
            .map_err(failed)?;
        let (mut rows, mut labels) = (Vec::new(), Vec::new());
        for (i, record) in reader.records().enumerate() {
            let record = record.map_err(failed)?;
            let count = record.len().saturating_sub(1);
            let numbers = || record.iter().take(count).map(|field| field.parse::<f64>());
            if i == 0 && numbers().all(|number| number.is_err()) {
                continue;
            }
            let row: Vec<f64> = numbers().map(|number| number.unwrap_or(f64::NAN)).collect();
            if let Some(column) = row.iter().position(|number| !number.is_finite()) {
                let line = record.position().map_or(0, csv::Position::line);
                let found = record[column].to_owned();
                return Err(TableError::Number { path: name(), line, column: column + 1, found });
            }
            rows.push(row);
            labels.push(record[count].to_owned());
        }
        let order: BTreeMap<&String, usize> = labels.iter().map(|label| (label, 0)).collect();
        let names: Vec<String> = order.into_keys().cloned().collect();
        let columns = rows.first().map_or(0, |row| row.len() + 1);
        if rows.len() < 2 || columns < 2 || names.len() < 2 {
            return Err(TableError::Small { path: name(), rows: rows.len(), columns, classes: names.len() });
        }
        let classes = labels.iter().map(|label| names.binary_search(label).unwrap_or_default()).collect();
        Ok(Table { rows, classes, names })
    }

    /// The rows of these numbers, in their order.
    pub(crate) fn select(&self, rows: &[usize]) -> Table {
        Table {
            rows: rows.iter().map(|&row| self.rows[row].clone()).collect(),
            classes: rows.iter().map(|&row| self.classes[row]).collect(),
            names: self.names.clone(),
        }
    }

    /// Contexts: 1, then the columns with mean 0 and deviation 1. A column that never varies is 0.
    pub(crate) fn contexts(&self) -> Vec<Vec<f64>> {
        let count = self.rows.len() as f64;
        let columns = self.rows.first().map_or(0, Vec::len);
        let moments: Vec<(f64, f64)> = (0..columns)
            .map(|column| {
                let values = || self.rows.iter().map(|row| row[column]);
                let mean = values().sum::<f64>() / count;
                (mean, (values().map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt())
            })
            .collect();
        let standard = |(&value, &(mean, deviation)): (&f64, &(f64, f64))| {
            // A deviation that is but rounding of the mean is none.
            if deviation <= 1e-12 * mean.abs() || deviation == 0.0 {
                return 0.0;
            }
            ((value - mean) / deviation).clamp(-LARGEST_INPUT, LARGEST_INPUT)
        };
        let context =
            |row: &Vec<f64>| std::iter::once(1.0).chain(row.iter().zip(&moments).map(standard)).collect();
        self.rows.iter().map(context).collect()
    }
}

//! The prior: what is believed of an arm before this visitor taught anything.
//!
//! A mean reward for anyone, and cells that the site ships: mean and pseudo-count of a segment, as if so many rewards
//! had been seen there. A cell counts for at most [`MOST_COUNT`], so that the crowd never drowns the visitor.

use super::PosteriorError;

/// Most pseudo-rewards of one cell.
pub const MOST_COUNT: f64 = 20.0;

/// Means this near to 0 or 1 would need log-odds that no visitor could move.
const LEAST_MEAN: f64 = 0.005;

/// What was seen elsewhere of one segment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// The input that is 1 in this segment; none for all visitors.
    pub input: Option<usize>,
    /// Mean reward.
    pub mean: f64,
    /// As if so many rewards had been seen; more than [`MOST_COUNT`] count as that.
    pub count: f64,
}

/// What is believed of an arm at first.
#[derive(Clone, Debug, PartialEq)]
pub struct Prior {
    /// Expected reward where nothing else is known.
    pub mean: f64,
    /// Precision of each weight about 0 (of the first about `mean`), in units of log-odds.
    pub ridge: f64,
    /// What the site ships.
    pub cells: Vec<Cell>,
}

impl Default for Prior {
    fn default() -> Self {
        Prior { mean: 1.0 / 3.0, ridge: 1.0, cells: Vec::new() }
    }
}

/// A piece of the prior as an observation: the sum of at most two weights came out at `target`, with precision `weight`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    first: usize,
    second: Option<usize>,
    pub(super) weight: f64,
    pub(super) target: f64,
}

impl Row {
    pub(super) fn columns(&self) -> impl Iterator<Item = usize> {
        std::iter::once(self.first).chain(self.second)
    }
}

impl Prior {
    pub(super) fn rows(&self, inputs: usize) -> Result<Vec<Row>, PosteriorError> {
        within("mean", self.mean, 0.0, 1.0)?;
        within("ridge", self.ridge, 1e-2, 1e4)?;
        let ridge = |input| {
            let target = if input == 0 { log_odds(self.mean) } else { 0.0 };
            Row { first: input, second: None, weight: self.ridge, target }
        };
        let mut rows: Vec<Row> = (0..inputs).map(ridge).collect();
        for cell in &self.cells {
            within("cell's mean", cell.mean, 0.0, 1.0)?;
            within("cell's count", cell.count, 0.0, f64::MAX)?;
            let second = cell.input.filter(|&input| input > 0);
            if let Some(input) = second.filter(|&input| input >= inputs) {
                return Err(PosteriorError::Prior { what: "cell's input", value: input as f64 });
            }
            let target = log_odds(cell.mean);
            let mean = cell.mean.clamp(LEAST_MEAN, 1.0 - LEAST_MEAN);
            // A reward seen at `mean` tells mean·(1 − mean) of the log-odds (Fisher information).
            let weight = cell.count.min(MOST_COUNT) * mean * (1.0 - mean);
            rows.push(Row { first: 0, second, weight, target });
        }
        Ok(rows)
    }
}

fn within(what: &'static str, value: f64, low: f64, high: f64) -> Result<(), PosteriorError> {
    if (low..=high).contains(&value) { Ok(()) } else { Err(PosteriorError::Prior { what, value }) }
}

fn log_odds(mean: f64) -> f64 {
    let mean = mean.clamp(LEAST_MEAN, 1.0 - LEAST_MEAN);
    libm::log(mean / (1.0 - mean))
}

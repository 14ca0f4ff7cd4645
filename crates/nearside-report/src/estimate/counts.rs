//! How often each symbol came in one stream, and what that says.
//!
//! Any weighted sum Σ w(c)·n(c) over true cells is estimated without bias by giving each report with symbol y the
//! value a(y) = (w(y) − q·Σw)/(p − q): for w = 1 at one cell that is n̂ = (y − Nq)/(p − q). Reports are independent,
//! so the mean of a(y) is near normal, with a variance that the counts themselves tell.

use crate::analysis::Tally;
use crate::cells::Cells;
use crate::randomizer::Randomizer;
use crate::stream::Stream;

use super::interval::{Estimate, QUANTILE};

/// Counts of the symbols of one stream.
#[derive(Debug, Clone, PartialEq)]
pub struct Counts {
    cells: Cells,
    law: Randomizer,
    by_symbol: Vec<u64>,
}

/// Sums over all reports of two values, their squares and their product.
struct Moments {
    mean: [f64; 2],
    /// Var a, Var b, Cov(a, b), of one report.
    spread: [f64; 3],
}

impl Counts {
    /// None yet.
    #[must_use]
    pub fn new(stream: &Stream) -> Self {
        let law = Randomizer::new(stream.cells, stream.epsilon);
        Self { cells: stream.cells, law, by_symbol: vec![0; usize::from(stream.cells.count())] }
    }

    /// Counts a symbol so many times; a symbol that is no cell is not counted.
    pub fn add(&mut self, symbol: u16, times: u64) {
        if let Some(count) = self.by_symbol.get_mut(usize::from(symbol)) {
            *count += times;
        }
    }

    /// Adds what was counted of the same stream, on another day for instance.
    pub fn merge(&mut self, other: &Self) {
        self.by_symbol.iter_mut().zip(&other.by_symbol).for_each(|(own, more)| *own += more);
    }

    /// N, the number of reports.
    #[must_use]
    pub fn reports(&self) -> u64 {
        self.by_symbol.iter().sum()
    }

    /// What the symbols stand for.
    #[must_use]
    pub fn cells(&self) -> Cells {
        self.cells
    }

    /// How often each symbol came.
    #[must_use]
    pub fn by_symbol(&self) -> &[u64] {
        &self.by_symbol
    }

    /// How many of the visits were in a cell.
    #[must_use]
    pub fn in_cell(&self, cell: u16) -> Estimate {
        self.total(|other, _| f64::from(u8::from(other == cell)))
    }

    /// How many of the visits were in a segment.
    #[must_use]
    pub fn in_segment(&self, segment: u8) -> Estimate {
        let cells = self.cells;
        self.total(move |cell, _| f64::from(u8::from(cells.meaning(cell).0 == segment)))
    }

    /// The mean reward, in [0, 1]; `None` without reports.
    #[must_use]
    pub fn mean_reward(&self) -> Option<Estimate> {
        let count = self.reports();
        let total = self.total(|_, reward| reward);
        (count > 0).then(|| total.times(1.0 / count as f64).clamped(0.0, 1.0))
    }

    /// The mean reward within a segment, in [0, 1]; `None` where noise hides how many visits there were at all.
    ///
    /// A ratio A/B of two noisy means. Its interval is Fieller's: all R for which A − R·B is within reach of 0, which
    /// holds its level also where B is little known.
    #[must_use]
    pub fn mean_reward_in(&self, segment: u8) -> Option<Estimate> {
        let here = |cell: u16| f64::from(u8::from(self.cells.meaning(cell).0 == segment));
        let Moments { mean: [a, b], spread } =
            self.moments(|cell, reward| here(cell) * reward, |cell, _| here(cell));
        let reach = QUANTILE * QUANTILE / self.reports().max(1) as f64;
        let [a_spread, b_spread, both] = spread.map(|spread| spread * reach);
        // (b² − s_b)·R² − 2(ab − s_ab)·R + (a² − s_a) ≤ 0
        let (square, half, rest) = (b * b - b_spread, a * b - both, a * a - a_spread);
        if b <= 0.0 || square <= 0.0 {
            return None;
        }
        let root = (half * half - square * rest).max(0.0).sqrt();
        let (low, high) = ((half - root) / square, (half + root) / square);
        Some(Estimate { value: a / b, low, high }.clamped(0.0, 1.0))
    }

    /// The reports as rewards, one unbiased value each, for comparing variants.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let values = self.values(|_, reward| reward);
        let mut tally = Tally { exposures: self.reports(), ..Tally::default() };
        for (value, count) in values.iter().zip(&self.by_symbol) {
            tally.rewards += value * *count as f64;
            tally.squares += value * value * *count as f64;
        }
        tally
    }

    fn total(&self, weight: impl Fn(u16, f64) -> f64) -> Estimate {
        let Moments { mean: [mean, _], spread: [variance, ..] } = self.moments(weight, |_, _| 0.0);
        let count = self.reports().max(1) as f64;
        Estimate::normal(mean, (variance / count).sqrt()).times(self.reports() as f64)
    }

    fn moments(&self, first: impl Fn(u16, f64) -> f64, second: impl Fn(u16, f64) -> f64) -> Moments {
        let (a, b) = (self.values(first), self.values(second));
        let count = self.reports().max(1) as f64;
        let mean_of = |value: &dyn Fn(usize) -> f64| {
            let sum: f64 = (0..a.len()).map(|symbol| value(symbol) * self.by_symbol[symbol] as f64).sum();
            sum / count
        };
        let mean = [mean_of(&|symbol| a[symbol]), mean_of(&|symbol| b[symbol])];
        let spread = [
            mean_of(&|symbol| (a[symbol] - mean[0]) * (a[symbol] - mean[0])),
            mean_of(&|symbol| (b[symbol] - mean[1]) * (b[symbol] - mean[1])),
            mean_of(&|symbol| (a[symbol] - mean[0]) * (b[symbol] - mean[1])),
        ];
        Moments { mean, spread }
    }

    /// a(y) for each symbol y, from w(cell, reward).
    fn values(&self, weight: impl Fn(u16, f64) -> f64) -> Vec<f64> {
        let weights: Vec<f64> =
            (0..self.cells.count()).map(|cell| weight(cell, self.cells.meaning(cell).1)).collect();
        let (p, q) = (self.law.truth_probability(), self.law.lie_probability());
        let sum: f64 = weights.iter().sum();
        weights.iter().map(|weight| (weight - q * sum) / (p - q)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::epsilon::Epsilon;
    use crate::stream::Origin;

    fn counts(by_symbol: &[u64]) -> Counts {
        let cells = Cells::new((by_symbol.len() / 2) as u8, 2).unwrap();
        let (site, slot, variant) = ("s".to_owned(), "h".to_owned(), "v".to_owned());
        let epsilon = Epsilon::TWO;
        let stream = Stream { site, slot, variant, origin: Origin::Explored, arms: 2, epsilon, cells };
        let mut counts = Counts::new(&stream);
        by_symbol.iter().enumerate().for_each(|(symbol, times)| counts.add(symbol as u16, *times));
        counts
    }

    #[test]
    fn counts_that_follow_the_law_give_the_truth_back() {
        // 900,000 visits: 500,000, 100,000, 240,000 and 60,000 in the four cells.
        let truth = [500_000.0, 100_000.0, 240_000.0, 60_000.0];
        let probe = counts(&[0, 0, 0, 0]);
        let (p, q) = (probe.law.truth_probability(), probe.law.lie_probability());
        let seen: Vec<u64> = truth.iter().map(|n| (n * (p - q) + 900_000.0 * q).round() as u64).collect();
        let counts = counts(&seen);
        for (cell, truth) in (0..4).zip(truth) {
            let estimate = counts.in_cell(cell);
            assert!((estimate.value - truth).abs() < 5.0, "{estimate:?}");
            assert!(estimate.low < truth && truth < estimate.high);
        }
        assert!((counts.in_segment(1).value - 300_000.0).abs() < 5.0);
        assert!((counts.mean_reward().unwrap().value - 160.0 / 900.0).abs() < 1e-4);
        assert!((counts.mean_reward_in(0).unwrap().value - 1.0 / 6.0).abs() < 1e-4);
        assert!((counts.mean_reward_in(1).unwrap().value - 0.2).abs() < 1e-4);
        let tally = counts.tally();
        assert!((tally.mean().unwrap() - 160.0 / 900.0).abs() < 1e-4 && tally.exposures == 900_000);
    }

    #[test]
    fn the_variance_is_that_of_the_formula() {
        // Per cell: N·π(1−π)/(p−q)², with π the share of the symbol.
        let counts = counts(&[400, 200, 300, 100]);
        let (p, q) = (counts.law.truth_probability(), counts.law.lie_probability());
        let expected = (1_000.0_f64 * 0.4 * 0.6).sqrt() / (p - q);
        assert!((counts.in_cell(0).error() - expected).abs() < 1e-6);
    }

    #[test]
    fn what_is_hidden_by_noise_is_not_told() {
        assert_eq!(counts(&[0, 0]).mean_reward(), None);
        assert_eq!(counts(&[0, 0, 0, 0]).mean_reward_in(0), None);
        assert_eq!(counts(&[40, 40, 3, 4]).mean_reward_in(1), None);
        assert_eq!(counts(&[5, 5]).in_cell(0).value, 5.0);
    }
}

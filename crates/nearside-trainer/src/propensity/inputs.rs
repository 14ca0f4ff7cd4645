//! Inputs: what of a session the trees and the network read.
//!
//! Rows of the page's features → amounts and codes. The trees take them bent, one input each. The network takes them
//! standardised and, beside each amount, piecewise-linear bins of it (Gorishniy, Rubachev & Babenko 2022): the clip of
//! `normalise` at ± 5 makes a bin of any (mean, spread), so that the browser needs no code for them.

use nearside_core::features::{
    normalise::{BOUND, Statistic, bend, normalise},
    schema::{self, Feature},
};

use super::{error::PropensityError, settings::Settings};
use crate::data::sessions::{Sessions, SessionsError, place};

/// Amounts, each with its number of bins.
const AMOUNTS: &[(&str, usize)] = &[
    ("pages.account.count", 5),
    ("pages.account.dwell", 5),
    ("pages.account.dwell_each", 4),
    ("pages.information.count", 3),
    ("pages.information.dwell", 3),
    ("pages.information.dwell_each", 2),
    ("pages.product.count", 6),
    ("pages.product.dwell", 7),
    ("pages.product.dwell_each", 6),
    ("session.returning", 0),
    ("time.weekend", 0),
    ("time.special", 0),
];
/// Columns that hold a code, and become one input for each code that is not rare.
const CODES: &[&str] = &["time.month", "session.channel", "session.system"];
/// Codes that the site gives, and other sites may not.
pub(super) const SITE_CODES: &[&str] = &["session.channel", "session.system"];
/// Sessions from which a code has an input.
const LEAST: usize = 10;
/// What leaves values as they are.
const AS_IS: Statistic = Statistic { mean: 0.0, spread: 1.0 };
/// Spreads below this are a column that says nothing in these rows.
const LEAST_SPREAD: f32 = 1e-3;

/// One input: a column, or whether a column holds a code.
#[derive(Clone, Copy, Debug)]
pub(super) struct Input {
    pub(super) column: usize,
    pub(super) feature: &'static Feature,
    pub(super) equals: Option<u8>,
    pub(super) statistic: Statistic,
    /// Of what the statistic and the clip leave: a bin's ends are ± 5, too far out for a network to learn well by.
    pub(super) left: Statistic,
}

/// What is read of sessions, as fitted to some of them.
#[derive(Clone, Debug)]
pub(super) struct Inputs {
    /// One of each kind, for the trees; the statistics are those of the network's.
    plain: Vec<Input>,
    /// All of them.
    pub(super) all: Vec<Input>,
}

impl Inputs {
    /// The inputs for a network that is taught with `sessions`.
    ///
    /// # Errors
    /// [`PropensityError`].
    pub(super) fn of(sessions: &Sessions, settings: &Settings) -> Result<Inputs, PropensityError> {
        let (mut plain, mut all) = (Vec::new(), Vec::new());
        let used = |path: &str| !settings.without.iter().any(|left_out| left_out == path);
        for &(path, bins) in AMOUNTS.iter().filter(|(path, _)| used(path)) {
            let (column, feature) = column(path)?;
            let values: Vec<f32> = sessions.rows().map(|row| bend(feature, row[column])).collect();
            let input = |statistic| Input { column, feature, equals: None, statistic, left: AS_IS };
            plain.push(input(spread(&values)));
            all.push(input(spread(&values)));
            let bins = if settings.no_bins { 0 } else { bins };
            for bin in bins_of(&values, bins).into_iter().map(input) {
                let values: Vec<f32> = sessions.rows().map(|row| bin.served(row)).collect();
                all.push(Input { left: spread(&values), ..bin });
            }
        }
        for path in CODES.iter().filter(|path| used(path)) {
            let (column, feature) = column(path)?;
            for code in 1..=feature.high as u8 {
                let values: Vec<f32> =
                    sessions.rows().map(|row| f32::from(u8::from(row[column] == f32::from(code)))).collect();
                if values.iter().sum::<f32>() >= LEAST as f32 {
                    let statistic = spread(&values);
                    plain.push(Input { column, feature, equals: Some(code), statistic, left: AS_IS });
                }
            }
        }
        all.extend(plain.iter().filter(|input| input.equals.is_some()));
        if all.is_empty() {
            return Err(PropensityError::Nothing("no inputs"));
        }
        Ok(Inputs { plain, all })
    }

    /// The columns that are read, each once, with the statistic of its amount.
    pub(super) fn columns(&self) -> Vec<Input> {
        let mut columns: Vec<Input> = Vec::new();
        for input in &self.plain {
            if columns.iter().all(|column| column.column != input.column) {
                columns.push(*input);
            }
        }
        columns
    }

    /// What the trees take of a row.
    pub(super) fn bent(&self, row: &[f32]) -> Vec<f32> {
        self.plain.iter().map(|input| input.bent(row)).collect()
    }

    /// What the network is taught with of a row.
    pub(super) fn taught(&self, row: &[f32]) -> impl Iterator<Item = f32> {
        self.all.iter().map(|input| (input.served(row) - input.left.mean) / input.left.spread)
    }
}

impl Input {
    fn bent(&self, row: &[f32]) -> f32 {
        match self.equals {
            Some(code) => f32::from(u8::from(row[self.column] == f32::from(code))),
            None => bend(self.feature, row[self.column]),
        }
    }

    /// As `nearside-model` reads it.
    fn served(&self, row: &[f32]) -> f32 {
        match self.equals {
            Some(_) => (self.bent(row) - self.statistic.mean) / self.statistic.spread,
            None => normalise(self.feature, self.statistic, row[self.column]),
        }
    }
}

/// The places of the codes that a site may not give.
///
/// # Errors
/// [`SessionsError::Schema`].
pub(super) fn site_codes() -> Result<Vec<usize>, SessionsError> {
    SITE_CODES.iter().map(|path| place(path)).collect()
}

fn column(path: &str) -> Result<(usize, &'static Feature), SessionsError> {
    let column = place(path)?;
    let feature = schema::column(column).ok_or_else(|| SessionsError::Schema(path.to_owned()))?;
    Ok((column, feature))
}

fn spread(values: &[f32]) -> Statistic {
    let n = values.len().max(1) as f64;
    let mean = values.iter().map(|&value| f64::from(value)).sum::<f64>() / n;
    let squares = values.iter().map(|&value| (f64::from(value) - mean).powi(2)).sum::<f64>() / n;
    let spread = squares.sqrt() as f32;
    Statistic { mean: mean as f32, spread: if spread < LEAST_SPREAD { 1.0 } else { spread } }
}

/// Bins between 0 and quantiles of what is more than 0: middle and tenth of the width, so that the clip is at the ends.
fn bins_of(values: &[f32], count: usize) -> Vec<Statistic> {
    let mut some: Vec<f32> = values.iter().copied().filter(|&value| value > 0.0).collect();
    if some.is_empty() || count == 0 {
        return Vec::new();
    }
    some.sort_by(f32::total_cmp);
    let mut knots = vec![0.0];
    knots.extend((0..=count).map(|knot| some[knot * (some.len() - 1) / count]));
    knots.dedup_by(|b, a| *b - *a < LEAST_SPREAD);
    let bin = |pair: &[f32]| Statistic {
        mean: f32::midpoint(pair[0], pair[1]),
        spread: (pair[1] - pair[0]) / (2.0 * BOUND),
    };
    knots.windows(2).map(bin).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bin_rises_over_its_own_span_alone() {
        let values: Vec<f32> = (0..=100).map(|n| n as f32 / 10.0).collect();
        let bins = bins_of(&values, 4);
        let at = |value: f32| -> Vec<f32> {
            bins.iter().map(|bin| ((value - bin.mean) / bin.spread).clamp(-BOUND, BOUND)).collect()
        };
        assert!(at(0.0).iter().all(|&value| value == -BOUND));
        assert!(at(10.0).iter().all(|&value| (value - BOUND).abs() < 1e-3));
        for value in &values {
            let between = at(*value).iter().filter(|value| value.abs() < BOUND - 1e-3).count();
            assert!(between <= 1, "{value} is within {between} bins");
        }
        assert!(bins_of(&[0.0; 5], 4).is_empty());
    }
}

//! How much one report may tell: `privacy_epsilon`, in thousandths, from a short table.
//!
//! A table, because the sampler works in whole numbers: for each ε it holds ⌊e^ε · 2¹⁶⌋, so that the odds of telling
//! the truth are at most e^ε : 1, never above (below by less than one part in 80,000). An ε that is not in the table
//! cannot be asked for, and a report that names one is refused.

use thiserror::Error;

/// What the odds of a lie weigh; the truth weighs [`Epsilon::truth_weight`].
pub const LIE_WEIGHT: u32 = 1 << 16;

/// Thousandths of ε, and ⌊e^ε · 2¹⁶⌋.
const TABLE: [(u16, u32); 5] =
    [(250, 84_149), (500, 108_050), (1_000, 178_145), (1_500, 293_711), (2_000, 484_249)];

/// The privacy parameter of one report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Epsilon(u8);

/// An ε that is not offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a privacy_epsilon of {0} thousandths is not offered")]
pub struct UnknownEpsilon(pub u16);

impl Epsilon {
    /// ε = 2, the default and the most that is offered.
    pub const TWO: Self = Self(4);

    /// From thousandths.
    pub fn from_thousandths(thousandths: u16) -> Result<Self, UnknownEpsilon> {
        let found = TABLE.iter().position(|(known, _)| *known == thousandths);
        found.and_then(|at| u8::try_from(at).ok()).map(Self).ok_or(UnknownEpsilon(thousandths))
    }

    /// In thousandths.
    #[must_use]
    pub fn thousandths(self) -> u16 {
        self.row().0
    }

    /// What the odds of the truth weigh, beside [`LIE_WEIGHT`] for each of the other symbols.
    #[must_use]
    pub fn truth_weight(self) -> u32 {
        self.row().1
    }

    fn row(self) -> (u16, u32) {
        TABLE[usize::from(self.0)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_odds_never_exceed_e_to_the_epsilon_and_come_close() {
        for (thousandths, weight) in TABLE {
            let exact = libm::exp(f64::from(thousandths) / 1_000.0) * f64::from(LIE_WEIGHT);
            // Far from a whole number, so that the rounding of `exp` cannot matter.
            assert!((0.01..0.99).contains(&(exact - f64::from(weight))), "{thousandths}: {exact}");
        }
    }

    #[test]
    fn only_what_is_in_the_table_is_offered() {
        for (thousandths, weight) in TABLE {
            let epsilon = Epsilon::from_thousandths(thousandths).unwrap();
            assert_eq!((epsilon.thousandths(), epsilon.truth_weight()), (thousandths, weight));
        }
        assert_eq!(Epsilon::TWO.thousandths(), 2_000);
        assert_eq!(Epsilon::from_thousandths(1_999), Err(UnknownEpsilon(1_999)));
    }
}

//! k-ary randomized response: the true cell → a symbol that is it more often than any other.
//!
//! The exact law, for D cells, W = ⌊e^ε·2¹⁶⌋ and T = W + (D−1)·2¹⁶: the truth with probability p = W/T, each other
//! symbol with q = 2¹⁶/T. So p/q = W/2¹⁶ ≤ e^ε, which is ε-differential privacy without any floating point: a
//! uniform number below T is drawn by rejection from 32-bit words (fewer than 1 in 200 is rejected), and whether a
//! word is rejected does not depend on the truth. Kairouz, Bonawitz and Ramage, "Discrete Distribution Estimation
//! under Local Privacy", ICML 2016.

use thiserror::Error;

use crate::cells::Cells;
use crate::epsilon::{Epsilon, LIE_WEIGHT};

/// The law of one symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Randomizer {
    cells: u16,
    truth: u32,
    total: u32,
}

/// Why no symbol could be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RandomizerError {
    /// The random bytes ended.
    #[error("the random bytes ended")]
    OutOfBytes,
    /// There is no such cell.
    #[error("there is no cell {0}")]
    NoSuchCell(u16),
}

impl Randomizer {
    /// The law for a number of cells and an ε.
    #[must_use]
    pub fn new(cells: Cells, epsilon: Epsilon) -> Self {
        let truth = epsilon.truth_weight();
        // At most 484,249 + 255 · 65,536: far from a word's end.
        let total = truth + (u32::from(cells.count()) - 1) * LIE_WEIGHT;
        Self { cells: cells.count(), truth, total }
    }

    /// p, the probability that the symbol is the truth.
    #[must_use]
    pub fn truth_probability(&self) -> f64 {
        f64::from(self.truth) / f64::from(self.total)
    }

    /// q, the probability of each other symbol.
    #[must_use]
    pub fn lie_probability(&self) -> f64 {
        f64::from(LIE_WEIGHT) / f64::from(self.total)
    }

    /// Draws the symbol; takes four bytes, and four more for each word that is rejected.
    pub fn draw(&self, truth: u16, random: &mut impl Iterator<Item = u8>) -> Result<u16, RandomizerError> {
        if truth >= self.cells {
            return Err(RandomizerError::NoSuchCell(truth));
        }
        let at = self.uniform(random)?;
        let Some(beyond) = at.checked_sub(self.truth) else { return Ok(truth) };
        // Which of the others: counting them leaves the truth out.
        let other = (beyond / LIE_WEIGHT) as u16;
        Ok(other + u16::from(other >= truth))
    }

    /// Uniform below `total`: words past the last whole multiple are rejected, as they would favour small remainders.
    fn uniform(&self, random: &mut impl Iterator<Item = u8>) -> Result<u32, RandomizerError> {
        let whole = u32::MAX - u32::MAX % self.total;
        loop {
            let mut word = [0; 4];
            for byte in &mut word {
                *byte = random.next().ok_or(RandomizerError::OutOfBytes)?;
            }
            let word = u32::from_le_bytes(word);
            if word < whole {
                return Ok(word % self.total);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn law(segments: u8, epsilon: Epsilon) -> Randomizer {
        Randomizer::new(Cells::new(segments, 2).unwrap(), epsilon)
    }

    #[test]
    fn every_word_below_the_total_once_gives_the_exact_law() {
        for (segments, thousandths) in [(1, 2_000), (5, 2_000), (5, 250)] {
            let randomizer = law(segments, Epsilon::from_thousandths(thousandths).unwrap());
            for truth in [0, randomizer.cells / 2, randomizer.cells - 1] {
                let mut counts = vec![0_u32; usize::from(randomizer.cells)];
                for word in 0..randomizer.total {
                    counts[usize::from(
                        randomizer.draw(truth, &mut word.to_le_bytes().into_iter()).unwrap(),
                    )] += 1;
                }
                for (symbol, count) in counts.iter().enumerate() {
                    let weight = if symbol == usize::from(truth) { randomizer.truth } else { LIE_WEIGHT };
                    assert_eq!(*count, weight, "{segments} {truth} {symbol}");
                }
            }
        }
    }

    #[test]
    fn words_that_would_favour_small_numbers_are_rejected() {
        let randomizer = law(5, Epsilon::TWO);
        let whole = u32::MAX - u32::MAX % randomizer.total;
        let draw = |words: &[u32]| randomizer.draw(3, &mut words.iter().flat_map(|word| word.to_le_bytes()));
        assert_eq!(draw(&[whole]), Err(RandomizerError::OutOfBytes));
        assert_eq!(draw(&[whole, u32::MAX, 0]), Ok(3));
        assert_eq!(draw(&[whole - 1]), Ok(9), "the last number below the total");
        assert_eq!(randomizer.draw(10, &mut [0; 4].into_iter()), Err(RandomizerError::NoSuchCell(10)));
    }

    #[test]
    fn probabilities_add_up() {
        let randomizer = law(64, Epsilon::TWO);
        let sum = randomizer.truth_probability() + 127.0 * randomizer.lie_probability();
        assert!((sum - 1.0).abs() < 1e-12);
        assert!((randomizer.truth_probability() / randomizer.lie_probability() - 7.389).abs() < 1e-3);
    }
}

//! What one symbol stands for: a segment and how much reward there was.
//!
//! D = segments × bins cells. Bin b of B stands for the reward b/(B−1). Invariant: 2 ≤ D ≤ 256, at least two bins.

use thiserror::Error;

/// The most cells; with more, noise drowns each of them.
pub const MOST_CELLS: u16 = 256;

/// How a visit is divided into cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cells {
    segments: u8,
    bins: u8,
}

/// A division that is not possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{segments} segments of {bins} bins are not 2 to 256 cells with two bins or more")]
pub struct BadCells {
    /// Segments asked for.
    pub segments: u8,
    /// Bins asked for.
    pub bins: u8,
}

impl Cells {
    /// So many segments of so many reward bins.
    pub fn new(segments: u8, bins: u8) -> Result<Self, BadCells> {
        let cells = Self { segments, bins };
        let is_sound = segments >= 1 && bins >= 2 && cells.count() <= MOST_CELLS;
        if is_sound { Ok(cells) } else { Err(BadCells { segments, bins }) }
    }

    /// How many segments.
    #[must_use]
    pub fn segments(self) -> u8 {
        self.segments
    }

    /// How many reward bins in each.
    #[must_use]
    pub fn bins(self) -> u8 {
        self.bins
    }

    /// D, the number of cells.
    #[must_use]
    pub fn count(self) -> u16 {
        u16::from(self.segments) * u16::from(self.bins)
    }

    /// The cell of a segment and a reward in [0, 1], rounded to the nearest bin; `None` for a segment there is not.
    #[must_use]
    pub fn cell(self, segment: u8, reward: f64) -> Option<u16> {
        let last = self.bins - 1;
        // A float's cast saturates, and NaN becomes 0: no reward.
        let bin = (reward.clamp(0.0, 1.0) * f64::from(last) + 0.5) as u8;
        (segment < self.segments)
            .then(|| u16::from(segment) * u16::from(self.bins) + u16::from(bin.min(last)))
    }

    /// The segment and the reward that a cell stands for.
    #[must_use]
    pub fn meaning(self, cell: u16) -> (u8, f64) {
        let bins = u16::from(self.bins);
        let (segment, bin) = (cell / bins, cell % bins);
        (u8::try_from(segment).unwrap_or(u8::MAX), f64::from(bin) / f64::from(bins - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cell_and_meaning_are_inverse() {
        let cells = Cells::new(3, 5).unwrap();
        for (segment, reward, cell) in
            [(0, 0.0, 0), (0, 1.0, 4), (1, 0.5, 7), (2, 0.74, 13), (2, 7.0, 14), (0, -1.0, 0)]
        {
            assert_eq!(cells.cell(segment, reward), Some(cell), "{segment} {reward}");
        }
        for cell in 0..cells.count() {
            let (segment, reward) = cells.meaning(cell);
            assert_eq!(cells.cell(segment, reward), Some(cell));
        }
        assert_eq!((cells.cell(3, 0.0), cells.cell(0, f64::NAN)), (None, Some(0)));
    }

    #[test]
    fn only_sound_divisions_are_made() {
        for (segments, bins, is_sound) in
            [(1, 2, true), (128, 2, true), (129, 2, false), (0, 2, false), (5, 1, false), (255, 255, false)]
        {
            assert_eq!(Cells::new(segments, bins).is_ok(), is_sound, "{segments} {bins}");
        }
    }
}

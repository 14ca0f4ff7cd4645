//! Which reports are counted together: all that a report says in clear, but for its id and its day.
//!
//! Two reports of one stream have their symbol drawn by the same law, so that their counts may be added.
//! Invariant: names are names, there is at least one arm, and a stream never changes once made.

use crate::cells::Cells;
use crate::epsilon::Epsilon;

/// How the variant came to be shown. A choice that depended on the visitor is never reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// Drawn among all arms with even odds, whoever the visitor was.
    Explored,
    /// The visitor is in the holdout and got the default.
    Holdout,
}

/// What a report says in clear.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stream {
    /// The operator's name for the site.
    pub site: String,
    /// The slot.
    pub slot: String,
    /// The variant that was shown.
    pub variant: String,
    /// Why it was.
    pub origin: Origin,
    /// Among how many arms the draw was; each had a share of 1/arms.
    pub arms: u16,
    /// The ε of the symbol.
    pub epsilon: Epsilon,
    /// What the symbol stands for.
    pub cells: Cells,
}

impl Origin {
    /// As one byte.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Explored => 0,
            Self::Holdout => 1,
        }
    }

    /// From one byte.
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        [Self::Explored, Self::Holdout].into_iter().find(|origin| origin.code() == code)
    }
}

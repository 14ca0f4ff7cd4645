//! One report: its id, its day, what it says in clear and its symbol.
//!
//! Made on the device by sealing a draft, at the collector by reading bytes; there is no third way, so that a report
//! is always sound. The id is random for each report: it lets a retry be known, and links nothing else.

use crate::stream::Stream;

/// A report, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub(crate) id: [u8; 16],
    pub(crate) day: u32,
    pub(crate) stream: Stream,
    pub(crate) symbol: u16,
}

impl Report {
    /// 128 random bits.
    #[must_use]
    pub fn id(&self) -> [u8; 16] {
        self.id
    }

    /// The day it was sealed, in days since 1970-01-01, as the server told it.
    #[must_use]
    pub fn day(&self) -> u32 {
        self.day
    }

    /// What it is counted with.
    #[must_use]
    pub fn stream(&self) -> &Stream {
        &self.stream
    }

    /// The drawn symbol, below the number of cells.
    #[must_use]
    pub fn symbol(&self) -> u16 {
        self.symbol
    }
}

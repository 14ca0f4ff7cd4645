//! A report as 256 bytes, numbers in network order.
//!
//! | at | bytes | what |
//! |---|---|---|
//! | 0 | 2 | `NR` |
//! | 2 | 1 | version, 1 |
//! | 3 | 1 | origin: 0 explored, 1 holdout |
//! | 4 | 4 | day, since 1970-01-01 |
//! | 8 | 2 | privacy_epsilon in thousandths |
//! | 10 | 1 | segments |
//! | 11 | 1 | reward bins; D = segments × bins |
//! | 12 | 2 | symbol, below D |
//! | 14 | 2 | arms that the draw was among |
//! | 16 | 16 | id |
//! | 32 | 92 | site |
//! | 124 | 64 | slot |
//! | 188 | 64 | variant |
//! | 252 | 4 | CRC-32 of what stands before |
//!
//! Every report is as long as every other, so that length tells nothing. Reading never panics, and what is read
//! writes the same bytes again.

use core::ops::Range;

use thiserror::Error;

use crate::cells::{BadCells, Cells};
use crate::epsilon::{Epsilon, UnknownEpsilon};
use crate::name::{NAME_BYTES, SITE_BYTES, is_name, is_site, unpad};
use crate::report::Report;
use crate::stream::{Origin, Stream};

/// Length of a report.
pub const REPORT_BYTES: usize = 256;
/// The version that is written and read.
pub const VERSION: u8 = 1;
/// How many days a report may be late: an offline device keeps trying that long.
pub const DAYS_LATE: u32 = 14;
/// How many days a report may be early: the collectors of one site need not agree on midnight.
pub const DAYS_EARLY: u32 = 1;

const MAGIC: [u8; 2] = *b"NR";
const ID: Range<usize> = 16..32;
const SITE: Range<usize> = 32..32 + SITE_BYTES;
const SLOT: Range<usize> = SITE.end..SITE.end + NAME_BYTES;
const VARIANT: Range<usize> = SLOT.end..SLOT.end + NAME_BYTES;
const CHECKED: Range<usize> = 0..VARIANT.end;

/// Why bytes are no report, or none that counts today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReportError {
    /// Not 256 bytes.
    #[error("a report has 256 bytes, not {0}")]
    Length(usize),
    /// Does not start with `NR`.
    #[error("this is not a report")]
    Magic,
    /// Written by another release.
    #[error("version {0} of the report is not known")]
    Version(u8),
    /// A bit was changed on the way.
    #[error("the checksum does not fit")]
    Checksum,
    /// Neither explored nor holdout.
    #[error("origin {0} is not known")]
    Origin(u8),
    /// An ε that is not offered.
    #[error(transparent)]
    Epsilon(#[from] UnknownEpsilon),
    /// D is not possible.
    #[error(transparent)]
    Cells(#[from] BadCells),
    /// The symbol is none of the cells.
    #[error("symbol {symbol} is not below {cells}")]
    Symbol {
        /// The symbol.
        symbol: u16,
        /// D.
        cells: u16,
    },
    /// No arms to draw from.
    #[error("a draw is among one arm or more")]
    Arms,
    /// A name that is none: site, slot or variant.
    #[error("the {0} is not a name")]
    Name(&'static str),
    /// Sealed too long ago to be told from a retry.
    #[error("day {day} is more than 14 days before {today}")]
    Late {
        /// The report's.
        day: u32,
        /// The collector's.
        today: u32,
    },
    /// Sealed in the future.
    #[error("day {day} is more than a day after {today}")]
    Early {
        /// The report's.
        day: u32,
        /// The collector's.
        today: u32,
    },
}

impl Report {
    /// The bytes.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; REPORT_BYTES] {
        let stream = &self.stream;
        let mut bytes = [0; REPORT_BYTES];
        bytes[0..2].copy_from_slice(&MAGIC);
        bytes[2] = VERSION;
        bytes[3] = stream.origin.code();
        bytes[4..8].copy_from_slice(&self.day.to_be_bytes());
        bytes[8..10].copy_from_slice(&stream.epsilon.thousandths().to_be_bytes());
        bytes[10] = stream.cells.segments();
        bytes[11] = stream.cells.bins();
        bytes[12..14].copy_from_slice(&self.symbol.to_be_bytes());
        bytes[14..16].copy_from_slice(&stream.arms.to_be_bytes());
        bytes[ID].copy_from_slice(&self.id);
        for (field, text) in [(SITE, &stream.site), (SLOT, &stream.slot), (VARIANT, &stream.variant)] {
            // A report's names fit their fields; zip would cut what did not.
            bytes[field].iter_mut().zip(text.bytes()).for_each(|(to, from)| *to = from);
        }
        let checksum = crc32fast::hash(&bytes[CHECKED]);
        bytes[CHECKED.end..].copy_from_slice(&checksum.to_be_bytes());
        bytes
    }

    /// Reads and checks all but the day.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ReportError> {
        let bytes: &[u8; REPORT_BYTES] = bytes.try_into().map_err(|_| ReportError::Length(bytes.len()))?;
        if bytes[0..2] != MAGIC {
            return Err(ReportError::Magic);
        }
        // Before the checksum, which another version may have elsewhere.
        if bytes[2] != VERSION {
            return Err(ReportError::Version(bytes[2]));
        }
        if crc32fast::hash(&bytes[CHECKED]) != u32::from_be_bytes(four(bytes, CHECKED.end)) {
            return Err(ReportError::Checksum);
        }
        let cells = Cells::new(bytes[10], bytes[11])?;
        let symbol = u16::from_be_bytes(two(bytes, 12));
        if symbol >= cells.count() {
            return Err(ReportError::Symbol { symbol, cells: cells.count() });
        }
        let stream = Stream {
            site: field(bytes, SITE, is_site, "site")?,
            slot: field(bytes, SLOT, is_name, "slot")?,
            variant: field(bytes, VARIANT, is_name, "variant")?,
            origin: Origin::from_code(bytes[3]).ok_or(ReportError::Origin(bytes[3]))?,
            arms: u16::from_be_bytes(two(bytes, 14)),
            epsilon: Epsilon::from_thousandths(u16::from_be_bytes(two(bytes, 8)))?,
            cells,
        };
        if stream.arms == 0 {
            return Err(ReportError::Arms);
        }
        let mut id = [0; 16];
        id.copy_from_slice(&bytes[ID]);
        Ok(Self { id, day: u32::from_be_bytes(four(bytes, 4)), stream, symbol })
    }

    /// Whether it may be counted today.
    pub fn check_day(&self, today: u32) -> Result<(), ReportError> {
        let day = self.day;
        if day.saturating_add(DAYS_LATE) < today {
            return Err(ReportError::Late { day, today });
        }
        if day > today.saturating_add(DAYS_EARLY) {
            return Err(ReportError::Early { day, today });
        }
        Ok(())
    }
}

fn field(
    bytes: &[u8; REPORT_BYTES],
    at: Range<usize>,
    is_sound: fn(&str) -> bool,
    what: &'static str,
) -> Result<String, ReportError> {
    let text = unpad(&bytes[at]).filter(|text| is_sound(text));
    text.map(str::to_owned).ok_or(ReportError::Name(what))
}

fn two(bytes: &[u8; REPORT_BYTES], at: usize) -> [u8; 2] {
    [bytes[at], bytes[at + 1]]
}

fn four(bytes: &[u8; REPORT_BYTES], at: usize) -> [u8; 4] {
    [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]
}

//! Between reports and rows: what a group of reports adds to which sums, and back.
//!
//! Rows are made in order of their keys, so that two collectors never wait for each other in a circle. A stored row
//! is checked as a report is: a database that someone else wrote into gives an error, never a wrong stream.

use std::collections::BTreeMap;

use nearside_report::{Cells, Counts, Epsilon, Origin, Report, Stream};

use super::{DayCounts, StoreError};

/// What is to be added, by stream, day and symbol.
pub(super) type Sums<'a> = BTreeMap<(&'a Stream, u32, u16), i64>;

/// A stream as it is stored.
pub(super) struct StreamRow {
    pub(super) site: String,
    pub(super) slot: String,
    pub(super) variant: String,
    /// Origin, arms, ε in thousandths, segments, bins.
    pub(super) numbers: [i64; 5],
}

/// Adds a report.
pub(super) fn add<'a>(sums: &mut Sums<'a>, report: &'a Report) {
    *sums.entry((report.stream(), report.day(), report.symbol())).or_default() += 1;
}

/// The numbers of a stream, in the order of the columns.
pub(super) fn numbers(stream: &Stream) -> [i64; 5] {
    [
        stream.origin.code().into(),
        stream.arms.into(),
        stream.epsilon.thousandths().into(),
        stream.cells.segments().into(),
        stream.cells.bins().into(),
    ]
}

/// A stored stream.
pub(super) fn stream(row: StreamRow) -> Result<Stream, StoreError> {
    let StreamRow { site, slot, variant, numbers: [origin, arms, epsilon, segments, bins] } = row;
    let origin = u8::try_from(origin).ok().and_then(Origin::from_code);
    let epsilon = u16::try_from(epsilon).ok().and_then(|epsilon| Epsilon::from_thousandths(epsilon).ok());
    let segments = u8::try_from(segments).ok();
    let cells =
        segments.zip(u8::try_from(bins).ok()).and_then(|(segments, bins)| Cells::new(segments, bins).ok());
    Ok(Stream {
        site,
        slot,
        variant,
        origin: origin.ok_or(StoreError::Corrupt("origin"))?,
        arms: u16::try_from(arms).map_err(|_| StoreError::Corrupt("number of arms"))?,
        epsilon: epsilon.ok_or(StoreError::Corrupt("privacy_epsilon"))?,
        cells: cells.ok_or(StoreError::Corrupt("number of cells"))?,
    })
}

/// Puts a row beside those of the same stream and day.
pub(super) fn gather(
    into: &mut BTreeMap<(Stream, u32), Counts>,
    stream: Stream,
    [day, symbol, count]: [i64; 3],
) -> Result<(), StoreError> {
    let day = u32::try_from(day).map_err(|_| StoreError::Corrupt("day"))?;
    let symbol = u16::try_from(symbol).map_err(|_| StoreError::Corrupt("symbol"))?;
    let count = u64::try_from(count).map_err(|_| StoreError::Corrupt("count"))?;
    let counts = into.entry((stream, day)).or_insert_with_key(|(stream, _)| Counts::new(stream));
    counts.add(symbol, count);
    Ok(())
}

/// What was gathered, in order.
pub(super) fn by_day(gathered: BTreeMap<(Stream, u32), Counts>) -> Vec<DayCounts> {
    gathered.into_iter().map(|((stream, day), counts)| DayCounts { stream, day, counts }).collect()
}

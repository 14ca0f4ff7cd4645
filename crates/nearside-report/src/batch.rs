//! Several reports in one body: one after the other, nothing between.
//!
//! A body of one report is a batch of one. 256 reports fill the 64 KiB that a collector takes and that browsers let
//! a closing page send. A batch is taken whole or not at all, so that an answer means the same for every report in it.

use thiserror::Error;

use crate::report::Report;
use crate::wire::{REPORT_BYTES, ReportError};

/// The most reports in a batch.
pub const MOST_REPORTS: usize = 65_536 / REPORT_BYTES;

/// Why a body is no batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BatchError {
    /// Nothing, more than 256 reports, or a part of one.
    #[error("a body of {0} bytes is not 1 to 256 reports of 256 bytes")]
    Length(usize),
    /// One of the reports.
    #[error("report {index}: {error}")]
    Report {
        /// Which, from 0.
        index: usize,
        /// What is wrong with it.
        #[source]
        error: ReportError,
    },
}

/// Reads and checks every report, also its day.
pub fn read(body: &[u8], today: u32) -> Result<Vec<Report>, BatchError> {
    let (reports, rest) = body.as_chunks::<REPORT_BYTES>();
    if reports.is_empty() || reports.len() > MOST_REPORTS || !rest.is_empty() {
        return Err(BatchError::Length(body.len()));
    }
    let read = |(index, bytes): (usize, &[u8; REPORT_BYTES])| {
        let checked = Report::from_bytes(bytes).and_then(|report| report.check_day(today).map(|()| report));
        checked.map_err(|error| BatchError::Report { index, error })
    };
    reports.iter().enumerate().map(read).collect()
}

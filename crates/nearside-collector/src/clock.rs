//! Which day it is: the finest time that anything here knows of a report.

use std::time::SystemTime;

const DAY_SECONDS: u64 = 86_400;

/// Tells the day, in days since 1970-01-01, UTC.
pub type Clock = fn() -> u32;

/// The machine's own clock.
#[must_use]
pub fn system_day() -> u32 {
    let since = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    u32::try_from(since.as_secs() / DAY_SECONDS).unwrap_or(u32::MAX)
}

//! What experiments came to, judged from counts alone, on the device or at the collector.
//!
//! [`Tally`] by variation (exposures, sum and squares of rewards; nothing of who or when) → was the split kept to
//! ([`sample_ratio`]), and by how much a variation beats the holdout ([`uplift`]). Both hold at every moment, so
//! they may be looked at after each exposure and acted on at once: the chance of ever being misled stays below
//! the error rate, however long one looks.

#[cfg(test)]
mod chance;
mod sample_ratio;
mod tally;
mod uplift;

pub use sample_ratio::{ALARM, sample_ratio};
pub use tally::Tally;
pub use uplift::{Uplift, uplift};

//! What many noised symbols say of the truth behind them, with 95 % intervals.
//!
//! Counts of symbols → how many visits were in each cell (n̂ = (y − Nq)/(p − q)), the mean reward of a variant, alone
//! or within a segment, and which arm is best. Intervals are about the population that the visitors come from, so
//! they hold the visitors' own chance as well as the noise.

mod best;
mod counts;
mod interval;

pub use best::best_arm;
pub use counts::Counts;
pub use interval::Estimate;

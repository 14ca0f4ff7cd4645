//! The only bytes that may leave a browser, and what can be learned from many of them.
//!
//! On the device: a [`Draft`] of what happened is sealed into a [`Report`], whose one symbol was drawn by
//! randomized response, if the [`Budget`] allows. At the collector: bytes → checked reports → [`Counts`] →
//! estimates with intervals, the best arm, priors. No clock, no threads and no chance of its own: days and random
//! bytes are arguments. This crate knows no other of this repository, and no signal, session or feature can be
//! named in it.

pub mod epsilon;
pub mod cells;
pub mod name;
pub mod stream;
pub mod randomizer;
pub mod report;
pub mod wire;
pub mod batch;
pub mod draft;
pub mod budget;
pub mod analysis;
pub mod estimate;
pub mod prior;

pub use budget::{Budget, Refusal};
pub use cells::Cells;
pub use draft::{Draft, MayMeasure};
pub use epsilon::Epsilon;
pub use estimate::{Counts, Estimate};
pub use report::Report;
pub use stream::{Origin, Stream};
pub use wire::ReportError;

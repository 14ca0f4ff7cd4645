//! Experiments: a fixed split of visitors between variations, by hash alone.
//!
//! [`Experiment`] (in GrowthBook's JSON) and [`Context`] (one visit) → [`Outcome`], bucket for bucket as the SDKs
//! that share GrowthBook's format decide: who sees what there sees the same here.
//!
//! Three parts: the modules up to [`Factorial`] decide experiments and are all that a page needs;
//! [`payload`] reads a whole features payload and stands on its own, so that a page links none of it; [`analysis`]
//! judges what experiments came to from counts alone. Invariant: no clock, no chance, no I/O.

mod error;
mod fields;
mod hash;
mod bucket;
mod namespace;
mod force;
mod address;
mod query;
mod target;
mod identifier;
mod sticky;
mod prerequisite;
mod definition;
mod context;
mod outcome;
mod run;
mod factorial;
pub mod payload;
#[cfg(test)]
mod tests;

pub use nearside_report::analysis;

pub use bucket::{Range, are_weights, choose, equal_weights, ranges, weights_or_equal};
pub use context::Context;
pub use definition::{Experiment, Meta, Status};
pub use error::ExperimentError;
pub use factorial::Factorial;
pub use force::query_override;
pub use hash::hash;
pub use identifier::Identifier;
pub use namespace::{Filter, Namespace};
pub use outcome::{Cause, Outcome};
pub use prerequisite::{Cyclic, NoPrerequisites, Prerequisite, Prerequisites};
pub use sticky::{Assignment, Assignments};
pub use target::{TargetKind, UrlTarget, is_targeted};

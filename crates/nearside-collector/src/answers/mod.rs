//! What is told of what was counted: priors for browsers, summaries for the operator.
//!
//! Rows of a store → estimates with intervals, as JSON. Computed from sums alone and anew at each request, so that
//! every collector of a shared database tells the same.

mod asking;
mod figures;
mod priors;
mod summary;

pub(crate) use asking::{
    __path_day, __path_priors, __path_sites, __path_summary, Answers, day, priors, sites, summary,
};
pub use priors::Priors;
pub use summary::SiteSummary;

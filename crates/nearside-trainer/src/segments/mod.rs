//! Segments: kinds of visit, found in how people read, without labels.
//!
//! Recordings → moments → a mixture of Gaussians whose number of components a criterion chooses, with small ones merged
//! and each named by what sets it apart. k-means is linfa's; the mixture is the one that the browser runs
//! (`nearside_model`), with diagonal covariance, which linfa's does not have. Same data, settings and seed → same bytes.

mod agreement;
mod card;
mod error;
pub(crate) mod evaluate;
mod export;
mod fit;
mod inputs;
mod mixture;
mod names;
mod profile;
mod sample;
mod select;
pub(crate) mod settings;
mod silhouette;
mod start;
#[cfg(test)]
mod tests;
mod train;
mod variants;

pub(crate) use train::train;

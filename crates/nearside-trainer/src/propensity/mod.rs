//! Propensity: will this session buy, from what a browser knows while it lasts.
//!
//! A table of sessions → boosted trees → a small network that learns from what the trees say of real and remixed
//! sessions. Rows go through the features' own normalisation, as in the browser. Same data, settings and seed → the same
//! bytes.

mod card;
mod cross;
mod error;
pub(crate) mod evaluate;
mod export;
mod figures;
mod inputs;
mod lesson;
mod network;
mod populations;
mod remix;
mod settings;
mod streams;
#[cfg(test)]
mod tests;
pub(crate) mod train;
mod trees;
pub(crate) mod tuning;
mod unseen;
mod variants;

//! How segments are looked for.

use serde::Serialize;

use crate::train::card::{LICENCE, SOURCE};

/// Everything that the search depends on besides the data.
#[derive(Clone, Debug, Serialize, clap::Args)]
pub(crate) struct Settings {
    /// Most segments to try.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u8).range(2..=16))]
    pub(crate) max_segments: u8,
    /// Segments with less than this share of the visits are merged into the nearest.
    #[arg(long, default_value_t = 0.08)]
    pub(crate) least_share: f64,
    /// Least variance of an input within a segment, where 1 is that of all visits.
    #[arg(long, default_value_t = 0.1)]
    pub(crate) floor: f64,
    /// Starts of each fit; the likeliest is kept.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) restarts: u32,
    /// Folds of people for the held-out likelihood.
    #[arg(long, default_value_t = 9)]
    pub(crate) folds: usize,
    /// Samples of people drawn anew, on which stability is measured.
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) resamples: u32,
    /// Inputs to leave out, by path.
    #[arg(long, value_delimiter = ',', value_name = "PATH")]
    pub(crate) without: Vec<String>,
    /// Further inputs, by path.
    #[arg(long, value_delimiter = ',', value_name = "PATH")]
    pub(crate) with: Vec<String>,
    /// Where the data came from, for manifest and card.
    #[arg(long, default_value = SOURCE)]
    pub(crate) source: String,
    /// Its licence.
    #[arg(long, default_value = LICENCE)]
    pub(crate) licence: String,
    /// Seed of everything drawn at random.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u32,
}

//! How large a model may be: bounds that keep a hostile file from costing time or memory.
//!
//! Shipped models are a tenth of these at most (64 KB on the wire is their budget).

/// Bytes of a manifest.
pub(crate) const MANIFEST_BYTES: usize = 64 * 1024;
/// Bytes of a weights file.
pub(crate) const WEIGHTS_BYTES: usize = 1024 * 1024;
/// Inputs: every feature, and some of them once for each code.
pub(crate) const INPUTS: usize = 512;
/// Largest mean of a mixture's component, in normalised inputs.
pub(crate) const MEAN: f32 = 1e4;
/// Least and greatest variance of one.
pub(crate) const VARIANCE: std::ops::RangeInclusive<f32> = 1e-6..=1e6;
/// Hidden layers.
pub(crate) const LAYERS: usize = 4;
/// Width of a hidden layer.
pub(crate) const UNITS: usize = 512;
/// Rows scored in one call: every region that a page may have, and as many again for weighing.
pub(crate) const ROWS: usize = 4_096;

//! How large a model may be: bounds that keep a hostile file from costing time or memory.
//!
//! Shipped models are a tenth of these at most (64 KB on the wire is their budget).

/// Bytes of a manifest.
pub(crate) const MANIFEST_BYTES: usize = 64 * 1024;
/// Bytes of a weights file.
pub(crate) const WEIGHTS_BYTES: usize = 1024 * 1024;
/// Inputs: every feature, and some of them once for each code.
pub(crate) const INPUTS: usize = 512;
/// Segments.
pub(crate) const SEGMENTS: usize = 16;
/// Hidden layers.
pub(crate) const LAYERS: usize = 4;
/// Width of a hidden layer.
pub(crate) const UNITS: usize = 512;
/// Rows scored in one call: every region that a page may have, and as many again for weighing.
pub(crate) const ROWS: usize = 4_096;

//! Data: recorded visits with gaze → rows of features with labels.
//!
//! `visit` reads a file and makes it signals, `gaze` makes labels, `rows` runs the signals through the engine and
//! puts both side by side. Features come only from signals and labels only from gaze. `script` and `moments` are the same
//! without labels, for recordings of either kind.

mod gaze;
#[cfg(test)]
mod tests;
pub(crate) mod moments;
pub(crate) mod rows;
pub(crate) mod sessions;
pub(crate) mod script;
pub(crate) mod visit;

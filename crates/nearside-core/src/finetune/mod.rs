//! Fine-tuning: a shipped model's last layer, moved by small steps towards what this visitor does.
//!
//! Moments of sessions (what the last layer read) and whether the session converted → a [`Window`] of the newest, and a
//! [`Fit`]: what is added to the shipped weights. The fit is a pure function of the window, worked out anew from it each
//! time: windows of two tabs make one by union, and no step is lost or taken twice. Gradients are in closed form, (p − y)·h.
//! Learning takes a grant for `learn`; nothing here is finite only by luck.

mod example;
mod fit;
mod guard;
mod kept;
mod layer;
#[cfg(test)]
mod tests;
mod window;

pub use example::{Example, tag};
pub use fit::{Fit, Tuning};
pub use kept::{KeptTuning, TuningError};
pub use layer::{LastLayer, MOST_WIDTH};
pub use window::Window;

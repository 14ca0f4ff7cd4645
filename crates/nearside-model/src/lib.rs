//! The candle models that score a page's regions and the visit, as a wasm chunk of its own.
//!
//! manifest.json + weights.safetensors → a [`Model`], which is the core's [`nearside_core::scorer::Scorer`]. Both
//! files come over the network, so both are hostile until they have been checked: what does not match is
//! refused with a typed error, and the agent goes on without a model. Only the forward pass is here; training
//! is in `nearside-trainer`.

mod limits;
pub mod manifest;
mod mixture;
pub mod weights;
mod mlp;
pub mod model;
pub mod golden;
#[cfg(target_arch = "wasm32")]
mod chunk;

pub use model::{Model, ModelError};

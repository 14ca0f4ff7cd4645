//! Act: the core's effects → the DOM, and every one of them can be undone.
//!
//! Reads what a slot's HTML offers, swaps variants in and out.

mod busy;
mod markup;
mod stage;
mod swap;

pub use markup::{Markup, MarkupError};
pub use stage::{Settled, Stage};

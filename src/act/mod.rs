//! Act: the core's effects → the DOM and the device, and every one of them can be undone.
//!
//! Reads what a slot's HTML offers, swaps variants in and out, keeps and erases the snapshot.

mod busy;
mod markup;
mod stage;
mod store;
mod swap;

pub use markup::{Markup, MarkupError};
pub use stage::{Settled, Stage};
pub use store::Store;

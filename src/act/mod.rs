//! Act: the core's effects → the DOM, and every one of them can be undone.
//!
//! Reads what a slot's HTML offers, swaps variants in and out, and carries out the edits of a catalogue.

mod busy;
mod edit;
mod markup;
mod stage;
mod swap;

pub use edit::{EditFailure, EditId, Edits, PageAttributes};
pub use markup::{Markup, MarkupError};
pub use stage::{Settled, Stage};

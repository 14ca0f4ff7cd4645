//! Act: the core's effects → the DOM, and every one of them can be undone.
//!
//! Reads what a slot's HTML or a catalogue offers, and puts variants in and out where nobody is disturbed.

mod page;
mod edit;
mod content;
mod markup;
mod sheet;
mod budget;
mod busy;
mod guard;
mod shifts;
mod stage;

pub use content::Content;
pub use edit::{EditFailure, EditId, Edits};
pub use markup::{Markup, MarkupError, selector};
pub use page::PageAttributes;
pub use stage::{Fate, Occasion, Settled, Stage};

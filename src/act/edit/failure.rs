//! Why an edit could not be applied. Its variant is then not shown.

use nearside_core::catalogue::FillError;
use thiserror::Error;
use wasm_bindgen::JsValue;

use crate::error::words;

/// An edit that this page does not take.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum EditFailure {
    /// A selector that the browser refuses.
    #[error("`{selector}` is not a selector here: {thrown}")]
    Selector {
        /// Which.
        selector: String,
        /// What the browser says.
        thrown: String,
    },
    /// Nothing to edit.
    #[error("nothing in the slot matches `{0}`")]
    NoMatch(String),
    /// More than a page can be made to change at once.
    #[error("`{selector}` matches {count} elements, but may match {most}")]
    TooMany {
        /// Which selector.
        selector: String,
        /// How many it matches.
        count: u32,
        /// How many it may match.
        most: u32,
    },
    /// An element that no edit may touch.
    #[error("<{0}> may not be edited: it runs or loads something, or styles the page")]
    Untouchable(String),
    /// A place that an element can't have.
    #[error("an element can't be moved there: {0}")]
    Place(&'static str),
    /// A value that the page can't fill in, or may not.
    #[error(transparent)]
    Fill(#[from] FillError),
    /// What the browser threw.
    #[error("the browser refused: {0}")]
    Thrown(String),
}

impl From<JsValue> for EditFailure {
    fn from(thrown: JsValue) -> EditFailure {
        EditFailure::Thrown(words(&thrown))
    }
}

//! What the engine refuses. The page keeps its default content in every case.

use thiserror::Error;

use crate::{bandit::BanditError, scorer::ScorerError, slot::SlotError};

/// Why an event was refused.
#[derive(Debug, Clone, Error, PartialEq)]
#[non_exhaustive]
pub enum EngineError {
    /// A slot that can't work.
    #[error(transparent)]
    Slot(#[from] SlotError),
    /// Two regions of one name.
    #[error("two regions are named `{0}`: give each slot and watched element its own name")]
    DuplicateRegion(String),
    /// More regions than the engine keeps.
    #[error("more than {0} slots and watched elements on one page: the rest are left alone")]
    TooManyRegions(usize),
    /// A watched element whose name can't stand in a feature's path.
    #[error("`{0}` is not a name: use 1 to 64 letters, digits, `_` or `-`")]
    Name(String),
    /// A word for what happened that can't stand in a condition.
    #[error("`{0}` can't be the name of what happened: use 1 to 64 letters, digits, `_` or `-`")]
    Happening(String),
    /// The model failed; the page is decided without one from here on.
    #[error(transparent)]
    Scorer(#[from] ScorerError),
    /// A slot that can't learn, such as one with too many variants; it is decided without that.
    #[error("slot `{slot}` can't learn what works: {source}")]
    Learning {
        /// Which slot.
        slot: String,
        /// What is wrong.
        source: BanditError,
    },
}

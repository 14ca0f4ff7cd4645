//! Why a catalogue was refused, and where in it.

use std::fmt::{self, Display, Formatter};

use thiserror::Error;

use super::{EditError, SelectorError, bounds::shown};
use crate::slot::SlotError;

/// A place in a catalogue, by the names that its author gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// The slot's name.
    pub slot: String,
    /// The variant's name.
    pub variant: Option<String>,
    /// The edit's index in its variant.
    pub edit: Option<usize>,
}

impl Display for Site {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "slot `{}`", shown(&self.slot))?;
        if let Some(variant) = &self.variant {
            write!(formatter, ", variant `{}`", shown(variant))?;
        }
        match self.edit {
            Some(index) => write!(formatter, ", edit {}", index + 1),
            None => Ok(()),
        }
    }
}

/// A catalogue that can't be used; every slot then keeps its default.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum CatalogueError {
    /// Not JSON, an unknown key or a wrong type.
    #[error("the catalogue is not valid: {0}")]
    Syntax(String),
    /// Too large to be read.
    #[error("the catalogue has {bytes} bytes, but may have {most}")]
    TooLarge {
        /// How many it has.
        bytes: usize,
        /// How many it may have.
        most: usize,
    },
    /// Too deep to be read.
    #[error("the catalogue is nested deeper than {most} levels")]
    TooDeep {
        /// The deepest that may be.
        most: usize,
    },
    /// Too many of something.
    #[error("{within} has {count} {what}, but may have {most}")]
    TooMany {
        /// Of which part.
        within: String,
        /// Of what.
        what: &'static str,
        /// How many.
        count: usize,
        /// How many may be.
        most: usize,
    },
    /// Two slots of one name.
    #[error("the catalogue has two slots named `{}`", shown(.0))]
    DuplicateSlot(String),
    /// A slot that [`crate::slot::Slot::new`] refuses.
    #[error(transparent)]
    Slot(#[from] SlotError),
    /// A slot's selector that can't be one.
    #[error("{site}: {source}")]
    Selector {
        /// Which slot.
        site: Site,
        /// What is wrong.
        source: SelectorError,
    },
    /// A variant that would change nothing.
    #[error("{0} has no edits: the default is there without being named")]
    NoEdits(Site),
    /// An edit that can't be, or may not.
    #[error("{site}: {source}")]
    Edit {
        /// Which edit.
        site: Site,
        /// What is wrong.
        source: Box<EditError>,
    },
}

//! Priors: what the site believes of its variants before a visitor taught anything, by segment.
//!
//! JSON in, checked cells out. A cell is a mean reward and as if how many rewards had been seen; `bandit` lets none count for
//! more than 20, so that the crowd never drowns what this browser saw.

use thiserror::Error;

use crate::{
    decimal::text,
    json::{object, settings},
    name::is_name,
};

/// Segments that beliefs can tell apart.
pub const MOST_SEGMENTS: usize = 6;
/// Most cells: 64 slots with 4 variants in 4 segments.
const MOST_CELLS: usize = 1_024;

/// Priors that can't be.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum PriorsError {
    /// Too many of something.
    #[error("`priors` has {count} {what}, but may have {most}")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many.
        count: usize,
        /// How many may be.
        most: usize,
    },
    /// A name that is none.
    #[error("`priors` names `{0}`: use 1 to 64 letters, digits, `_` or `-`")]
    Name(String),
    /// A segment that is not listed.
    #[error("`priors` has a cell of segment `{0}`, which its `segments` don't list")]
    Segment(String),
    /// A number out of its range.
    #[error(
        "`priors` has a cell with `{key}` {}: a mean lies between 0 and 1, a count between 0 and 1e9",
        text(*value)
    )]
    Range {
        /// Which.
        key: &'static str,
        /// What was given.
        value: f64,
    },
}

/// What was seen elsewhere of a variant.
#[derive(Clone, Debug, PartialEq)]
struct PriorCell {
    slot: String,
    variant: String,
    /// Of visits in this segment; of all without one.
    segment: Option<String>,
    mean: f64,
    count: f64,
}

/// What the site ships.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Priors {
    segments: Vec<String>,
    cells: Vec<PriorCell>,
}

object!(PriorCell { slot, variant, segment, mean, count });
settings!(Priors { segments, cells });

impl Priors {
    /// Whether they can be.
    ///
    /// # Errors
    /// [`PriorsError`], the first found.
    pub fn check(&self) -> Result<(), PriorsError> {
        for (what, count, most) in
            [("segments", self.segments.len(), MOST_SEGMENTS), ("cells", self.cells.len(), MOST_CELLS)]
        {
            if count > most {
                return Err(PriorsError::TooMany { what, count, most });
            }
        }
        let named = self.cells.iter().flat_map(|cell| [&cell.slot, &cell.variant]);
        if let Some(name) = self.segments.iter().chain(named).find(|name| !is_name(name)) {
            return Err(PriorsError::Name(name.clone()));
        }
        for cell in &self.cells {
            if let Some(segment) = cell.segment.as_ref().filter(|name| !self.segments.contains(name)) {
                return Err(PriorsError::Segment(segment.clone()));
            }
            for (key, value, most) in [("mean", cell.mean, 1.0), ("count", cell.count, 1e9)] {
                if !(0.0..=most).contains(&value) {
                    return Err(PriorsError::Range { key, value });
                }
            }
        }
        Ok(())
    }

    /// The segments that cells are about.
    pub(crate) fn segments(&self) -> Vec<String> {
        self.segments.clone()
    }

    /// A variant's cells: the segment's place among the segments, mean and count.
    pub(crate) fn cells(&self, slot: &str, variant: &str) -> impl Iterator<Item = (Option<usize>, f64, f64)> {
        self.cells.iter().filter(move |cell| cell.slot == slot && cell.variant == variant).map(|cell| {
            let place = |name: &String| self.segments.iter().position(|segment| segment == name);
            (cell.segment.as_ref().and_then(place), cell.mean, cell.count)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn what_is_wrong_is_named() {
        let cell = |rest: &str| format!(r#"{{"cells": [{{"slot": "a", "variant": "b", {rest}}}]}}"#);
        for (json, named) in [
            (cell(r#""mean": 2, "count": 1"#), "`mean` 2"),
            (cell(r#""mean": 0.5, "count": -1"#), "`count` -1"),
            (cell(r#""mean": 0.5, "count": 1, "segment": "deep""#), "segment `deep`"),
            (r#"{"segments": ["a b"]}"#.to_owned(), "`a b`"),
            (r#"{"segments": ["a", "b", "c", "d", "e", "f", "g"]}"#.to_owned(), "7 segments"),
        ] {
            let message = json::read::<Priors>(&json).unwrap().check().unwrap_err().to_string();
            assert!(message.contains(named), "{json} gave: {message}");
        }
        assert!(json::read::<Priors>(&cell(r#""mean": 0.5, "n": 1"#)).is_err());
    }
}

//! Inputs: which of the page's features tell kinds of visit apart.
//!
//! They describe how somebody reads and mean the same on any page: shares, windows and counts, no px of a layout, no
//! device, no clock. Chosen by what gave the same segments again on other people (see the model's card); clicks are
//! left out because in most recordings they end the visit, and time because how long is not how.

use nearside_core::features::schema::{self, Feature, PAGE};

use super::error::SegmentsError;

/// What the mixture reads.
pub(crate) const INPUTS: &[&str] =
    &["scroll.depth", "scroll.back", "scroll.reversals", "scroll.velocity", "pointer.hesitations"];

/// What a segment is described and named by: the inputs, and what else people would ask of it.
pub(crate) const DESCRIBED: &[&str] = &[
    "scroll.depth",
    "scroll.back",
    "scroll.reversals",
    "scroll.velocity",
    "pointer.hesitations",
    "pointer.speed",
    "clicks.wait",
    "clicks.count",
    "page.dwell",
];

/// Some of the page's columns.
#[derive(Clone, Debug)]
pub(crate) struct Columns(Vec<(usize, &'static Feature)>);

impl Columns {
    /// The columns called `paths`.
    ///
    /// # Errors
    /// [`SegmentsError::Column`] for what is no feature of a page.
    pub(crate) fn named<'a>(paths: impl Iterator<Item = &'a str>) -> Result<Columns, SegmentsError> {
        let find = |path: &str| {
            let index = schema::index_of(path)?;
            Some((index, PAGE.get(index)?))
        };
        let find = |path: &str| find(path).ok_or_else(|| SegmentsError::Column(path.to_owned()));
        paths.map(find).collect::<Result<_, _>>().map(Columns)
    }

    /// Places in a row, and features.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = (usize, &'static Feature)> + '_ {
        self.0.iter().copied()
    }

    /// Their paths.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.0.iter().map(|(_, feature)| feature.path)
    }
}

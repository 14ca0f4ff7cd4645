//! Pages of a session by kind: how many of each there were, and the dwell on them.
//!
//! The page says its own kind (`data-nearside-page`); one that says nothing is counted among the session's pages
//! and nowhere here. A page that corrects itself, as single-page apps do after a navigation, is counted once. What one page
//! adds to a session may be less than nothing, when it corrects what it had added before.

use crate::{json::object, signal::PageKind, units::Millis};

/// Kinds that are counted: all but [`PageKind::Other`].
pub const KINDS: usize = 3;

/// Counts and dwell by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Kinds {
    /// Pages of each kind.
    counts: [i32; KINDS],
    /// Dwell on each, ms.
    dwell: [f64; KINDS],
}

object!(Kinds { counts, dwell });

impl Kinds {
    /// Pages of this kind so far.
    pub fn count(&self, kind: PageKind) -> u32 {
        place(kind).map_or(0, |at| self.counts[at].max(0).unsigned_abs())
    }

    /// Dwell on pages of this kind so far.
    pub fn dwell(&self, kind: PageKind) -> Millis {
        Millis(place(kind).map_or(0.0, |at| self.dwell[at].max(0.0)))
    }

    /// The page, which was of kind `from` until now, is of kind `to`, and was for all of its dwell, `span`.
    pub(crate) fn correct(&mut self, from: PageKind, to: PageKind, span: Millis) {
        if let Some(at) = place(from) {
            self.counts[at] = self.counts[at].saturating_sub(1);
            self.dwell[at] -= span.0;
        }
        if let Some(at) = place(to) {
            self.counts[at] = self.counts[at].saturating_add(1);
            self.dwell[at] += span.0;
        }
    }

    /// Adds another page's.
    pub(crate) fn add(&mut self, other: &Kinds) {
        for at in 0..KINDS {
            self.counts[at] = self.counts[at].saturating_add(other.counts[at]);
            self.dwell[at] += other.dwell[at];
        }
    }

    /// Takes another page's away.
    pub(crate) fn subtract(&mut self, other: &Kinds) {
        for at in 0..KINDS {
            self.counts[at] = self.counts[at].saturating_sub(other.counts[at]);
            self.dwell[at] -= other.dwell[at];
        }
    }

    /// Adds dwell on a page of this kind.
    pub(crate) fn dwelt(&mut self, kind: PageKind, span: Millis) {
        if let Some(at) = place(kind) {
            self.dwell[at] += span.0;
        }
    }

    /// Whether what was kept of a session can be gone on with.
    pub(crate) fn is_sound(&self) -> bool {
        // Sums of dwell, added and taken away, may end a rounding below 0.
        self.is_finite() && self.dwell.iter().all(|ms| *ms >= -1.0) && self.counts.iter().all(|n| *n >= 0)
    }

    /// Whether it can be added to another.
    pub(crate) fn is_finite(&self) -> bool {
        self.dwell.iter().all(|ms| ms.is_finite())
    }
}

fn place(kind: PageKind) -> Option<usize> {
    match kind {
        PageKind::Account => Some(0),
        PageKind::Information => Some(1),
        PageKind::Product => Some(2),
        PageKind::Other => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_counted_once_however_often_it_corrects_itself() {
        let mut kinds = Kinds::default();
        let steps = [
            (PageKind::Other, PageKind::Product),
            (PageKind::Product, PageKind::Product),
            (PageKind::Product, PageKind::Account),
            (PageKind::Account, PageKind::Other),
            (PageKind::Other, PageKind::Information),
        ];
        for (from, to) in steps {
            kinds.correct(from, to, Millis(2.0));
        }
        assert_eq!((kinds.counts, kinds.dwell), ([0, 1, 0], [0.0, 2.0, 0.0]));
        kinds.dwelt(PageKind::Information, Millis(3.0));
        kinds.dwelt(PageKind::Other, Millis(7.0));
        assert_eq!(kinds.dwell(PageKind::Information), Millis(5.0));
        assert_eq!((kinds.count(PageKind::Other), kinds.dwell(PageKind::Other)), (0, Millis::ZERO));
    }
}

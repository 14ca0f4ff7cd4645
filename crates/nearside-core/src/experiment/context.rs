//! What an experiment may ask about a visit.
//!
//! Borrowed views only: identifiers, attributes, the page's address, what is forced, and the assignments that
//! stick. Invariant: deciding reads this and nothing else, so the same context gives the same outcome.

use super::{identifier::Identifier, namespace::Filter, sticky::Assignments, target::UrlTarget};
use crate::condition::{Attributes, SavedGroups};

/// A visit, as experiments see it.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// What visitors are hashed by.
    pub identifiers: &'a dyn Attributes,
    /// What conditions read.
    pub attributes: &'a dyn Attributes,
    /// The lists that conditions refer to.
    pub saved_groups: &'a SavedGroups,
    /// The named groups that the visitor belongs to.
    pub groups: &'a [String],
    /// The page's address; empty where there is none.
    pub url: &'a str,
    /// Whether a page is targeted; [`is_targeted`](super::is_targeted), or a cheaper answer where no experiment
    /// targets by address.
    pub is_targeted: fn(&str, &[UrlTarget]) -> bool,
    /// Variations forced by experiment, for looking at them on purpose.
    pub forced: &'a [(String, i64)],
    /// Assignments that stick; `None` hashes every visit anew.
    pub sticky: Option<&'a Assignments>,
    /// False keeps everyone out.
    pub enabled: bool,
    /// True lets only forced variations show.
    pub forced_only: bool,
}

impl<'a> Context<'a> {
    /// A visit known by its attributes alone, on a page that no experiment targets by address.
    pub fn new(attributes: &'a dyn Attributes, saved_groups: &'a SavedGroups) -> Context<'a> {
        Context {
            identifiers: attributes,
            attributes,
            saved_groups,
            groups: &[],
            url: "",
            // Keeps what reads addresses and patterns off pages that have no use for it.
            is_targeted: |_, _| false,
            forced: &[],
            sticky: None,
            enabled: true,
            forced_only: false,
        }
    }

    /// The variation forced for an experiment.
    pub(super) fn forced(&self, key: &str) -> Option<i64> {
        self.forced.iter().find(|(forced, _)| forced == key).map(|(_, variation)| *variation)
    }

    /// Whether the visitor is in every filter, each hashed by its own attribute.
    pub(super) fn passes(&self, filters: &[Filter]) -> bool {
        filters.iter().all(|filter| {
            let id = Identifier::find(self.identifiers, filter.attribute.as_deref(), None).text();
            id.is_some_and(|id| filter.holds(&id))
        })
    }
}

//! The words for what happens: one of ours, with a part where it has one, or one of the page's.
//!
//! `click.reviews` is a click in the region `reviews`, `page.product` a page that says it is a product's, `filter` what
//! the page calls so. A word without its part asks for it with any.

use crate::{name::is_name, signal::PageKind};

/// A click or tap, in a region where there is one.
pub(super) const CLICK: &str = "click";
/// A text selected, likewise.
pub(super) const SELECT: &str = "select";
/// Another page, forward.
pub(super) const PUSH: &str = "push";
/// Another page, back or forward in the browser's list of them.
pub(crate) const BACK: &str = "back";

/// Words for pages that say their kind.
const PAGES: [(PageKind, &str); 3] = [
    (PageKind::Account, "page.account"),
    (PageKind::Information, "page.information"),
    (PageKind::Product, "page.product"),
];

/// The word for a page of this kind, if that is one to speak of.
pub(super) fn page(kind: PageKind) -> Option<&'static str> {
    PAGES.iter().find(|(other, _)| *other == kind).map(|&(_, word)| word)
}

/// Whether `what` can be the word for something that happens.
pub fn can_happen(what: &str) -> bool {
    match what.split_once('.') {
        None => is_name(what),
        Some((CLICK | SELECT, region)) => is_name(region),
        Some(_) => PAGES.iter().any(|(_, word)| *word == what),
    }
}

/// Whether `wanted` asks for `what`.
pub(super) fn asks_for(wanted: &str, what: &str) -> bool {
    what.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

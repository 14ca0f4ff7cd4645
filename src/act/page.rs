//! What the page says of itself, for the places in a catalogue's templates.
//!
//! `<meta name="nearside:product" content="Lamp">` → `{{product}}` is `Lamp`. Read when a variant is shown, so that a page
//! that turns into another says something else.

use std::rc::Rc;

use web_sys::Document;

/// An attribute of the page by its name; none if it does not say.
pub type PageAttributes = Rc<dyn Fn(&str) -> Option<String>>;

/// What `document` says in its `<meta>` elements. Names are those that templates can hold: letters, digits, `_`, `-`.
pub(super) fn page_attributes(document: Document) -> PageAttributes {
    Rc::new(move |name| {
        let named = format!("meta[name=\"nearside:{name}\"]");
        document.query_selector(&named).ok().flatten()?.get_attribute("content")
    })
}

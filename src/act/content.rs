//! Content: what one of a slot's variants shows, a template of the page or the edits of a catalogue.

use std::rc::Rc;

use nearside_core::catalogue::Edit;
use web_sys::HtmlTemplateElement;

use super::edit::{EditFailure, Edits};

/// What a variant shows.
#[derive(Clone, Debug)]
pub enum Content {
    /// A copy of what the page's template holds.
    Template(HtmlTemplateElement),
    /// The default, edited.
    Edits(Rc<[Edit]>),
}

impl Content {
    /// Shows it as variant `name` in a slot that stands as the page made it.
    ///
    /// # Errors
    /// [`EditFailure`], the first; nothing of it then stands.
    pub(super) fn show(&self, slot: &mut Edits, name: &str) -> Result<(), EditFailure> {
        let shown = match self {
            Content::Template(template) => slot.show_template(template),
            Content::Edits(edits) => edits.iter().try_for_each(|edit| slot.apply(edit).map(|_| ())),
        };
        let shown = shown.and_then(|()| slot.mark(name));
        match shown {
            Ok(()) => slot.seal(),
            Err(_) => slot.clear(),
        }
        shown
    }
}

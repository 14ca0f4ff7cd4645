//! Forms, selection, copying and media: that something was done, never what was typed, chosen or read.
//!
//! change, submit, selectionchange, copy, play, pause, ended → signals without content, and the page's word for a change
//! or submit.

use std::{cell::Cell, rc::Rc};

use nearside_core::signal::{FormStep, MediaStep, RegionId, Signal};
use web_sys::{Document, Event, EventTarget};

use super::{
    Listeners,
    happened::Used,
    inbox::{Inbox, What},
    regions::Regions,
};

/// Events that say all there is to know by their type, and that nothing outside of a shadow root hears of.
const PLAIN: [(&str, Signal); 5] = [
    ("change", Signal::Form(FormStep::Edit)),
    ("submit", Signal::Form(FormStep::Submit)),
    ("play", Signal::Media(MediaStep::Play)),
    ("pause", Signal::Media(MediaStep::Pause)),
    ("ended", Signal::Media(MediaStep::End)),
];

/// Listens for what is done with content.
pub(super) fn listen(
    listeners: &mut Listeners,
    document: &Document,
    inbox: &Rc<Inbox>,
    regions: &Rc<Regions>,
) {
    let copies = Rc::clone(inbox);
    listeners.capture(document, "copy", move |event| copies.note(&event, What::Signal(Signal::Copy)));
    listen_within(listeners, document, inbox);
    let (inbox, regions, page) = (Rc::clone(inbox), Rc::clone(regions), document.clone());
    // Dragging a selection makes an event for every letter; only its beginning and end are news.
    let last: Cell<Option<Option<RegionId>>> = Cell::new(None);
    listeners.on(document, "selectionchange", move |event| {
        let selected = selected_in(&page, &regions);
        if last.replace(selected) != selected {
            inbox.note(&event, What::Signal(selected.map_or(Signal::Deselect, Signal::Select)));
        }
    });
}

/// Listens in one tree for what ends at its boundary.
pub(super) fn listen_within(listeners: &mut Listeners, tree: &EventTarget, inbox: &Rc<Inbox>) {
    for (kind, signal) in PLAIN {
        let inbox = Rc::clone(inbox);
        listeners.capture(tree, kind, move |event: Event| {
            inbox.note(&event, What::Signal(signal));
            if let Signal::Form(_) = signal
                && let Some(used) = Used::find(&event, kind)
            {
                inbox.note(&event, What::Used(used));
            }
        });
    }
}

/// Whether text is selected, and in which region it begins.
fn selected_in(document: &Document, regions: &Regions) -> Option<Option<RegionId>> {
    let selection = document.get_selection().ok().flatten()?;
    (!selection.is_collapsed()).then(|| regions.around(selection.anchor_node().map(Into::into)))
}

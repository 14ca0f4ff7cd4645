//! The page's own life: visible or hidden, focused or not, frozen into the back/forward cache and back.
//!
//! What may be the last thing this page does is drained at once, since no frame comes to a hidden page.

use std::rc::Rc;

use nearside_core::signal::Signal;
use wasm_bindgen::JsCast;
use web_sys::{Document, Event, PageTransitionEvent, PerformanceNavigation, Window};

use super::{
    Listeners,
    inbox::{Inbox, What},
};

/// Listens for the page's comings and goings.
pub(super) fn listen(listeners: &mut Listeners, window: &Window, document: &Document, inbox: &Rc<Inbox>) {
    let (changes, page) = (Rc::clone(inbox), document.clone());
    listeners.on(document, "visibilitychange", move |event| {
        let visible = !page.hidden();
        changes.note(&event, What::Signal(Signal::Visible(visible)));
        if visible {
            // The hour, and with it the surroundings, may have changed meanwhile.
            changes.note(&event, What::Surroundings);
        } else {
            changes.flush();
        }
    });
    for kind in ["focus", "blur"] {
        let (inbox, page) = (Rc::clone(inbox), document.clone());
        // A frame inside the page takes the focus from the window, not from the page: hence not the event's type.
        listeners.on(window, kind, move |event: Event| {
            let focused = page.has_focus().unwrap_or(true);
            inbox.note(&event, What::Signal(Signal::Focused(focused)));
        });
    }
    let shows = Rc::clone(inbox);
    listeners.on(window, "pageshow", move |event| {
        if event.unchecked_ref::<PageTransitionEvent>().persisted() {
            shows.note(&event, What::Signal(Signal::Restored));
        }
    });
    let hides = Rc::clone(inbox);
    listeners.on(window, "pagehide", move |event| {
        hides.note(&event, What::Signal(Signal::Left));
        hides.flush();
    });
}

/// Whether the visitor came to this page by going back or forward.
pub(super) fn came_back(window: &Window) -> bool {
    let navigation = window.performance().map(|performance| performance.navigation());
    navigation.is_some_and(|navigation| navigation.type_() == PerformanceNavigation::TYPE_BACK_FORWARD)
}

/// How the page stands when the agent starts.
pub(super) fn state(document: &Document) -> [Signal; 2] {
    [Signal::Visible(!document.hidden()), Signal::Focused(document.has_focus().unwrap_or(true))]
}

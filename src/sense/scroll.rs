//! Scrolling: that it happened is noted at once, where to is read once a frame.
//!
//! scroll event → `What::Scrolled`; inside the page's own scrolling boxes regions move without the document,
//! so there it is the layout that is out of date. Reading offsets in the handler would cost a layout each time.

use std::rc::Rc;

use nearside_core::geometry::Point;
use web_sys::{Document, EventTarget, Window};

use super::{
    Listeners,
    inbox::{Inbox, What},
    layout::Stale,
};

/// Listens for scrolling anywhere in the page.
pub(super) fn listen(listeners: &mut Listeners, document: &Document, inbox: &Rc<Inbox>, stale: &Rc<Stale>) {
    let (inbox, stale) = (Rc::clone(inbox), Rc::clone(stale));
    let page: EventTarget = document.clone().into();
    listeners.capture(document, "scroll", move |event| {
        if event.target().is_some_and(|target| target == page) {
            inbox.note(&event, What::Scrolled);
        } else {
            stale.mark();
            inbox.wake();
        }
    });
}

/// Where the document is scrolled to now, px.
pub(super) fn offset(window: &Window) -> Point {
    Point { x: window.scroll_x().unwrap_or(0.0), y: window.scroll_y().unwrap_or(0.0) }
}

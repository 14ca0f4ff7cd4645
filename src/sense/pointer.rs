//! Mouse, pen and touch: movement, and leaving the window.
//!
//! pointermove, mouseleave → `Move`, `Leave`, `ExitIntent`. Moves keep only their last event, whose getters the
//! drain reads. Touch and pen are pointers like any other.

use std::rc::Rc;

use nearside_core::{
    geometry::Point,
    signal::{PointerKind, Signal},
    units::Millis,
};
use wasm_bindgen::JsCast;
use web_sys::{Document, Event, MouseEvent, PointerEvent};

use super::{
    Listeners,
    inbox::{Inbox, What},
    rise::Rise,
};

/// Listens for movement.
pub(super) fn listen(listeners: &mut Listeners, document: &Document, inbox: &Rc<Inbox>) {
    let moves = Rc::clone(inbox);
    listeners.capture(document, "pointermove", move |event: Event| {
        moves.note_at(Millis(event.time_stamp()), event.is_trusted(), What::Moved(event.unchecked_into()));
    });
    if let Some(root) = document.document_element() {
        let outs = Rc::clone(inbox);
        listeners.on(&root, "mouseleave", move |event: Event| {
            let out = event.clone().unchecked_into();
            outs.note(&event, What::Out(out));
        });
    }
}

/// Reads movement when it is drained.
#[derive(Debug, Default)]
pub(super) struct Pointer {
    /// The last pointer's id and kind: asking for the kind costs a string, so it is asked once a pointer.
    last: Option<(i32, PointerKind)>,
    rise: Rise,
}

impl Pointer {
    /// The signal of a move.
    pub(super) fn moved(&mut self, event: &PointerEvent) -> Signal {
        let id = event.pointer_id();
        let pointer = match self.last {
            Some((last, kind)) if last == id => kind,
            _ => kind(event),
        };
        self.last = Some((id, pointer));
        let to = point(event);
        self.rise.moved(event.time_stamp(), to.y);
        Signal::Move { to, pointer }
    }

    /// Whether leaving looked like making for the tab bar or the address.
    pub(super) fn is_exit(&self, event: &MouseEvent) -> bool {
        event.client_y() <= 0 && self.rise.is_fast(event.time_stamp())
    }
}

/// Where it happened, viewport px.
pub(super) fn point(event: &MouseEvent) -> Point {
    Point { x: f64::from(event.client_x()), y: f64::from(event.client_y()) }
}

/// What it was done with.
pub(super) fn kind(event: &PointerEvent) -> PointerKind {
    match event.pointer_type().as_str() {
        "touch" => PointerKind::Touch,
        "pen" => PointerKind::Pen,
        _ => PointerKind::Mouse,
    }
}

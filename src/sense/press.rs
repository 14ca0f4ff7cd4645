//! Presses: a button, finger or pen that goes down, and what it holds until it comes up.
//!
//! pointerdown, pointerup, pointercancel → `Press` and `Release`. What is held must not be swapped away: the click
//! that follows belongs to what was pressed.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use nearside_core::{signal::Signal, units::Millis};
use wasm_bindgen::JsCast;
use web_sys::{Document, Node, PointerEvent};

use super::{
    Listeners,
    inbox::{Inbox, What},
    pointer::{kind, point},
    shadow::target,
};

/// Time after a release in which its click still comes, ms: a finger's goes through the browser's gesture detection.
const CLICK_WITHIN: f64 = 300.0;

/// What is held down.
#[derive(Debug, Default)]
pub(super) struct Held {
    target: RefCell<Option<Node>>,
    until: Cell<f64>,
}

impl Held {
    /// What is held at `now`, or was let go so lately that its click may still come.
    pub(super) fn target(&self, now: Millis) -> Option<Node> {
        if now.0 > self.until.get() {
            self.target.take();
        }
        self.target.borrow().clone()
    }

    /// Whether something went down and has not come up.
    pub(super) fn is_down(&self) -> bool {
        self.until.get() == f64::INFINITY
    }

    /// It came up at `at`.
    pub(super) fn release(&self, at: f64) {
        self.until.set(at + CLICK_WITHIN);
    }

    fn press(&self, target: Option<Node>) {
        self.target.replace(target);
        self.until.set(f64::INFINITY);
    }
}

/// Listens for presses.
pub(super) fn listen(listeners: &mut Listeners, document: &Document, inbox: &Rc<Inbox>, held: &Rc<Held>) {
    let (presses, pressed) = (Rc::clone(inbox), Rc::clone(held));
    listeners.capture(document, "pointerdown", move |event| {
        pressed.press(target(&event).and_then(|target| target.dyn_into().ok()));
        let press: &PointerEvent = event.unchecked_ref();
        presses.note(&event, What::Signal(Signal::Press { at: point(press), pointer: kind(press) }));
    });
    for kind in ["pointerup", "pointercancel"] {
        let (inbox, held) = (Rc::clone(inbox), Rc::clone(held));
        listeners.capture(document, kind, move |event| {
            held.release(event.time_stamp());
            inbox.note(&event, What::Signal(Signal::Release));
        });
    }
}

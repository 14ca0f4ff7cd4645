//! Device motion: only on pages that ask for it by `data-nearside-motion` on `<html>`.
//!
//! devicemotion → magnitude without gravity. It never prompts: where a browser wants permission and the page has
//! none, no event comes and nothing happens.

use std::rc::Rc;

use nearside_core::signal::Signal;
use wasm_bindgen::JsCast;
use web_sys::{DeviceMotionEvent, Document, Window};

use super::{
    Listeners,
    inbox::{Inbox, What},
};

/// Listens for motion, if the page asks for it.
pub(super) fn listen(listeners: &mut Listeners, window: &Window, document: &Document, inbox: &Rc<Inbox>) {
    let asked = document.document_element().is_some_and(|root| root.has_attribute("data-nearside-motion"));
    if !asked {
        return;
    }
    let inbox = Rc::clone(inbox);
    listeners.on(window, "devicemotion", move |event| {
        let acceleration = event.unchecked_ref::<DeviceMotionEvent>().acceleration();
        let axes = acceleration.and_then(|a| Some([a.x()?, a.y()?, a.z()?]));
        if let Some([x, y, z]) = axes {
            inbox.note(&event, What::Signal(Signal::Motion((x * x + y * y + z * z).sqrt())));
        }
    });
}

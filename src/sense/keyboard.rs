//! Keys by class, and where the focus is: for many visitors the only way through a page.
//!
//! keydown → `Key` (never which letter), focusin and focusout → `Focus`. A key held down counts once. Which class it
//! is of takes strings, so that is left to the drain.

use std::rc::Rc;

use nearside_core::signal::{Key, Signal};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Event, EventTarget, FocusEvent, KeyboardEvent};

use super::{
    Listeners,
    inbox::{Inbox, What},
    regions::Regions,
    shadow::{closest, target},
};

/// Where keys write rather than navigate.
const FIELD: &str = "input:not([type=button],[type=checkbox],[type=radio],[type=submit],[type=reset],[type=range]),\
    textarea,select,[contenteditable]";
/// What Enter or Space activates.
const CONTROL: &str =
    "a[href],button,input,summary,label,[role=button],[role=link],[role=tab],[role=menuitem],[role=switch]";

/// A key that went down, and where: afterwards the event may not say.
#[derive(Debug)]
pub struct Pressed {
    key: KeyboardEvent,
    target: Option<EventTarget>,
}

impl Pressed {
    /// Its signal.
    pub(super) fn signal(&self) -> Signal {
        let is_in = |selector| is_in(self.target.as_ref(), selector);
        Signal::Key(class(&self.key.key(), is_in(FIELD), is_in(CONTROL)))
    }
}

/// Listens for keys and focus.
pub(super) fn listen(
    listeners: &mut Listeners,
    document: &Document,
    inbox: &Rc<Inbox>,
    regions: &Rc<Regions>,
) {
    let keys = Rc::clone(inbox);
    listeners.capture(document, "keydown", move |event| {
        let pressed: &KeyboardEvent = event.unchecked_ref();
        if !pressed.repeat() {
            let pressed = Pressed { target: target(&event), key: pressed.clone() };
            keys.note(&event, What::Key(pressed));
        }
    });
    let (gains, around) = (Rc::clone(inbox), Rc::clone(regions));
    listeners.capture(document, "focusin", move |event: Event| {
        let region = around.around(target(&event));
        gains.note(&event, What::Signal(Signal::Focus(region)));
    });
    let losses = Rc::clone(inbox);
    listeners.capture(document, "focusout", move |event| {
        let lost: &FocusEvent = event.unchecked_ref();
        if lost.related_target().is_none() {
            losses.note(&event, What::Signal(Signal::Focus(None)));
        }
    });
}

/// The class of a key, given where it was pressed.
fn class(key: &str, in_field: bool, on_control: bool) -> Key {
    match key {
        "Tab" => Key::Tab,
        "Escape" => Key::Escape,
        _ if in_field => Key::Other,
        "Enter" | " " if on_control => Key::Activate,
        " " | "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight" | "PageUp" | "PageDown" | "Home"
        | "End" => Key::Arrow,
        _ => Key::Other,
    }
}

fn is_in(target: Option<&EventTarget>, selector: &str) -> bool {
    target.and_then(JsCast::dyn_ref::<Element>).is_some_and(|element| closest(element, selector).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_classed_by_what_they_do_there() {
        for (key, in_field, on_control, expected) in [
            ("Tab", true, false, Key::Tab),
            ("Escape", true, false, Key::Escape),
            (" ", false, false, Key::Arrow),
            (" ", false, true, Key::Activate),
            (" ", true, false, Key::Other),
            ("Enter", false, true, Key::Activate),
            ("Enter", false, false, Key::Other),
            ("PageDown", false, false, Key::Arrow),
            ("ArrowLeft", true, false, Key::Other),
            ("a", false, true, Key::Other),
        ] {
            assert_eq!(class(key, in_field, on_control), expected, "{key:?} {in_field} {on_control}");
        }
    }
}

//! Open shadow roots: going on across their boundaries, where the DOM's own ways end.
//!
//! Seen from the document, what happens within a component happens to the component as a whole, and nothing in it has an
//! ancestor outside. Closed roots stay closed.

use std::rc::Rc;

use nearside_core::signal::Signal;
use wasm_bindgen::{JsCast, prelude::wasm_bindgen};
use web_sys::{Document, Element, Event, EventTarget, FocusEvent, Node, ShadowRoot};

use super::{
    Listeners,
    inbox::{Inbox, What},
    input,
    regions::Regions,
    scroll::{self, Scroller},
};

#[wasm_bindgen]
extern "C" {
    /// An element that may be put into a component.
    #[wasm_bindgen(extends = Element)]
    type Slotted;

    #[wasm_bindgen(method, getter, js_name = assignedSlot)]
    fn assigned_slot(this: &Slotted) -> Option<Element>;
}

/// What `event` really happened to.
pub(super) fn target(event: &Event) -> Option<EventTarget> {
    let innermost = event.composed_path().get(0);
    innermost.dyn_into().ok().or_else(|| event.target())
}

/// The nearest element that matches, `element` itself or one around it.
pub(super) fn closest(element: &Element, selector: &str) -> Option<Element> {
    let mut from = element.clone();
    loop {
        if let Some(found) = from.closest(selector).ok()? {
            return Some(found);
        }
        from = host(&from)?;
    }
}

/// The element around `element`, as the document has it.
pub(super) fn parent(element: &Element) -> Option<Element> {
    element.parent_element().or_else(|| host(element))
}

/// The element around `element`, as it is laid out: what is put into a component lies in the component's own boxes.
pub(super) fn box_around(element: &Element) -> Option<Element> {
    element.unchecked_ref::<Slotted>().assigned_slot().or_else(|| parent(element))
}

/// Whether `outer` holds `inner`, however many shadow roots lie between them.
pub fn holds(outer: &Element, inner: &Node) -> bool {
    let mut inner = inner.clone();
    loop {
        if outer.contains(Some(&inner)) {
            return true;
        }
        match host(&inner) {
            Some(around) => inner = around.unchecked_into(),
            None => return false,
        }
    }
}

/// What has the focus, within however many components.
pub fn focused(document: &Document) -> Option<Element> {
    let mut focused = document.active_element()?;
    while let Some(inner) = focused.shadow_root().and_then(|root| root.active_element()) {
        focused = inner;
    }
    Some(focused)
}

/// Listens in a shadow root for what ends at its boundary.
pub(super) fn listen(
    listeners: &mut Listeners,
    root: &ShadowRoot,
    inbox: &Rc<Inbox>,
    regions: &Rc<Regions>,
    scroller: &Rc<Scroller>,
) {
    input::listen_within(listeners, root, inbox);
    scroll::listen_within(listeners, root, inbox, scroller);
    let (inbox, regions, within) = (Rc::clone(inbox), Rc::clone(regions), root.clone());
    listeners.capture(root, "focusin", move |event| {
        // Only where the focus was in here before: else the document hears of it.
        let former = event.unchecked_ref::<FocusEvent>().related_target();
        if former.is_some_and(|former| within.contains(former.dyn_ref::<Node>())) {
            inbox.note(&event, What::Signal(Signal::Focus(regions.around(target(&event)))));
        }
    });
}

fn host(node: &Node) -> Option<Element> {
    node.get_root_node().dyn_into::<ShadowRoot>().ok().map(|root| root.host())
}

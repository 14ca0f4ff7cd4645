//! Whether the visitor is at work in a slot right now, by the DOM's own word.
//!
//! The engine keeps away from what is hovered, focused or selected as it last heard; between its view and the
//! swap the page may have moved under the cursor or the focus.

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use web_sys::{Document, Element, Node};

use crate::sense::{focused, holds};

#[wasm_bindgen(module = "/js/browser.js")]
extern "C" {
    #[wasm_bindgen(js_name = holdsSelection)]
    fn holds_selection(element: &Element) -> bool;
}

/// Where a screen reader reads out what changes.
const LIVE: &str = "[aria-live]:not([aria-live='off']),[role='status'],[role='alert'],[role='log'],[role='timer'],\
    [role='marquee'],output";

/// Whether swapping `slot` now would take something from under the visitor's hands, eyes or ears; `held` is what a
/// button or finger holds down.
pub(super) fn is_busy(document: &Document, slot: &Element, can_hover: bool, held: Option<&Node>) -> bool {
    held.is_some_and(|held| holds(slot, held))
        || holds_focus(document, slot)
        || holds_selection(slot)
        // On touch screens an element stays "hovered" after a tap.
        || can_hover && slot.matches(":hover").unwrap_or(false)
        || plays(slot)
        || matches!(slot.closest(LIVE), Ok(Some(_)))
        || holds_entries(slot)
}

fn holds_focus(document: &Document, slot: &Element) -> bool {
    let body: Option<Element> = document.body().map(JsCast::unchecked_into);
    focused(document).is_some_and(|active| Some(&active) != body.as_ref() && holds(slot, &active))
}

fn plays(slot: &Element) -> bool {
    any(slot, "video,audio", |media| property(media, "paused") == JsValue::FALSE)
}

/// Something was entered that has not been sent.
fn holds_entries(slot: &Element) -> bool {
    any(slot, "input,textarea", |field| {
        property(field, "value") != property(field, "defaultValue")
            || property(field, "checked") != property(field, "defaultChecked")
    })
}

fn any(slot: &Element, selector: &str, is_so: impl Fn(&Node) -> bool) -> bool {
    let Ok(found) = slot.query_selector_all(selector) else { return false };
    (0..found.length()).filter_map(|index| found.item(index)).any(|element| is_so(&element))
}

fn property(of: &Node, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or_default()
}

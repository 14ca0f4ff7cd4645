//! Whether the visitor is at work in a slot right now, by the DOM's own word.
//!
//! The engine keeps away from what is hovered, focused or selected as it last heard; between its view and the
//! swap the page may have moved under the cursor or the focus.

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use web_sys::{Document, Element, Node};

use crate::sense::{focused, holds};

#[wasm_bindgen(module = "/js/selection.js")]
extern "C" {
    #[wasm_bindgen(js_name = holdsSelection)]
    fn holds_selection(element: &Element) -> bool;
}

/// Whether swapping `slot` now would take something from under the visitor's hands, eyes or ears; `held` is what a
/// button or finger holds down.
pub(super) fn is_busy(document: &Document, slot: &Element, can_hover: bool, held: Option<&Node>) -> bool {
    held.is_some_and(|held| holds(slot, held))
        || holds_focus(document, slot)
        || holds_selection(slot)
        // On touch screens an element stays "hovered" after a tap.
        || can_hover && slot.matches(":hover").unwrap_or(false)
        || plays(slot)
}

fn holds_focus(document: &Document, slot: &Element) -> bool {
    let body: Option<Element> = document.body().map(JsCast::unchecked_into);
    focused(document).is_some_and(|active| Some(&active) != body.as_ref() && holds(slot, &active))
}

fn plays(slot: &Element) -> bool {
    let Ok(media) = slot.query_selector_all("video,audio") else { return false };
    (0..media.length())
        .filter_map(|index| media.item(index))
        .any(|element| Reflect::get(&element, &"paused".into()).is_ok_and(|paused| paused == JsValue::FALSE))
}

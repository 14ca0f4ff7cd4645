//! Whether the visitor is at work in a slot right now, by the DOM's own word.
//!
//! The engine keeps away from what is hovered, focused or selected as it last heard; between its view and the
//! swap the page may have moved under the cursor or the focus.

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, Node};

/// Whether swapping `slot` now would take something from under the visitor's hands, eyes or ears; `held` is what a
/// button or finger holds down.
pub(super) fn is_busy(document: &Document, slot: &Element, can_hover: bool, held: Option<&Node>) -> bool {
    held.is_some_and(|held| slot.contains(Some(held)))
        || holds_focus(document, slot)
        || holds_selection(document, slot)
        // On touch screens an element stays "hovered" after a tap.
        || can_hover && slot.matches(":hover").unwrap_or(false)
        || plays(slot)
}

fn holds_focus(document: &Document, slot: &Element) -> bool {
    let body: Option<Element> = document.body().map(JsCast::unchecked_into);
    document
        .active_element()
        .is_some_and(|active| Some(&active) != body.as_ref() && slot.contains(Some(&active)))
}

fn holds_selection(document: &Document, slot: &Element) -> bool {
    let selection = document.get_selection().ok().flatten();
    selection.is_some_and(|selection| {
        !selection.is_collapsed()
            && selection
                .contains_node_with_allow_partial_containment(slot.unchecked_ref::<Node>(), true)
                .unwrap_or(false)
    })
}

fn plays(slot: &Element) -> bool {
    let Ok(media) = slot.query_selector_all("video,audio") else { return false };
    (0..media.length())
        .filter_map(|index| media.item(index))
        .any(|element| Reflect::get(&element, &"paused".into()).is_ok_and(|paused| paused == JsValue::FALSE))
}

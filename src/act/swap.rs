//! Swapping a slot's content, and putting the very same nodes back.
//!
//! The default's nodes leave the slot with their listeners and state and wait in the host's `kept`; templates
//! stay where they are; the variant is a copy of its template's content. Afterwards `innerHTML` is byte for
//! byte what it was. Putting back is JavaScript, so that the loader can do it without this instance.

use js_sys::{Array, Map};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use web_sys::{Element, HtmlTemplateElement, Node};

use super::markup::VARIANT;

/// Tells style sheets and tests what a slot shows; absent while it shows its default.
const SHOWN: &str = "data-nearside-shown";

#[wasm_bindgen(module = "/js/put-back.js")]
extern "C" {
    /// Gives a slot its default's nodes back, if it has lost them.
    #[wasm_bindgen(js_name = putBack)]
    fn put_back(kept: &Map, slot: &Element);
}

/// Shows a copy of `template` in `slot`.
///
/// # Errors
/// What the DOM threw; the slot then shows its default.
pub(super) fn show(
    kept: &Map,
    slot: &Element,
    template: &HtmlTemplateElement,
    name: &str,
) -> Result<(), JsValue> {
    revert(kept, slot);
    let swapped = fill(kept, slot, template, name);
    if swapped.is_err() {
        revert(kept, slot);
    }
    swapped
}

/// Shows the default in `slot`; nothing if it does already.
pub(super) fn revert(kept: &Map, slot: &Element) {
    put_back(kept, slot);
}

fn fill(kept: &Map, slot: &Element, template: &HtmlTemplateElement, name: &str) -> Result<(), JsValue> {
    let Some(document) = slot.owner_document() else { return Ok(()) };
    let variant = document.import_node_with_deep(&template.content(), true)?;
    let nodes = Array::from(&slot.child_nodes());
    kept.set(slot, &nodes);
    for node in nodes.iter() {
        if !node.dyn_ref::<Element>().is_some_and(|element| element.has_attribute(VARIANT)) {
            slot.remove_child(node.unchecked_ref::<Node>())?;
        }
    }
    slot.insert_before(&variant, slot.first_child().as_ref())?;
    slot.set_attribute(SHOWN, name)
}

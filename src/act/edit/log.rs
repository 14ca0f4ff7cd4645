//! The log of how to take everything back: in JavaScript, so that it outlives this instance.

use js_sys::{Array, Map};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use web_sys::{Element, HtmlTemplateElement, Node};

#[wasm_bindgen(module = "/js/edits.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = writeAttribute)]
    fn write_attribute(
        log: &Array,
        element: &Element,
        name: &str,
        value: Option<&str>,
    ) -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_name = writeStyle)]
    fn write_style(
        log: &Array,
        element: &Element,
        afresh: bool,
        declarations: Vec<String>,
    ) -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_name = setText)]
    fn set_text(log: &Array, element: &Element, text: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_name = setContent)]
    fn set_content(log: &Array, element: &Element, nodes: &Array) -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_name = showTemplate)]
    fn show_template(log: &Array, slot: &Element, template: &HtmlTemplateElement) -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_name = appendContent)]
    fn append_content(log: &Array, element: &Element, nodes: &Array) -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_name = move)]
    fn move_node(log: &Array, node: &Element, parent: &Node, before: Option<&Node>) -> Result<(), JsValue>;
    #[wasm_bindgen(catch)]
    fn arrange(log: &Array, parent: &Element, ranked: &Array) -> Result<(), JsValue>;
    #[wasm_bindgen(js_name = takeBack)]
    fn take_back(log: &Array, length: u32);
    fn seal(log: &Array);
    fn fallen(logs: &Map) -> Array;
}

/// The slots, of those that have one of `logs`, whose page took something away of what was sealed.
pub(super) fn fallen_of(logs: &Map) -> Vec<Element> {
    fallen(logs).iter().map(JsCast::unchecked_into).collect()
}

/// What was done to a slot, last at the end.
#[derive(Debug)]
pub(super) struct Log(Array);

impl Log {
    /// The slot's log among `logs`, which the host can take back without this instance. There is one already where the
    /// page's head put in what the last visit showed.
    pub(super) fn of(logs: &Map, slot: &Element) -> Log {
        let log = logs.get(slot).dyn_into().unwrap_or_else(|_| {
            let log = Array::new();
            logs.set(slot, &log);
            log
        });
        Log(log)
    }

    /// How much is in it.
    pub(super) fn length(&self) -> u32 {
        self.0.length()
    }

    /// Takes back what was done since it had `length` entries.
    pub(super) fn take_back(&self, length: u32) {
        take_back(&self.0, length);
    }

    /// From now on the page is expected to leave what stands.
    pub(super) fn seal(&self) {
        seal(&self.0);
    }

    pub(super) fn attribute(
        &self,
        element: &Element,
        name: &str,
        value: Option<&str>,
    ) -> Result<(), JsValue> {
        write_attribute(&self.0, element, name, value)
    }

    /// `declarations` are property, value and weight of each; an empty value takes it off.
    pub(super) fn style(
        &self,
        element: &Element,
        afresh: bool,
        declarations: Vec<String>,
    ) -> Result<(), JsValue> {
        write_style(&self.0, element, afresh, declarations)
    }

    pub(super) fn text(&self, element: &Element, text: &str) -> Result<(), JsValue> {
        set_text(&self.0, element, text)
    }

    pub(super) fn set(&self, element: &Element, nodes: &Array) -> Result<(), JsValue> {
        set_content(&self.0, element, nodes)
    }

    pub(super) fn template(&self, slot: &Element, template: &HtmlTemplateElement) -> Result<(), JsValue> {
        show_template(&self.0, slot, template)
    }

    pub(super) fn append(&self, element: &Element, nodes: &Array) -> Result<(), JsValue> {
        append_content(&self.0, element, nodes)
    }

    pub(super) fn put(&self, node: &Element, parent: &Node, before: Option<&Node>) -> Result<(), JsValue> {
        move_node(&self.0, node, parent, before)
    }

    pub(super) fn arrange(&self, parent: &Element, ranked: &Array) -> Result<(), JsValue> {
        arrange(&self.0, parent, ranked)
    }
}

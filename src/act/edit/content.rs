//! Content: text as text, HTML as what the sanitizer leaves of it.

use js_sys::Array;
use nearside_core::catalogue::{Template, Write};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use web_sys::Element;

use super::{EditFailure, Hands};

#[wasm_bindgen(module = "/js/safe-html.js")]
extern "C" {
    /// Nodes, and the names of what was dropped.
    type Safe;

    #[wasm_bindgen(catch, js_name = makeSafe)]
    fn make_safe(html: &str) -> Result<Safe, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn nodes(this: &Safe) -> Array;
    #[wasm_bindgen(method, getter)]
    fn dropped(this: &Safe) -> Vec<String>;
}

impl Hands<'_> {
    pub(super) fn text(&mut self, element: &Element, write: &Write) -> Result<(), EditFailure> {
        match write {
            Write::Set(template) => self.log.text(element, &template.fill(self.page)?)?,
            Write::Append(template) => {
                let text = template.fill(self.page)?;
                let document = element.owner_document();
                let node = document.map(|document| JsValue::from(document.create_text_node(&text)));
                self.log.append(element, &Array::from_iter(node))?;
            }
            Write::Remove => self.log.set(element, &Array::new())?,
        }
        Ok(())
    }

    pub(super) fn html(&mut self, element: &Element, write: &Write) -> Result<(), EditFailure> {
        let page = self.page;
        let mut nodes = |template: &Template| {
            let safe = make_safe(&template.fill_html(page)?)?;
            self.dropped.extend(safe.dropped());
            Ok::<_, EditFailure>(safe.nodes())
        };
        match write {
            Write::Set(template) => {
                let nodes = nodes(template)?;
                self.log.set(element, &nodes)?;
            }
            Write::Append(template) => {
                let nodes = nodes(template)?;
                self.log.append(element, &nodes)?;
            }
            Write::Remove => self.log.set(element, &Array::new())?,
        }
        Ok(())
    }
}

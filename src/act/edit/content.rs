//! Content: text as text, HTML as what the sanitizer leaves of it.

use js_sys::Array;
use nearside_core::catalogue::{Change, Declaration, Template, Write};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use web_sys::{Element, HtmlElement};

use super::{EditFailure, Hands};

#[wasm_bindgen(module = "/js/safe-html.js")]
extern "C" {
    /// Nodes, the names of what was dropped, and elements of the nodes with the `style` that each of them had.
    type Safe;

    #[wasm_bindgen(catch, js_name = makeSafe)]
    fn make_safe(html: &str, styles: bool) -> Result<Safe, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn nodes(this: &Safe) -> Array;
    #[wasm_bindgen(method, getter)]
    fn dropped(this: &Safe) -> Vec<String>;
    #[wasm_bindgen(method, getter)]
    fn styled(this: &Safe) -> Vec<HtmlElement>;
    #[wasm_bindgen(method, getter)]
    fn styles(this: &Safe) -> Vec<String>;
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

    pub(super) fn html(&mut self, element: &Element, write: &Write, styles: bool) -> Result<(), EditFailure> {
        let nodes = match write {
            Write::Set(template) | Write::Append(template) => self.safe(template, styles)?,
            Write::Remove => Array::new(),
        };
        match write {
            Write::Append(_) => self.log.append(element, &nodes)?,
            Write::Set(_) | Write::Remove => self.log.set(element, &nodes)?,
        }
        Ok(())
    }

    /// What the sanitizer leaves of a template, with those of its styles that an edit may write.
    fn safe(&mut self, template: &Template, styles: bool) -> Result<Array, EditFailure> {
        let safe = make_safe(&template.fill_html(self.page)?, styles)?;
        self.dropped.extend(safe.dropped());
        for (element, text) in safe.styled().into_iter().zip(safe.styles()) {
            match Change::style_value(&text) {
                Ok(declarations) => declare(&element, &declarations)?,
                Err(why) => self.dropped.push(format!("style of <{}>: {why}", element.local_name())),
            }
        }
        Ok(safe.nodes())
    }
}

/// One by one: a policy without inline styles refuses the attribute, but not these.
fn declare(element: &HtmlElement, declarations: &[Declaration]) -> Result<(), JsValue> {
    let style = element.style();
    for Declaration { property, value, important } in declarations {
        style.set_property_with_priority(property, value, if *important { "important" } else { "" })?;
    }
    Ok(())
}

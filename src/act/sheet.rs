//! A sheet: what a variant declares, as rules of a style sheet instead of on the elements.
//!
//! edits → rules that hold however often the page renders the slot anew; none where an edit does more than declare.

use js_sys::{Array, Map};
use nearside_core::catalogue::{Change, Edit, Lists, Visibility};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use web_sys::Element;

use super::content::Content;

#[wasm_bindgen(module = "/js/browser.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    fn adopt(log: &Array, slot: &Element, rules: Vec<String>) -> Result<(), JsValue>;
}

#[wasm_bindgen(module = "/js/edits.js")]
extern "C" {
    #[wasm_bindgen(js_name = takeBack)]
    fn take_back(log: &Array);
}

/// A style sheet on the page, until it is dropped.
pub(super) struct Sheet {
    /// Takes it off; the host knows it too, under itself.
    log: Array,
    logs: Map,
}

impl Sheet {
    /// Puts `content` on the page that `slot` is on, for what `scope` selects; none if it can't be told in rules.
    pub(super) fn of(content: &Content, scope: &str, slot: &Element, logs: &Map) -> Option<Sheet> {
        let Content::Edits(edits) = content else { return None };
        let rules: Option<Vec<_>> = edits.iter().map(|edit| rules(edit, scope)).collect();
        let sheet = Sheet { log: Array::new(), logs: logs.clone() };
        adopt(&sheet.log, slot, rules?.concat()).ok()?;
        logs.set(&sheet.log, &sheet.log);
        Some(sheet)
    }
}

impl Drop for Sheet {
    fn drop(&mut self) {
        take_back(&self.log);
        self.logs.delete(&self.log);
    }
}

/// Selector, property and value of each.
fn rules(edit: &Edit, scope: &str) -> Option<Vec<String>> {
    let selector = match &edit.selector {
        Some(inner) => format!(":is({scope}) :is({inner})"),
        None => scope.to_owned(),
    };
    let rule = |property: &str, value: &str| [selector.clone(), property.to_owned(), value.to_owned()];
    match &edit.change {
        Change::Style(Lists::Append(declared)) => {
            Some(declared.iter().flat_map(|declared| rule(&declared.property, &declared.value)).collect())
        }
        Change::Visibility(Visibility::Hidden) => Some(rule("visibility", "hidden").into()),
        Change::Visibility(Visibility::Gone) => Some(rule("display", "none").into()),
        _ => None,
    }
}

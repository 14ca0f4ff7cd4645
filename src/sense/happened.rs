//! What the page has a word for: an element marked `data-nearside-event` that was used.
//!
//! click, change, submit → the word of the innermost marked element around, taken at once, because using it may change
//! what it says. A form is used when it is sent and a field when it was changed, however that was done; anything else when
//! it is clicked, tapped or activated by a key.

use js_sys::JsString;
use wasm_bindgen::{JsCast, prelude::wasm_bindgen};
use web_sys::{Element, Event};

use super::shadow::{closest, target};

/// What marks an element with a word.
const MARK: &str = "data-nearside-event";
const MARKED: &str = "[data-nearside-event]";
/// What is used by changing it.
const FIELD: &str = "select,textarea,input:not([type=button],[type=submit],[type=reset],[type=image])";

#[wasm_bindgen]
extern "C" {
    /// An element whose attributes stay on JavaScript's side: reading one copies nothing in here.
    #[wasm_bindgen(extends = Element)]
    #[derive(Debug)]
    type Marked;

    #[wasm_bindgen(method, js_name = getAttribute)]
    fn attribute(this: &Marked, name: &str) -> Option<JsString>;
}

/// A marked element that something was done to, and its word then.
#[derive(Debug)]
pub struct Used {
    marked: Marked,
    word: JsString,
    by: &'static str,
}

impl Used {
    /// What `event`, which is of the kind `by`, was done to, if that is marked.
    pub(super) fn find(event: &Event, by: &'static str) -> Option<Used> {
        let on: Element = target(event)?.dyn_into().ok()?;
        let marked: Marked = closest(&on, MARKED)?.unchecked_into();
        let word = marked.attribute(MARK)?;
        Some(Used { marked, word, by })
    }

    /// Its word, if what was done to it was using it.
    pub(super) fn word(&self) -> Option<String> {
        let is = |selector| matches!(self.marked.matches(selector), Ok(true));
        let used_by = match () {
            () if is(FIELD) => "change",
            () if is("form") => "submit",
            () => "click",
        };
        (self.by == used_by).then(|| String::from(&self.word))
    }
}

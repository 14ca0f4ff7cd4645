//! Which elements an edit changes: those of the slot that match, or the slot itself.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use super::EditFailure;
use crate::error::words;

/// Most elements of one edit; a list of cards has no more.
const MOST: u32 = 1_000;

/// Elements whose content or attributes are programs, styles or other documents.
const UNTOUCHABLE: &str =
    "script,style,link,meta,base,iframe,frame,frameset,object,embed,applet,template,noscript,animate,set";

/// The elements, in document order; never none.
pub(super) fn find(slot: &Element, selector: Option<&str>) -> Result<Vec<Element>, EditFailure> {
    let found = match selector {
        None => vec![slot.clone()],
        Some(selector) => matching(slot, selector)?,
    };
    match found.iter().find(|element| element.matches(UNTOUCHABLE).unwrap_or(false)) {
        Some(element) => Err(EditFailure::Untouchable(element.local_name())),
        None => Ok(found),
    }
}

/// The first that matches.
pub(super) fn first(slot: &Element, selector: &str) -> Result<Element, EditFailure> {
    let found = slot.query_selector(selector).map_err(|thrown| refused(selector, &thrown))?;
    found.ok_or_else(|| EditFailure::NoMatch(selector.to_owned()))
}

/// Whether `element` matches.
pub(super) fn is(element: &Element, selector: &str) -> Result<bool, EditFailure> {
    element.matches(selector).map_err(|thrown| refused(selector, &thrown))
}

fn matching(slot: &Element, selector: &str) -> Result<Vec<Element>, EditFailure> {
    let list = slot.query_selector_all(selector).map_err(|thrown| refused(selector, &thrown))?;
    match list.length() {
        0 => Err(EditFailure::NoMatch(selector.to_owned())),
        count if count > MOST => {
            Err(EditFailure::TooMany { selector: selector.to_owned(), count, most: MOST })
        }
        count => Ok((0..count).filter_map(|at| list.item(at)?.dyn_into().ok()).collect()),
    }
}

fn refused(selector: &str, thrown: &JsValue) -> EditFailure {
    EditFailure::Selector { selector: selector.to_owned(), thrown: words(thrown) }
}

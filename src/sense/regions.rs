//! Regions: which element is which, and in which of them something happened.
//!
//! element → `RegionId`, as the engine numbered it. An event belongs to the innermost region around its target.

use std::cell::{Ref, RefCell};

use nearside_core::signal::RegionId;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, Node};

/// What marks a region in the page's HTML.
pub const MARKED: &str = "[data-nearside-slot],[data-nearside-watch]";

/// The page's regions; the index is the region's id.
#[derive(Debug, Default)]
pub struct Regions(RefCell<Vec<Element>>);

impl Regions {
    /// Adds the element that the engine gave the next id.
    pub fn add(&self, element: Element) {
        self.0.borrow_mut().push(element);
    }

    /// Puts `element` in the place of one that is no longer on the page.
    pub fn replace(&self, region: RegionId, element: &Element) -> bool {
        match self.0.borrow_mut().get_mut(usize::from(region.0)) {
            Some(old) if !old.is_connected() => {
                *old = element.clone();
                true
            }
            _ => false,
        }
    }

    /// The elements, in order of their ids.
    pub fn elements(&self) -> Ref<'_, Vec<Element>> {
        self.0.borrow()
    }

    /// The innermost region around `target`.
    pub fn around(&self, target: Option<EventTarget>) -> Option<RegionId> {
        let node = target?.dyn_into::<Node>().ok()?;
        let mut from = match node.dyn_into::<Element>() {
            Ok(element) => Some(element),
            Err(node) => node.parent_element(),
        };
        while let Some(marked) = from.as_ref().and_then(|element| element.closest(MARKED).ok().flatten()) {
            if let Some(index) = self.0.borrow().iter().position(|element| *element == marked) {
                return Some(RegionId(index as u16));
            }
            from = marked.parent_element();
        }
        None
    }
}

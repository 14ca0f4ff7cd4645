//! Regions: which element is which, and in which of them something happened.
//!
//! element ⇄ `RegionId`, as the engine numbered it. An event belongs to the innermost region around its target. A
//! region whose element left the page is vacant, holds nothing alive, and waits for the next one of its name.

use std::cell::{Ref, RefCell};

use js_sys::WeakMap;
use nearside_core::signal::RegionId;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, Node, ShadowRoot};

use super::shadow::parent;

/// The page's regions; the index is the region's id.
#[derive(Debug, Default)]
pub struct Regions {
    elements: RefCell<Vec<Option<Element>>>,
    /// Element → id, so that none has to be searched for.
    ids: WeakMap,
}

impl Regions {
    /// Adds the element that the engine gave the next id.
    pub fn add(&self, element: Element) {
        let mut elements = self.elements.borrow_mut();
        self.ids.set(&element, &(elements.len() as u32).into());
        elements.push(Some(element));
    }

    /// Whether a region has no element on the page.
    pub fn is_vacant(&self, region: RegionId) -> bool {
        let elements = self.elements.borrow();
        let element = elements.get(usize::from(region.0)).and_then(Option::as_ref);
        !element.is_some_and(|element| element.is_connected())
    }

    /// Puts `element` in a region that is vacant; gives the element that had it, if it still had one.
    pub fn replace(&self, region: RegionId, element: &Element) -> Option<Element> {
        let former = self.vacate(region);
        if let Some(place) = self.elements.borrow_mut().get_mut(usize::from(region.0)) {
            self.ids.set(element, &u32::from(region.0).into());
            *place = Some(element.clone());
        }
        former
    }

    /// Lets go of a region's element, and gives it.
    pub fn vacate(&self, region: RegionId) -> Option<Element> {
        let element = self.elements.borrow_mut().get_mut(usize::from(region.0))?.take()?;
        self.ids.delete(&element);
        Some(element)
    }

    /// A region's element.
    pub fn element(&self, region: RegionId) -> Option<Element> {
        self.elements.borrow().get(usize::from(region.0)).cloned().flatten()
    }

    /// The elements, in order of their ids.
    pub fn elements(&self) -> Ref<'_, Vec<Option<Element>>> {
        self.elements.borrow()
    }

    /// Element → id.
    pub fn ids(&self) -> &WeakMap {
        &self.ids
    }

    /// The region that has this very element.
    pub fn of(&self, element: &Element) -> Option<RegionId> {
        self.ids.get(element).as_f64().map(|id| RegionId(id as u16))
    }

    /// The innermost region around `target`.
    pub fn around(&self, target: Option<EventTarget>) -> Option<RegionId> {
        let node = target?.dyn_into::<Node>().ok()?;
        let mut from = match node.dyn_into::<Element>() {
            Ok(element) => Some(element),
            Err(node) => node.parent_element().or_else(|| Some(node.dyn_into::<ShadowRoot>().ok()?.host())),
        };
        while let Some(element) = from {
            if let Some(region) = self.of(&element) {
                return Some(region);
            }
            from = parent(&element);
        }
        None
    }
}

//! Registering: the page's marked elements → regions and slots of the engine.
//!
//! Runs when the page may have changed. Each element is offered once; one that takes the place of an element that
//! left the page, as apps do when they render anew, takes over its region.

use js_sys::WeakSet;
use nearside_core::{
    event::{Effect, Event},
    signal::RegionId,
    units::Millis,
};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::Runtime;
use crate::{act::Markup, error::AgentError, sense::MARKED};

/// The elements that were offered already.
#[derive(Debug, Default)]
pub(super) struct Seen(WeakSet);

impl Runtime {
    /// Offers the engine every marked element that is new.
    pub(super) fn register(&mut self, now: Millis) {
        let Ok(marked) = self.document.query_selector_all(MARKED) else { return };
        for index in 0..marked.length() {
            let Some(element) = marked.item(index).and_then(|node| node.dyn_into::<Element>().ok()) else {
                continue;
            };
            if !self.seen.0.has(&element) {
                self.seen.0.add(&element);
                self.offer(element, now);
            }
        }
    }

    fn offer(&mut self, element: Element, now: Millis) {
        if !element.has_attribute("data-nearside-slot") {
            let name = element.get_attribute("data-nearside-watch").unwrap_or_default();
            if !self.take_over(&name, &element) {
                self.add(Event::Watch { name }, element, now);
            }
            return;
        }
        let name = element.get_attribute("data-nearside-slot").unwrap_or_default();
        match Markup::read(&element) {
            Ok(markup) => self.add_slot(element, markup, now),
            Err(problem) => {
                self.fail(now, &AgentError::SlotHtml { slot: name, problem: problem.to_string() });
            }
        }
    }

    fn add_slot(&mut self, element: Element, markup: Markup, now: Millis) {
        let Markup { spec, templates, forced } = markup;
        let name = spec.name.clone();
        let names: Vec<String> = spec.variants.iter().map(|variant| variant.name.clone()).collect();
        let variants: Vec<_> = names.iter().cloned().zip(templates).collect();
        if let Ok(slot) = self.slot_id(&name)
            && self.stage.variant_names(slot).eq(names.iter())
            && self.take_over(&name, &element)
        {
            self.stage.replace(slot, element, variants);
        } else if self.add(Event::Slot(spec), element.clone(), now) {
            self.stage.add(element, variants);
        } else {
            return;
        }
        if let Some(variant) = forced {
            // Reported where it fails; the slot keeps its default.
            let _ = self.show(&name, &variant, now);
        }
    }

    /// Gives the region of an element that left the page to the one that has its name now.
    fn take_over(&mut self, name: &str, element: &Element) -> bool {
        let region = self.engine.region_names().iter().position(|other| other == name);
        region.is_some_and(|region| self.sense.replace(RegionId(region as u16), element))
    }

    /// Lets the engine make a region of it; `false` if it refuses.
    fn add(&mut self, event: Event, element: Element, now: Millis) -> bool {
        let from = self.effects.len();
        self.step(event, now);
        let added = self.effects[from..].iter().any(|effect| matches!(effect, Effect::Observe(_)));
        if added {
            self.sense.watch(element);
        }
        added
    }
}

//! Registering: the page's marked elements → regions and slots of the engine.
//!
//! Runs when the page may have changed. An element that is its region's is passed over; any other is offered, as often
//! as it takes: one that takes the place of an element that left the page, as apps do when they render anew, takes
//! over its region, and one that was refused is offered again once its content has changed.

use js_sys::WeakMap;
use nearside_core::{
    error::EngineError,
    event::{Effect, Event},
    signal::RegionId,
    slot::{SlotId, SlotSpec, VariantId},
    units::Millis,
};
use wasm_bindgen::JsValue;
use web_sys::Element;

use super::{Look, Runtime};
use crate::{
    act::{Markup, MarkupError},
    error::AgentError,
};

/// What is remembered of slots as they were read, and of elements without a region.
#[derive(Debug, Default)]
pub(super) struct Registry {
    /// Of each slot, what the engine was told.
    specs: Vec<SlotSpec>,
    /// Element → what it held when it was refused.
    refused: WeakMap,
    /// Element → `false` when its name was first seen to be another's, `true` once that was reported.
    doubles: WeakMap,
}

impl Runtime {
    /// Offers the engine every marked element that has no region.
    pub(super) fn register(&mut self, now: Millis, look: Look) {
        if look == Look::Everything {
            self.sense.look();
        }
        for element in self.sense.mutations().renamed() {
            self.rename(&element, now);
        }
        for element in self.sense.mutations().newcomers(self.sense.regions().ids()) {
            self.offer(element, now, look);
        }
        self.register_catalogue(now, look);
    }

    /// Takes its region from an element that bears another's name now, or none.
    fn rename(&mut self, element: &Element, now: Millis) {
        let Some(region) = self.sense.regions().of(element) else { return };
        let Some(known) = self.engine.region_names().get(usize::from(region.0)) else { return };
        let is_another = name(element).is_none_or(|name| name != *known);
        // Where the catalogue's slots are is its own affair.
        if is_another && !self.catalogues.names(known) {
            self.vacate(region, now);
        }
    }

    fn offer(&mut self, element: Element, now: Millis, look: Look) {
        let slot = element.get_attribute("data-nearside-slot");
        let is_catalogued = |name: &str| self.catalogues.speaks_for(name, Markup::is_offered(&element));
        if slot.as_deref().is_some_and(is_catalogued) {
            return;
        }
        if look != Look::Everything && self.registry.refused.has(&element) {
            return;
        }
        let content = match slot {
            Some(_) => element.inner_html(),
            None => String::new(),
        };
        let content = JsValue::from(content);
        if self.registry.refused.get(&element) == content {
            return;
        }
        let name = name(&element).unwrap_or_default();
        let region = self.engine.region_names().iter().position(|other| *other == name);
        let region = region.map(|region| RegionId(region as u16));
        if let Some(region) = region
            && !self.sense.regions().is_vacant(region)
        {
            return self.doubt(&element, name, now, look);
        }
        let added = match (slot, region) {
            (Some(_), _) => {
                let markup = Markup::read(&element, &self.document.url().unwrap_or_default());
                self.offer_slot(&element, &name, markup, region, now)
            }
            (None, Some(region)) => {
                self.sense.replace(region, &element);
                true
            }
            (None, None) => self.add(Event::Watch { name }, &element, now),
        };
        if !added {
            self.registry.refused.set(&element, &content);
        }
    }

    /// Reports an element whose name is another's, if it still is at the next look: while one view of an app turns into
    /// another, both are there.
    fn doubt(&mut self, element: &Element, name: String, now: Millis, look: Look) {
        if look != Look::Everything {
            return;
        }
        let doubles = &self.registry.doubles;
        let reported = doubles.get(element).as_bool();
        doubles.set(element, &reported.is_some().into());
        if reported == Some(false) {
            self.fail(now, &EngineError::DuplicateRegion(name).into());
        }
    }

    /// Makes a slot of an element, or says why it can't be one; gives whether it is one.
    pub(super) fn offer_slot(
        &mut self,
        element: &Element,
        name: &str,
        markup: Result<Markup, MarkupError>,
        region: Option<RegionId>,
        now: Millis,
    ) -> bool {
        match markup {
            Ok(markup) => {
                let forced = markup.forced.clone();
                let added = self.place(element, markup, region, now);
                if let Some(variant) = forced.filter(|_| added) {
                    // Reported where it fails; the slot keeps its default.
                    let _ = self.show(name, &variant, now);
                }
                added
            }
            Err(problem) => {
                let problem = problem.to_string();
                self.fail(now, &AgentError::SlotHtml { slot: name.to_owned(), problem });
                false
            }
        }
    }

    /// Gives a slot its vacant region, or a new one; gives whether it has one.
    fn place(&mut self, element: &Element, markup: Markup, region: Option<RegionId>, now: Millis) -> bool {
        let Markup { spec, contents, scope, .. } = markup;
        let names: Vec<String> = spec.variants.iter().map(|variant| variant.name.clone()).collect();
        let variants = names.into_iter().zip(contents).collect();
        let index = self.engine.slots().position(|slot| slot.name == spec.name);
        let (Some(region), Some(index)) = (region, index) else {
            let added = self.add(Event::Slot(spec.clone()), element, now);
            if added {
                self.registry.specs.push(spec);
                let slot = SlotId(self.stage.count() as u16);
                let variant = self.stage.add(element.clone(), scope, variants);
                if variant != VariantId::DEFAULT {
                    self.step(Event::Shown { slot, variant }, now);
                }
            }
            return added;
        };
        let slot = SlotId(index as u16);
        self.leave(region, now);
        // An app that renders the same again has the same slot; with other variants it is another.
        if self.registry.specs.get(index) != Some(&spec) && !self.revise(slot, spec, now) {
            return false;
        }
        self.sense.replace(region, element);
        self.stage.replace(slot, element.clone(), scope, variants);
        true
    }

    /// Tells the engine what a slot is from now on; `false` if it refuses.
    fn revise(&mut self, slot: SlotId, spec: SlotSpec, now: Millis) -> bool {
        let from = self.effects.len();
        self.step(Event::Slot(spec.clone()), now);
        let refused = self.effects[from..].iter().any(|effect| matches!(effect, Effect::Refused(_)));
        if !refused {
            self.registry.specs[usize::from(slot.0)] = spec;
            self.stage.begin_anew(slot);
        }
        !refused
    }

    /// Lets the engine make a region of it; `false` if it refuses.
    fn add(&mut self, event: Event, element: &Element, now: Millis) -> bool {
        let from = self.effects.len();
        self.step(event, now);
        let added = self.effects[from..].iter().any(|effect| matches!(effect, Effect::Observe(_)));
        if added {
            self.sense.watch(element.clone());
        }
        added
    }
}

/// What an element is called, as a slot or to be watched.
fn name(element: &Element) -> Option<String> {
    element.get_attribute("data-nearside-slot").or_else(|| element.get_attribute("data-nearside-watch"))
}

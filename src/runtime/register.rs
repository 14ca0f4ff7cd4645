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
    units::Millis,
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use super::{Look, Runtime};
use crate::{act::Markup, error::AgentError, sense::MARKED};

/// What is remembered of elements without a region.
#[derive(Debug, Default)]
pub(super) struct PassedOver {
    /// Element → what it held when it was refused.
    refused: WeakMap,
    /// Element → `false` when its name was first seen to be another's, `true` once that was reported.
    doubles: WeakMap,
}

impl Runtime {
    /// Offers the engine every marked element that has no region.
    pub(super) fn register(&mut self, now: Millis, look: Look) {
        let Ok(marked) = self.document.query_selector_all(MARKED) else { return };
        for index in 0..marked.length() {
            if let Some(element) = marked.item(index).and_then(|node| node.dyn_into::<Element>().ok())
                && self.sense.regions().of(&element).is_none()
            {
                self.offer(element, now, look);
            }
        }
    }

    fn offer(&mut self, element: Element, now: Millis, look: Look) {
        let slot = element.get_attribute("data-nearside-slot");
        let content = match slot {
            Some(_) => element.inner_html(),
            None => String::new(),
        };
        let content = JsValue::from(content);
        if self.passed_over.refused.get(&element) == content {
            return;
        }
        let name = slot.clone().or_else(|| element.get_attribute("data-nearside-watch")).unwrap_or_default();
        let region = self.engine.region_names().iter().position(|other| *other == name);
        let region = region.map(|region| RegionId(region as u16));
        if let Some(region) = region
            && !self.sense.regions().is_vacant(region)
        {
            return self.doubt(&element, name, now, look);
        }
        let added = match (slot, region) {
            (Some(_), _) => self.offer_slot(&element, &name, region, now),
            (None, Some(region)) => {
                self.sense.replace(region, &element);
                true
            }
            (None, None) => self.add(Event::Watch { name }, &element, now),
        };
        if !added {
            self.passed_over.refused.set(&element, &content);
        }
    }

    /// Reports an element whose name is another's, if it still is at the next look: while one view of an app turns into
    /// another, both are there.
    fn doubt(&mut self, element: &Element, name: String, now: Millis, look: Look) {
        if look != Look::Everything {
            return;
        }
        let doubles = &self.passed_over.doubles;
        let reported = doubles.get(element).as_bool();
        doubles.set(element, &reported.is_some().into());
        if reported == Some(false) {
            self.fail(now, &EngineError::DuplicateRegion(name).into());
        }
    }

    fn offer_slot(&mut self, element: &Element, name: &str, region: Option<RegionId>, now: Millis) -> bool {
        let read = Markup::read(element, &self.document.url().unwrap_or_default())
            .map_err(|problem| problem.to_string());
        let placed = read.and_then(|markup| self.place(element, markup, region, now));
        match placed {
            Ok((added, forced)) => {
                if let Some(variant) = forced.filter(|_| added) {
                    // Reported where it fails; the slot keeps its default.
                    let _ = self.show(name, &variant, now);
                }
                added
            }
            Err(problem) => {
                self.fail(now, &AgentError::SlotHtml { slot: name.to_owned(), problem });
                false
            }
        }
    }

    /// Gives a slot its vacant region, or a new one; gives whether it has one, and the variant that its HTML forces.
    fn place(
        &mut self,
        element: &Element,
        markup: Markup,
        region: Option<RegionId>,
        now: Millis,
    ) -> Result<(bool, Option<String>), String> {
        let Markup { spec, templates, forced } = markup;
        let names: Vec<String> = spec.variants.iter().map(|variant| variant.name.clone()).collect();
        let Some(region) = region else {
            let added = self.add(Event::Slot(spec), element, now);
            if added {
                self.stage.add(element.clone(), names.into_iter().zip(templates).collect());
            }
            return Ok((added, forced));
        };
        let slot = self.slot_id(&spec.name).map_err(|error| error.to_string())?;
        let former = self.engine.slots().nth(usize::from(slot.0));
        // The default comes first, and has no template.
        if !former.is_some_and(|former| former.variants.iter().skip(1).map(|v| &v.name).eq(&names)) {
            return Err("it was on this page with other variants: keep their names and order".into());
        }
        self.leave(region, now);
        self.sense.replace(region, element);
        self.stage.replace(slot, element.clone(), names.into_iter().zip(templates).collect());
        Ok((true, forced))
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

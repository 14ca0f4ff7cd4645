//! The stage: what each slot shows, and what it is still to show.
//!
//! `want` a variant → shown at the next `settle` at which nobody is at work in the slot. A forced variant stays
//! until it is released, whatever is decided.

use nearside_core::slot::{SlotId, VariantId};
use web_sys::{Document, Element, HtmlTemplateElement, Window};

use super::{busy::is_busy, swap};
use crate::host::Host;

struct Placed {
    element: Element,
    /// (name, template) of each variant but the default.
    variants: Vec<(String, HtmlTemplateElement)>,
    shown: VariantId,
    wanted: VariantId,
    forced: bool,
}

/// The page's slots.
pub struct Stage {
    document: Document,
    host: Host,
    can_hover: bool,
    slots: Vec<Placed>,
}

impl Stage {
    /// An empty stage.
    pub fn new(window: &Window, document: Document, host: Host) -> Stage {
        let can_hover =
            window.match_media("(hover: hover)").ok().flatten().is_some_and(|query| query.matches());
        Stage { document, host, can_hover, slots: Vec::new() }
    }

    /// Adds the slot that the engine gave the next id.
    pub fn add(&mut self, element: Element, variants: Vec<(String, HtmlTemplateElement)>) {
        let shown = VariantId::DEFAULT;
        self.slots.push(Placed { element, variants, shown, wanted: shown, forced: false });
    }

    /// Lets an element that the page rendered anew stand in for a slot's former one.
    pub fn replace(&mut self, slot: SlotId, element: Element, variants: Vec<(String, HtmlTemplateElement)>) {
        if let Some(placed) = self.slots.get_mut(usize::from(slot.0)) {
            self.host.kept().delete(&placed.element);
            (placed.element, placed.variants, placed.shown) = (element, variants, VariantId::DEFAULT);
        }
    }

    /// Names of a slot's variants but the default.
    pub fn variant_names(&self, slot: SlotId) -> impl Iterator<Item = &String> {
        let placed = self.slots.get(usize::from(slot.0));
        placed.into_iter().flat_map(|placed| placed.variants.iter().map(|(name, _)| name))
    }

    /// Wants a variant shown as soon as nobody is disturbed.
    pub fn want(&mut self, slot: SlotId, variant: VariantId) {
        if let Some(placed) = self.slots.get_mut(usize::from(slot.0)).filter(|placed| !placed.forced) {
            placed.wanted = variant;
        }
    }

    /// Shows what is wanted where nobody is at work; gives the slots that could not be swapped.
    pub fn settle(&mut self) -> Vec<SlotId> {
        let mut failed = Vec::new();
        for (index, placed) in self.slots.iter_mut().enumerate() {
            if placed.wanted == placed.shown
                || !placed.element.is_connected()
                || is_busy(&self.document, &placed.element, self.can_hover)
            {
                continue;
            }
            if !placed.apply(&self.host) {
                failed.push(SlotId(index as u16));
            }
        }
        failed
    }

    /// Whether something is wanted that is not shown yet.
    pub fn is_waiting(&self) -> bool {
        self.slots.iter().any(|placed| placed.wanted != placed.shown)
    }

    /// Shows a variant now and keeps it; `false` if it could not be shown.
    pub fn force(&mut self, slot: SlotId, variant: VariantId) -> bool {
        let Some(placed) = self.slots.get_mut(usize::from(slot.0)) else { return false };
        (placed.wanted, placed.forced) = (variant, true);
        placed.apply(&self.host)
    }

    /// What a slot shows.
    pub fn shown(&self, slot: SlotId) -> VariantId {
        self.slots.get(usize::from(slot.0)).map_or(VariantId::DEFAULT, |placed| placed.shown)
    }

    /// Whether a slot's variant was forced.
    pub fn is_forced(&self, slot: SlotId) -> bool {
        self.slots.get(usize::from(slot.0)).is_some_and(|placed| placed.forced)
    }

    /// Gives every slot its default back.
    pub fn clear(&mut self) {
        let kept = self.host.kept();
        for placed in &mut self.slots {
            swap::revert(&kept, &placed.element);
            placed.shown = VariantId::DEFAULT;
        }
    }
}

impl Placed {
    fn apply(&mut self, host: &Host) -> bool {
        let kept = host.kept();
        let chosen = usize::from(self.wanted.0).checked_sub(1).and_then(|index| self.variants.get(index));
        let done = match chosen {
            Some((name, template)) => swap::show(&kept, &self.element, template, name).is_ok(),
            None => {
                swap::revert(&kept, &self.element);
                true
            }
        };
        if !done {
            self.wanted = VariantId::DEFAULT;
        }
        self.shown = self.wanted;
        done
    }
}

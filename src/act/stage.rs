//! The stage: what each slot shows, and what it is still to show.
//!
//! `want` a variant → shown at the next `settle` at which nobody is at work in the slot. A forced variant stays
//! until it is released, whatever is decided. An element that left the page gets its default back and is let go of.

use nearside_core::slot::{SlotId, VariantId};
use web_sys::{Document, Element, HtmlTemplateElement, Node, Window};

use super::{busy::is_busy, swap};
use crate::{error::words, host::Host};

struct Placed {
    /// None while it is not on the page.
    element: Option<Element>,
    /// (name, template) of each variant but the default.
    variants: Vec<(String, HtmlTemplateElement)>,
    shown: VariantId,
    wanted: VariantId,
    forced: bool,
}

/// What came of a slot that was to change: what it shows now, or what was thrown.
pub type Settled = (SlotId, Result<VariantId, String>);

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
        self.slots.push(Placed { element: Some(element), variants, shown, wanted: shown, forced: false });
    }

    /// Lets an element that came to the page stand in for the one that a slot let go of.
    pub fn replace(&mut self, slot: SlotId, element: Element, variants: Vec<(String, HtmlTemplateElement)>) {
        if let Some(placed) = self.slots.get_mut(usize::from(slot.0)) {
            (placed.element, placed.variants) = (Some(element), variants);
        }
    }

    /// Gives a slot's element, which left the page, its default back and lets go of it.
    pub fn leave(&mut self, slot: SlotId) {
        let Some(placed) = self.slots.get_mut(usize::from(slot.0)) else { return };
        if let Some(element) = placed.element.take() {
            swap::revert(&self.host.kept(), &element);
        }
        placed.variants.clear();
        placed.shown = VariantId::DEFAULT;
    }

    /// Wants a variant shown as soon as nobody is disturbed.
    pub fn want(&mut self, slot: SlotId, variant: VariantId) {
        if let Some(placed) = self.slots.get_mut(usize::from(slot.0)).filter(|placed| !placed.forced) {
            placed.wanted = variant;
        }
    }

    /// Shows what is wanted where nobody is at work, or where it `is_urgent`; `held` is what a hand holds down. Gives
    /// what came of it.
    pub fn settle(&mut self, held: Option<&Node>, is_urgent: impl Fn(SlotId) -> bool) -> Vec<Settled> {
        let mut settled = Vec::new();
        for (index, placed) in self.slots.iter_mut().enumerate() {
            let Some(element) = placed.element.as_ref().filter(|_| placed.wanted != placed.shown) else {
                continue;
            };
            let slot = SlotId(index as u16);
            if element.is_connected()
                && (is_urgent(slot) || !is_busy(&self.document, element, self.can_hover, held))
            {
                let done = placed.apply(&self.host, placed.wanted);
                if done.is_err() {
                    placed.wanted = VariantId::DEFAULT;
                }
                settled.push((slot, done.map(|()| placed.shown)));
            }
        }
        settled
    }

    /// Shows a variant now and keeps it.
    ///
    /// # Errors
    /// What was thrown; the slot then goes on as before.
    pub fn force(&mut self, slot: SlotId, variant: VariantId) -> Result<(), String> {
        let Some(placed) = self.slots.get_mut(usize::from(slot.0)) else { return Ok(()) };
        placed.apply(&self.host, variant)?;
        (placed.wanted, placed.forced) = (variant, true);
        Ok(())
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
        for slot in 0..self.slots.len() {
            self.leave(SlotId(slot as u16));
        }
    }
}

impl Placed {
    fn apply(&mut self, host: &Host, variant: VariantId) -> Result<(), String> {
        let Some(element) = &self.element else { return Ok(()) };
        let kept = host.kept();
        self.shown = VariantId::DEFAULT;
        let chosen = usize::from(variant.0).checked_sub(1).and_then(|index| self.variants.get(index));
        match chosen {
            Some((name, template)) => {
                swap::show(&kept, element, template, name).map_err(|thrown| words(&thrown))?;
            }
            None => swap::revert(&kept, element),
        }
        self.shown = variant;
        Ok(())
    }
}

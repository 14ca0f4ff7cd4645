//! The stage: what each slot shows, and what it is still to show.
//!
//! `want` a variant → shown at the next `settle` at which nobody is at work in the slot. A forced variant stays
//! until it is released, whatever is decided. An element that left the page gets its default back and is let go of.

use nearside_core::slot::{SlotId, VariantId};
use web_sys::{Document, Element, Node, Window};

use super::{
    busy::is_busy,
    content::Content,
    edit::{EditFailure, Edits},
    page::{PageAttributes, page_attributes},
};
use crate::host::Host;

struct Placed {
    /// What was done to its element; none while it is not on the page.
    edits: Option<Edits>,
    /// (name, content) of each variant but the default.
    variants: Vec<(String, Content)>,
    shown: VariantId,
    wanted: VariantId,
    forced: Option<VariantId>,
}

/// What came of a slot that was to change: what it shows now, or why it does not.
pub type Settled = (SlotId, Result<VariantId, EditFailure>);

/// The page's slots.
pub struct Stage {
    document: Document,
    host: Host,
    page: PageAttributes,
    can_hover: bool,
    slots: Vec<Placed>,
}

impl Stage {
    /// An empty stage.
    pub fn new(window: &Window, document: Document, host: Host) -> Stage {
        let can_hover =
            window.match_media("(hover: hover)").ok().flatten().is_some_and(|query| query.matches());
        Stage { page: page_attributes(document.clone()), document, host, can_hover, slots: Vec::new() }
    }

    /// Adds the slot that the engine gave the next id.
    pub fn add(&mut self, element: Element, variants: Vec<(String, Content)>) {
        let shown = VariantId::DEFAULT;
        let edits = Some(self.edits(element));
        self.slots.push(Placed { edits, variants, shown, wanted: shown, forced: None });
    }

    /// Lets an element that came to the page stand in for the one that a slot let go of.
    pub fn replace(&mut self, slot: SlotId, element: Element, variants: Vec<(String, Content)>) {
        let edits = self.edits(element);
        if let Some(placed) = self.slots.get_mut(usize::from(slot.0)) {
            (placed.edits, placed.variants) = (Some(edits), variants);
        }
    }

    fn edits(&self, element: Element) -> Edits {
        Edits::new(element, self.page.clone(), &self.host.logs())
    }

    /// Gives a slot's element, which left the page, its default back and lets go of it.
    pub fn leave(&mut self, slot: SlotId) {
        let Some(placed) = self.slots.get_mut(usize::from(slot.0)) else { return };
        placed.edits = None;
        placed.variants.clear();
        placed.shown = VariantId::DEFAULT;
    }

    /// The slot is another from now on, of which nothing was decided yet.
    pub fn begin_anew(&mut self, slot: SlotId) {
        if let Some(placed) = self.slots.get_mut(usize::from(slot.0)) {
            (placed.wanted, placed.forced) = (VariantId::DEFAULT, None);
        }
    }

    /// Wants a variant shown as soon as nobody is disturbed, and nothing else is forced.
    pub fn want(&mut self, slot: SlotId, variant: VariantId) {
        if let Some(placed) = self.slots.get_mut(usize::from(slot.0)) {
            placed.wanted = variant;
        }
    }

    /// Shows what is wanted where nobody is at work, or where it `is_urgent`; `held` is what a hand holds down. Gives
    /// what came of it.
    pub fn settle(&mut self, held: Option<&Node>, is_urgent: impl Fn(SlotId) -> bool) -> Vec<Settled> {
        let mut settled = Vec::new();
        for (index, placed) in self.slots.iter_mut().enumerate() {
            let due = placed.forced.unwrap_or(placed.wanted);
            let Some(edits) = placed.edits.as_ref().filter(|_| due != placed.shown) else { continue };
            let (slot, element) = (SlotId(index as u16), edits.slot());
            if element.is_connected()
                && (is_urgent(slot) || !is_busy(&self.document, element, self.can_hover, held))
            {
                let done = placed.apply(due);
                if done.is_err() {
                    (placed.wanted, placed.forced) = (VariantId::DEFAULT, None);
                }
                settled.push((slot, done.map(|()| placed.shown)));
            }
        }
        settled
    }

    /// Shows a variant now and keeps it.
    ///
    /// # Errors
    /// [`EditFailure`]; the slot then goes on as before.
    pub fn force(&mut self, slot: SlotId, variant: VariantId) -> Result<(), EditFailure> {
        let Some(placed) = self.slots.get_mut(usize::from(slot.0)) else { return Ok(()) };
        placed.apply(variant)?;
        placed.forced = Some(variant);
        Ok(())
    }

    /// Lets a forced slot show what is decided for it again.
    pub fn release(&mut self, slot: SlotId) {
        if let Some(placed) = self.slots.get_mut(usize::from(slot.0)) {
            placed.forced = None;
        }
    }

    /// What a slot shows.
    pub fn shown(&self, slot: SlotId) -> VariantId {
        self.slots.get(usize::from(slot.0)).map_or(VariantId::DEFAULT, |placed| placed.shown)
    }

    /// Whether a slot's variant was forced.
    pub fn is_forced(&self, slot: SlotId) -> bool {
        self.slots.get(usize::from(slot.0)).is_some_and(|placed| placed.forced.is_some())
    }

    /// What the sanitizer left out of the HTML that slots show; each told once.
    pub fn take_dropped(&mut self) -> Vec<(SlotId, Vec<String>)> {
        let dropped = |(index, placed): (usize, &mut Placed)| {
            (SlotId(index as u16), placed.edits.as_mut().map(Edits::take_dropped).unwrap_or_default())
        };
        self.slots.iter_mut().enumerate().map(dropped).filter(|(_, dropped)| !dropped.is_empty()).collect()
    }

    /// A slot whose element holds `element` or lies in it.
    pub fn nested(&self, element: &Element) -> Option<SlotId> {
        let overlaps = |edits: &Edits| {
            let slot = edits.slot();
            slot.is_connected() && (slot.contains(Some(element)) || element.contains(Some(slot)))
        };
        let index = self.slots.iter().position(|placed| placed.edits.as_ref().is_some_and(overlaps))?;
        Some(SlotId(index as u16))
    }

    /// Gives every slot its default back.
    pub fn clear(&mut self) {
        for slot in 0..self.slots.len() {
            self.leave(SlotId(slot as u16));
        }
    }
}

impl Placed {
    fn apply(&mut self, variant: VariantId) -> Result<(), EditFailure> {
        let Some(edits) = &mut self.edits else { return Ok(()) };
        edits.clear();
        self.shown = VariantId::DEFAULT;
        let chosen = usize::from(variant.0).checked_sub(1).and_then(|index| self.variants.get(index));
        if let Some((name, content)) = chosen {
            content.show(edits, name)?;
        }
        self.shown = variant;
        Ok(())
    }
}

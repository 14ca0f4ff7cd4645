//! The stage: what each slot shows, and what it is still to show.
//!
//! `want` a variant → shown at the next `settle` at which nobody is at work in the slot and nothing that is seen would move.
//! A forced variant stays until it is released, whatever is decided. An element that left the page gets its default back
//! and is let go of.

mod contest;
mod placed;

pub use contest::Fate;

use nearside_core::{
    slot::{SlotId, VariantId},
    units::Millis,
};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use web_sys::{Document, DomRect, Element, Node, Window};

use super::{
    busy::is_busy,
    content::Content,
    edit::{EditFailure, Edits},
    guard::{Pane, Surroundings},
    page::{PageAttributes, page_attributes},
    shifts::{Shifts, Standing},
};
use crate::{host::Host, sense::holds};
use placed::Placed;

#[wasm_bindgen(module = "/js/browser.js")]
extern "C" {
    /// Ends the hiding that the page asked for.
    #[wasm_bindgen(catch)]
    fn reveal(slot: &Element) -> Result<(), JsValue>;
}

/// What asks for it.
const HIDE: &str = "data-nearside-hide";

/// Why a slot changes now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Occasion {
    /// The visitor may see none of it any longer: it waits for nothing.
    Urgent,
    /// It answers what the visitor has just done, who expects something to move.
    Answer,
    /// None: nobody must notice.
    None,
}

/// Most slots that change in one frame, and most that are tried out: each trial lays the page out.
const MOST_SWAPS: usize = 16;
const MOST_TRIALS: usize = 2;

/// What came of a slot that was to change: what it shows now, or why it does not.
pub type Settled = (SlotId, Result<VariantId, EditFailure>);

/// The page's slots.
pub struct Stage {
    window: Window,
    document: Document,
    host: Host,
    page: PageAttributes,
    can_hover: bool,
    shifts: Shifts,
    slots: Vec<Placed>,
    /// New slots that the page hides until they are decided.
    hidden: Vec<Element>,
    /// Some that may change were left for the next frame.
    is_behind: bool,
    /// On this page what changes further down moves what is seen.
    is_wary: bool,
}

impl Stage {
    /// An empty stage; `wake` asks for a frame.
    pub fn new(window: &Window, document: Document, host: Host, wake: impl Fn() + 'static) -> Stage {
        let can_hover =
            window.match_media("(hover: hover)").ok().flatten().is_some_and(|query| query.matches());
        Stage {
            window: window.clone(),
            page: page_attributes(document.clone()),
            document,
            host,
            can_hover,
            shifts: Shifts::watch(wake),
            slots: Vec::new(),
            hidden: Vec::new(),
            is_behind: false,
            is_wary: false,
        }
    }

    /// Adds the slot that the engine gave the next id; gives what it shows, which may be what the last visit did.
    pub fn add(&mut self, element: Element, scope: String, variants: Vec<(String, Content)>) -> VariantId {
        let mut placed = Placed { scope, ..Placed::default() };
        placed.take(self.edits(element), variants);
        placed.wanted = placed.shown;
        let shown = placed.shown;
        self.slots.push(placed);
        shown
    }

    /// Lets an element that came to the page stand in for the one that a slot let go of.
    pub fn replace(
        &mut self,
        slot: SlotId,
        element: Element,
        scope: String,
        variants: Vec<(String, Content)>,
    ) {
        let edits = self.edits(element);
        if let Some(placed) = self.slots.get_mut(usize::from(slot.0)) {
            placed.scope = scope;
            placed.take(edits, variants);
        }
    }

    fn edits(&mut self, element: Element) -> Edits {
        if element.has_attribute(HIDE) {
            self.hidden.push(element.clone());
        }
        Edits::new(element, self.page.clone(), &self.host.logs())
    }

    /// Gives a slot's element, which left the page, its default back and lets go of it.
    pub fn leave(&mut self, slot: SlotId) {
        let Some(placed) = self.slots.get_mut(usize::from(slot.0)) else { return };
        (placed.edits, placed.sheet) = (None, None);
        placed.variants.clear();
        placed.fell |= placed.shown != VariantId::DEFAULT;
        (placed.shown, placed.standing) = (VariantId::DEFAULT, None);
    }

    /// The slot is another from now on, of which nothing was decided yet.
    pub fn begin_anew(&mut self, slot: SlotId) {
        if let Some(placed) = self.slots.get_mut(usize::from(slot.0)) {
            (placed.wanted, placed.forced, placed.fell) = (VariantId::DEFAULT, None, false);
        }
    }

    /// Wants a variant shown as soon as nobody is disturbed, and nothing else is forced.
    pub fn want(&mut self, slot: SlotId, variant: VariantId) {
        if let Some(placed) = self.slots.get_mut(usize::from(slot.0)) {
            placed.wanted = variant;
        }
    }

    /// Shows what is wanted where nobody is at work and nothing that is seen moves, or as the `occasion` has it; `held` is
    /// what a hand holds down. Gives what came of it.
    pub fn settle(
        &mut self,
        now: Millis,
        held: Option<&Node>,
        occasion: impl Fn(SlotId) -> Occasion,
    ) -> Vec<Settled> {
        let due = self.due(held, occasion);
        let (pane, offset) = (Pane::of(&self.window), self.window.scroll_y().unwrap_or(0.0));
        let (mut settled, mut trials, mut further_down) = (Vec::new(), 0, Vec::new());
        self.is_behind = false;
        for (index, occasion, place) in due {
            let placed = &mut self.slots[index];
            let is_free = occasion != Occasion::None || pane.ends_before(&place) && !self.is_wary;
            if !is_free && placed.is_waiting(pane, &place) {
                continue;
            }
            let has_time =
                settled.len() + further_down.len() < MOST_SWAPS && (is_free || trials < MOST_TRIALS);
            if occasion != Occasion::Urgent && !has_time {
                self.is_behind = true;
                continue;
            }
            if is_free && occasion == Occasion::None {
                further_down.push(index);
                continue;
            }
            trials += usize::from(!is_free);
            let done = match is_free {
                true => placed.apply(placed.due()).map(|()| true),
                false => placed.try_out(&self.document, pane, &place),
            };
            if !matches!(done, Ok(false)) {
                let in_view = (!is_free).then_some((offset, now));
                settled.push((SlotId(index as u16), placed.settled(done, in_view)));
            }
        }
        settled.extend(self.settle_further_down(&further_down, pane));
        for slot in self.hidden.drain(..) {
            // A page whose animations can't be ended ends them itself.
            let _ = reveal(&slot);
        }
        settled
    }

    /// Shows what is due in slots below the window, all at once, and looks whether that moved what is seen.
    fn settle_further_down(&mut self, slots: &[usize], pane: Pane) -> Vec<Settled> {
        if slots.is_empty() {
            return Vec::new();
        }
        let seen = Surroundings::seen(&self.document, pane);
        let former: Vec<VariantId> = slots.iter().map(|&index| self.slots[index].shown).collect();
        let done: Vec<_> = slots
            .iter()
            .map(|&index| {
                let placed = &mut self.slots[index];
                placed.apply(placed.due())
            })
            .collect();
        if seen.moved() {
            // From now on each is tried out alone.
            (self.is_wary, self.is_behind) = (true, true);
            for (&index, former) in slots.iter().zip(former) {
                // It was shown a moment ago.
                let _ = self.slots[index].apply(former);
            }
            return Vec::new();
        }
        let settled = |(&index, done): (&usize, Result<(), EditFailure>)| {
            (SlotId(index as u16), self.slots[index].settled(done.map(|()| true), None))
        };
        slots.iter().zip(done).map(settled).collect()
    }

    /// Gives their defaults back to slots that moved what is seen after all; gives which.
    pub fn take_back_shifts(&mut self) -> Vec<SlotId> {
        let shifts = self.shifts.take();
        let is_unmeasured = |placed: &Placed| placed.standing == Some(Standing::Unknown);
        let mut blamed = Vec::new();
        // Asking where the page is scrolled to has it laid out: not in every frame.
        if shifts.is_empty() && !self.slots.iter().any(is_unmeasured) {
            return blamed;
        }
        let offset = self.window.scroll_y().unwrap_or(0.0);
        for (index, placed) in self.slots.iter_mut().enumerate() {
            let (Some(standing), Some(edits)) = (&mut placed.standing, &mut placed.edits) else { continue };
            standing.measure(edits.slot(), offset);
            if shifts.iter().any(|shift| standing.is_to_blame(shift, edits.slot(), offset)) {
                edits.clear();
                (placed.shown, placed.wanted, placed.standing) =
                    (VariantId::DEFAULT, VariantId::DEFAULT, None);
                blamed.push(SlotId(index as u16));
            }
        }
        blamed
    }

    /// Whether some that may change were left for the next frame.
    pub fn is_behind(&self) -> bool {
        self.is_behind
    }

    /// The slots that may change, and where they are. Read before anything is written.
    fn due(
        &self,
        held: Option<&Node>,
        occasion: impl Fn(SlotId) -> Occasion,
    ) -> Vec<(usize, Occasion, DomRect)> {
        let due = |(index, placed): (usize, &Placed)| {
            let edits = placed.edits.as_ref().filter(|_| placed.due() != placed.shown)?;
            let (occasion, element) = (occasion(SlotId(index as u16)), edits.slot());
            let may_change = element.is_connected()
                && (occasion == Occasion::Urgent || !is_busy(&self.document, element, self.can_hover, held));
            may_change.then(|| (index, occasion, element.get_bounding_client_rect()))
        };
        self.slots.iter().enumerate().filter_map(due).collect()
    }

    /// Shows a variant now and keeps it.
    ///
    /// # Errors
    /// [`EditFailure`]; the slot then goes on as before.
    pub fn force(&mut self, slot: SlotId, variant: VariantId) -> Result<(), EditFailure> {
        let Some(placed) = self.slots.get_mut(usize::from(slot.0)) else { return Ok(()) };
        placed.apply(variant)?;
        (placed.forced, placed.standing) = (Some(variant), None);
        Ok(())
    }

    /// Lets a forced slot show what is decided for it again.
    pub fn release(&mut self, slot: SlotId) {
        if let Some(placed) = self.slots.get_mut(usize::from(slot.0)) {
            placed.forced = None;
        }
    }

    /// How many slots there are.
    pub fn count(&self) -> usize {
        self.slots.len()
    }

    /// What a slot shows.
    pub fn shown(&self, slot: SlotId) -> VariantId {
        self.slots.get(usize::from(slot.0)).map_or(VariantId::DEFAULT, |placed| placed.shown)
    }

    /// Whether a slot has an element on the page.
    pub fn is_on_page(&self, slot: SlotId) -> bool {
        self.slots.get(usize::from(slot.0)).is_some_and(|placed| placed.edits.is_some())
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
            slot.is_connected() && (holds(slot, element) || holds(element, slot))
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

//! Contests: slots whose page takes away what is shown in them, as apps do that render anew.
//!
//! What is left of the variant is taken back, and it is put back as often as the slot's budget allows. After that it stands
//! as a style sheet's rules if it can, else the default does: nobody fights for ever.

use nearside_core::{
    slot::{SlotId, VariantId},
    units::Millis,
};
use web_sys::Element;

use super::{Placed, Stage};
use crate::act::{budget::Budget, edit::fallen, sheet::Sheet};

/// What becomes of a slot whose variant the page took away.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fate {
    /// The variant may be put back.
    Again,
    /// It stands as rules of a style sheet.
    Styled,
    /// The default stands from now on.
    Default,
}

impl Stage {
    /// Finds the slots whose variant the page took away since the last time, and takes back what is left of it.
    pub fn recover(&mut self, now: Millis) -> Vec<(SlotId, Fate)> {
        let logs = self.host.logs();
        for element in fallen(&logs) {
            let is_its = |edits: &super::Edits| edits.slot().is_same_node(Some(&element));
            let placed = self.slots.iter_mut().find(|placed| placed.edits.as_ref().is_some_and(is_its));
            placed.into_iter().for_each(Placed::fall);
        }
        let mut fates = Vec::new();
        for (index, placed) in self.slots.iter_mut().enumerate() {
            if placed.edits.is_none() || !std::mem::take(&mut placed.fell) {
                continue;
            }
            let fate = match placed.due() {
                VariantId::DEFAULT => continue,
                _ if placed.budget.spend(now) => Fate::Again,
                due => placed.concede(due, &logs),
            };
            fates.push((SlotId(index as u16), fate));
        }
        fates
    }

    /// The visitor went on to what is another page in all but the load: it may render everything anew.
    pub fn another_page(&mut self) {
        for placed in &mut self.slots {
            placed.budget = Budget::default();
        }
    }

    /// That a slot's element is gone is none of the page's doing.
    pub fn forgive(&mut self, slot: SlotId) {
        if let Some(placed) = self.slots.get_mut(usize::from(slot.0)) {
            placed.fell = false;
        }
    }

    /// A slot's element, while it is on the page.
    pub fn element(&self, slot: SlotId) -> Option<&Element> {
        Some(self.slots.get(usize::from(slot.0))?.edits.as_ref()?.slot())
    }
}

impl Placed {
    /// The page took away what is shown.
    fn fall(&mut self) {
        self.edits.iter_mut().for_each(super::Edits::clear);
        self.shown = VariantId::DEFAULT;
        self.fell = true;
    }

    fn concede(&mut self, due: VariantId, logs: &js_sys::Map) -> Fate {
        let content = usize::from(due.0).checked_sub(1).and_then(|index| self.variants.get(index));
        let slot = self.edits.as_ref().map(super::Edits::slot);
        let sheet =
            content.zip(slot).and_then(|((_, content), slot)| Sheet::of(content, &self.scope, slot, logs));
        let is_styled = sheet.is_some();
        self.sheet = sheet;
        if is_styled {
            self.shown = due;
            return Fate::Styled;
        }
        (self.wanted, self.forced) = (VariantId::DEFAULT, None);
        Fate::Default
    }
}

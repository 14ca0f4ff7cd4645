//! Recovering: what the page took away of what is shown → shown again, or given up, and the engine told.

use nearside_core::{
    event::Event,
    slot::{SlotId, VariantId},
    units::Millis,
};

use super::Runtime;
use crate::{act::Fate, error::AgentError};

/// Slots whose variant the page took away in this frame.
#[derive(Debug, Default)]
pub(super) struct Fallen {
    slots: Vec<SlotId>,
    /// It was noticed before the browser painted.
    is_unseen: bool,
}

impl Fallen {
    /// Whether the slot's variant is what was painted last: to put it back moves nothing.
    pub(super) fn is_painted(&self, slot: SlotId) -> bool {
        self.is_unseen && self.slots.contains(&slot)
    }
}

impl Runtime {
    /// Looks whether what stands on the page is what was put there; `is_news` is whether the page has just changed.
    pub(super) fn recover(&mut self, now: Millis, is_news: bool) {
        self.fallen.is_unseen = is_news;
        for (slot, fate) in self.stage.recover(now) {
            self.sense.remeasure();
            if fate == Fate::Again {
                self.fallen.slots.push(slot);
                continue;
            }
            self.fail(now, &AgentError::Contested(self.slot_name(slot)));
            let event = match fate {
                Fate::Styled => Event::Shown { slot, variant: self.stage.shown(slot) },
                _ => Event::Failed(slot),
            };
            self.step(event, now);
        }
    }

    /// Tells the engine of those that were not put back.
    pub(super) fn tell_fallen(&mut self, now: Millis) {
        let mut slots = std::mem::take(&mut self.fallen.slots);
        for slot in slots.drain(..) {
            if self.stage.shown(slot) == VariantId::DEFAULT {
                self.step(Event::Shown { slot, variant: VariantId::DEFAULT }, now);
            }
        }
        self.fallen.slots = slots;
    }

    /// What the page did before a call counts.
    pub fn begin(&self) {
        self.sense.mutations().notice();
    }

    /// What was done in a call is no news.
    pub fn end(&self) {
        self.sense.mutations().disregard();
    }
}

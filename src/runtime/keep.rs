//! Keeping: what lies on the device ↔ the engine's state. The host reads and writes; nothing here touches storage.
//!
//! stored text → `Event::Kept` → the engine's snapshot → text to store. What can't be read is told once and then written
//! over, unless a newer agent wrote it; without a grant for `store` nothing is taken and nothing given.

use nearside_core::{
    consent::{Answer, Purpose},
    event::{Effect, Event},
    slot::{Slot, SlotId},
    state::{Journal, Snapshot, StateError},
    units::Millis,
};

use super::Runtime;
use crate::{inspect, load};

/// Whether the device is to be cleared, or another tab has done so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Erasure {
    /// The host is told to.
    Due,
    /// It need not be told.
    Done,
}

impl Runtime {
    /// Takes what is on the device now; gives what to put there instead, if anything may be.
    pub fn merge(&mut self, stored: Option<&str>, now: Millis) -> Option<String> {
        if !self.may_keep() {
            return None;
        }
        let found = stored.map(Snapshot::parse).transpose();
        // A tab of a newer agent wrote that, or one that was rolled back: it will be read again.
        let is_newer = matches!(found, Err(StateError::Version { .. }));
        self.find(found, now);
        let snapshot = if is_newer { None } else { self.engine.snapshot() };
        snapshot.map(|snapshot| snapshot.to_json())
    }

    /// What each slot on this page shows that nobody forced: names and variants in turn.
    pub fn standing(&self) -> Vec<String> {
        let names = |(slot, id): (&Slot, u16)| {
            let id = SlotId(id);
            let free = self.stage.is_on_page(id) && !self.stage.is_forced(id);
            free.then(|| [slot.name.clone(), inspect::variant_name(slot, self.stage.shown(id))])
        };
        self.engine.slots().zip(0..).filter_map(names).flatten().collect()
    }

    /// What [`Runtime::merge`] gave is on the device.
    pub fn written(&mut self, now: Millis) {
        self.step(Event::Written, now);
    }

    /// Takes what is on the device now.
    pub fn recall(&mut self, stored: Option<&str>, now: Millis) {
        if self.may_keep() {
            self.find(stored.map(Snapshot::parse).transpose(), now);
        }
    }

    /// Takes what is on the device now that the page is back, whose journal somebody `took`: where what is kept knows
    /// nothing of this page, the visitor was forgotten meanwhile. What can't be read says nothing of that.
    pub fn come_back(&mut self, stored: Option<&str>, took: bool, now: Millis) {
        if !self.may_keep() {
            return;
        }
        let found = stored.map(Snapshot::parse).transpose();
        let page = self.engine.journal().map(|journal| journal.page);
        let is_in = |kept: &Snapshot| kept.seen.iter().any(|seen| Some(seen.page) == page);
        let knows = found.as_ref().map_or(true, |kept| kept.as_ref().is_some_and(is_in));
        if took && !knows {
            self.forget(Erasure::Done, now);
        } else {
            self.find(found, now);
        }
    }

    fn find(&mut self, found: Result<Option<Snapshot>, StateError>, now: Millis) {
        match found {
            Ok(kept) => self.step(Event::Kept(kept), now),
            Err(error) => self.fail(now, &error.into()),
        }
        self.carry_out(now);
    }

    /// Takes what a page left behind.
    pub fn absorb(&mut self, journal: &str, now: Millis) {
        if !self.may_keep() {
            return;
        }
        match Journal::parse(journal) {
            Ok(journal) => self.step(Event::Left(journal), now),
            Err(error) => self.fail(now, &error.into()),
        }
        self.carry_out(now);
    }

    /// What would be lost with this page.
    pub fn journal(&self) -> Option<String> {
        self.engine.journal().filter(|_| self.may_keep()).map(|journal| journal.to_json())
    }

    /// All that was learned, in names, and all that is kept, as it lies there: JSON, for the visitor.
    pub fn export(&self) -> String {
        serde_json::json!({
            "consent": inspect::consent(&self.engine),
            "learned": self.engine.learned(),
            "kept": self.engine.snapshot(),
        })
        .to_string()
    }

    /// Forgets the visitor; a new one begins, of whom nothing is kept before the next page.
    pub fn forget(&mut self, erasure: Erasure, now: Millis) {
        let Some(window) = self.document.default_view() else { return };
        self.is_forgotten = true;
        self.step(Event::Forget { seed: load::seed(&window) }, now);
        if erasure == Erasure::Done {
            self.effects.retain(|effect| *effect != Effect::Erase);
        }
        self.journal.tell(now, "consent", "the visitor is forgotten".to_owned());
        self.follow(now);
    }

    /// Stands back, on every page of this site, or goes on.
    pub fn pause(&mut self, pause: bool, now: Millis) {
        // Whoever was forgotten and now says this wants it to be remembered.
        self.is_forgotten = false;
        self.step(Event::Pause(pause), now);
        let text = if pause { "the visitor paused it" } else { "the visitor lets it go on" };
        self.journal.tell(now, "consent", text.to_owned());
        self.follow(now);
    }

    /// Has the engine decide at once by what it was told, and carries that out.
    pub(super) fn follow(&mut self, now: Millis) {
        self.step(Event::Tick, now);
        self.carry_out(now);
        self.settle(now);
    }

    pub(super) fn may_keep(&self) -> bool {
        self.engine.consent().answer(Purpose::Store) == Answer::Granted && !self.is_forgotten
    }
}

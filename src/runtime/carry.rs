//! Carrying out: the engine's effects → the page and its host; and what came of it → the engine.

use nearside_core::{
    decimal,
    event::{Effect, Event},
    signal::RegionId,
    slot::SlotId,
    units::Millis,
};

use super::{Message, Runtime};
use crate::{act::Occasion, dto::ExposureReport, error::AgentError, inspect};

/// How soon after a click, tap or key what moves is taken for its answer, ms; half a second is where browsers stop, too
/// (`hadRecentInput` of layout shifts).
const ANSWER_WITHIN: Millis = Millis(500.0);

impl Runtime {
    /// Carries out what the engine asked for; what it wants shown waits for [`Runtime::settle`].
    pub(super) fn carry_out(&mut self, now: Millis) {
        let mut effects = std::mem::take(&mut self.effects);
        for effect in effects.drain(..) {
            self.carry_out_one(effect, now);
        }
        self.effects = effects;
    }

    /// Stops where a swap moved what is seen, against all prediction.
    pub(super) fn stop_shifts(&mut self, now: Millis) {
        for slot in self.stage.take_back_shifts() {
            self.fail(now, &AgentError::Shifted(self.slot_name(slot)));
            self.step(Event::Failed(slot), now);
            self.sense.remeasure();
        }
    }

    /// Swaps what can be swapped without disturbing anyone, and tells the engine what the page shows.
    pub(super) fn settle(&mut self, now: Millis) {
        let (engine, held) = (&self.engine, self.sense.held(now));
        let acted = self.sense.acted().filter(|at| now.since(*at) <= ANSWER_WITHIN);
        let occasion = |slot| match engine.decision(slot) {
            // A visitor who withdrew consent waits for nothing.
            Some(decision) if decision.reason.bars() => Occasion::Urgent,
            Some(decision) if acted.is_some_and(|at| decision.at >= at) => Occasion::Answer,
            _ if self.fallen.is_painted(slot) => Occasion::Answer,
            _ => Occasion::None,
        };
        for (slot, done) in self.stage.settle(now, held.as_ref(), occasion) {
            match done {
                Ok(variant) => {
                    self.stage.element(slot).iter().for_each(|slot| self.sense.mutations().attend(slot));
                    self.step(Event::Shown { slot, variant }, now);
                }
                Err(failure) => {
                    let (name, why) = (self.slot_name(slot), failure.to_string());
                    self.fail(now, &AgentError::Swap { slot: name, why });
                    self.step(Event::Failed(slot), now);
                }
            }
            self.sense.remeasure();
        }
        self.tell_dropped(now);
        if self.stage.is_behind() {
            self.sense.wake();
        }
    }

    /// Reports what the sanitizer left out of what was shown.
    pub(super) fn tell_dropped(&mut self, now: Millis) {
        for (slot, dropped) in self.stage.take_dropped() {
            self.fail(now, &AgentError::Dropped { slot: self.slot_name(slot), dropped: dropped.join(", ") });
        }
    }

    pub(super) fn slot_name(&self, slot: SlotId) -> String {
        self.engine.slots().nth(usize::from(slot.0)).map(|slot| slot.name.clone()).unwrap_or_default()
    }

    /// Lets go of a slot's element that left the page.
    pub(super) fn leave(&mut self, region: RegionId, now: Millis) {
        let Some(index) = self.engine.slots().position(|slot| slot.region == region) else { return };
        let slot = SlotId(index as u16);
        self.stage.leave(slot);
        self.step(Event::Shown { slot, variant: self.stage.shown(slot) }, now);
    }

    fn carry_out_one(&mut self, effect: Effect, now: Millis) {
        match effect {
            Effect::Show { slot, variant } => self.stage.want(slot, variant),
            Effect::Decided(decision) => {
                let Some(slot) = self.engine.slots().nth(usize::from(decision.slot.0)) else { return };
                let report = inspect::decision(slot, &decision);
                let text = format!("{} → {} ({})", report.slot, report.variant, report.reason);
                self.journal.tell(now, "decision", text);
                self.messages.push(Message::new("decision", &report));
            }
            Effect::Exposed { slot, variant } => {
                let Some(exposed) = self.engine.slots().nth(usize::from(slot.0)) else { return };
                // What is seen is what the stage shows, which the page may have forced.
                if self.stage.shown(slot) == variant {
                    let report = ExposureReport {
                        slot: exposed.name.clone(),
                        variant: inspect::variant_name(exposed, variant),
                    };
                    self.journal.tell(
                        now,
                        "exposure",
                        format!("{}: {} was seen", report.slot, report.variant),
                    );
                    self.messages.push(Message::new("exposure", &report));
                }
            }
            Effect::Learned { slot, variant, reward } => {
                let Some(of) = self.engine.slots().nth(usize::from(slot.0)) else { return };
                let variant = inspect::variant_name(of, variant);
                let text = format!("{}: {variant} brought {}", of.name, decimal::text(reward.get()));
                self.journal.tell(now, "learned", text);
            }
            Effect::Keep if self.may_keep() => self.messages.push(Message::Keep(None)),
            Effect::Leave(journal) if self.may_keep() => {
                self.messages.push(Message::Keep(Some(journal.to_json())));
            }
            Effect::Keep | Effect::Leave(_) => {}
            Effect::Erase => self.messages.push(Message::Erase),
            Effect::Refused(error) => self.fail(now, &error.into()),
            // Answered where the region was made.
            Effect::Observe(_) => {}
        }
    }
}

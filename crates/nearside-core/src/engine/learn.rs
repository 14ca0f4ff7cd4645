//! The engine's learning: exposures → credits → rewards → lessons, under a grant for `learn`.
//!
//! Every exposure of what was decided is counted; what was drawn by the beliefs is learned from as well, once, with the
//! context and the propensity of the draw. A lesson goes to the memory, and from there to the slot's beliefs.

use rand_core::Rng;

use super::{Engine, slots::SlotState};
use crate::{
    beliefs::{Beliefs, Draw},
    consent::Learn,
    decision::Reason,
    error::EngineError,
    event::Effect,
    features::schema::{Page, Region},
    reward::{Credit, Reward, Standing},
    signal::{Navigation, RegionId, Signal},
    slot::VariantId,
    state::{Lesson, Note, OpenCredit},
    units::{Millis, Ratio},
};

impl Engine {
    /// Gives a slot with a reward its beliefs, as far as this browser has learned them.
    pub(super) fn believe(&mut self, index: usize) -> Result<(), EngineError> {
        let state = &mut self.slots[index];
        if state.slot.reward.is_none() {
            return Ok(());
        }
        let (name, names) = (&state.slot.name, state.variant_names());
        let refused = |source| EngineError::Learning { slot: name.clone(), source };
        let mut beliefs = Beliefs::new(&self.config, name, &names).map_err(refused)?;
        if let Some(kept) = self.memory.beliefs(name) {
            beliefs.restore(kept, &names);
        }
        state.beliefs = Some(beliefs);
        Ok(())
    }

    /// Gives every slot the beliefs that stand in the memory now.
    pub(super) fn recall(&mut self) {
        for index in 0..self.slots.len() {
            // They were made of the same settings before.
            let _ = self.believe(index);
        }
    }

    /// Forgets all that was learned.
    pub(super) fn unlearn(&mut self) {
        self.memory.unlearn();
        self.forget_tuning();
        for state in &mut self.slots {
            (state.credit, state.draw) = (None, None);
        }
        self.recall();
    }

    /// Opens the credit of a slot whose decided variant has just been seen.
    pub(super) fn credit(&mut self, index: usize) {
        let standing = self.standing(index, self.rage());
        let (state, now) = (&mut self.slots[index], self.now);
        // What stands there by default was seen before anything was decided.
        let is_decided = state.shown == state.decision.variant && state.decision.reason != Reason::Default;
        if is_decided && state.slot.reward.is_some() {
            state.credit = Some(Credit::open(now, standing));
        }
    }

    /// Settles the credits that time or the visitor's reading has settled, on this page and on earlier ones.
    pub(super) fn settle(&mut self, effects: &mut Vec<Effect>) {
        if self.slots.iter().any(|state| state.credit.is_some()) {
            let rage = self.rage();
            for index in 0..self.slots.len() {
                let state = &self.slots[index];
                if let (Some(credit), Some(reward)) = (&state.credit, &state.slot.reward)
                    && let Some(came) = credit.settle(reward, self.now, self.standing(index, rage))
                {
                    self.conclude(index, came, effects);
                }
            }
        }
        let now = self.wall + self.now.0;
        while let Some(due) = self.memory.open().iter().find(|credit| credit.until < now) {
            let due = due.clone();
            self.close(due, None, effects);
        }
    }

    /// Takes what a signal says of credits: a click, going away, coming straight back.
    pub(super) fn reward_by(&mut self, signal: &Signal, rng: &mut impl Rng, effects: &mut Vec<Effect>) {
        match *signal {
            Signal::Click { region: Some(region), interactive: true, .. } => self.clicked(region),
            Signal::Navigate(Navigation::Push) => {
                self.slots
                    .iter_mut()
                    .filter_map(|state| state.credit.as_mut())
                    .for_each(|c| c.leave(self.now));
            }
            Signal::Restored | Signal::Navigate(Navigation::Traverse) => {
                let now = self.now;
                self.reward(|state| state.credit.is_some_and(|c| c.is_quick_back(now)), 0.0, effects);
            }
            Signal::Left => self.leave(rng, effects),
            _ => {}
        }
    }

    /// The page says that the visitor reached a goal; a value that is none of 0 to 1 is the nearest.
    pub(super) fn reached(&mut self, name: &str, value: f64, effects: &mut Vec<Effect>) {
        if value.is_nan() {
            return;
        }
        let value = value.clamp(0.0, 1.0);
        let is_meant =
            |state: &SlotState| matches!(&state.slot.reward, Some(Reward::Goal(goal)) if goal == name);
        self.reward(is_meant, value, effects);
        while let Some(waiting) = self.memory.open().iter().find(|credit| credit.goal == name) {
            let waiting = waiting.clone();
            self.close(waiting, Some(value), effects);
        }
    }

    /// Settles the credits of the slots that `is_meant` with `came`.
    fn reward(&mut self, is_meant: impl Fn(&SlotState) -> bool, came: f64, effects: &mut Vec<Effect>) {
        for index in 0..self.slots.len() {
            if self.slots[index].credit.is_some() && is_meant(&self.slots[index]) {
                self.conclude(index, came, effects);
            }
        }
    }

    fn clicked(&mut self, region: RegionId) {
        let now = self.now;
        let is_meant =
            |state: &&mut SlotState| state.slot.region == region && state.slot.reward == Some(Reward::Click);
        let meant = self.slots.iter_mut().filter(is_meant);
        meant.filter_map(|state| state.credit.as_mut()).for_each(|credit| credit.click(now));
    }

    /// The page is left: what may still be rewarded elsewhere waits, the rest is settled.
    fn leave(&mut self, rng: &mut impl Rng, effects: &mut Vec<Effect>) {
        for index in 0..self.slots.len() {
            let state = &mut self.slots[index];
            let (Some(credit), Some(reward)) = (&mut state.credit, &state.slot.reward) else { continue };
            if credit.id.is_some() {
                continue;
            }
            credit.leave(self.now);
            let Some((until, otherwise)) = credit.waits(reward) else {
                let came = credit.conclude();
                self.conclude(index, came, effects);
                continue;
            };
            let id = rng.next_u64();
            credit.id = Some(id);
            let goal = if let Reward::Goal(goal) = reward { goal.clone() } else { String::new() };
            if let Some(lesson) = self.lesson(index, otherwise) {
                let until = self.wall + until.0;
                self.memory.note(&self.config, Note::Waits(OpenCredit { id, goal, until, lesson }));
            }
        }
    }

    /// Learns what a slot's exposure came to.
    fn conclude(&mut self, index: usize, came: f64, effects: &mut Vec<Effect>) {
        let lesson = self.lesson(index, came);
        let state = &mut self.slots[index];
        let id = state.credit.take().and_then(|credit| credit.id);
        state.draw = None;
        if let Some(lesson) = lesson {
            self.learn(lesson, id, effects);
        }
    }

    /// Settles an earlier page's exposure: with its reward, or with what it was to be if nothing else came.
    fn close(&mut self, waiting: OpenCredit, came: Option<f64>, effects: &mut Vec<Effect>) {
        let OpenCredit { id, mut lesson, .. } = waiting;
        // It may be of this very page, which had been left and is back.
        if let Some(state) =
            self.slots.iter_mut().find(|state| state.credit.is_some_and(|c| c.id == Some(id)))
        {
            (state.credit, state.draw) = (None, None);
        }
        lesson.reward = came.unwrap_or(lesson.reward);
        self.learn(lesson, Some(id), effects);
    }

    /// A slot's exposure as a lesson; none without a grant.
    fn lesson(&self, index: usize, came: f64) -> Option<Lesson> {
        let grant = self.consent.grant::<Learn>()?;
        let state = &self.slots[index];
        let is_drawn = |draw: &&Draw| draw.choice.arm == usize::from(state.shown.0);
        let drawn = state.draw.as_ref().filter(is_drawn).map(Draw::drawn);
        let lesson = Lesson::begin(&grant, &state.slot.name, &state.variant_names(), state.shown.0, drawn);
        Some(Lesson { reward: came, ..lesson })
    }

    fn learn(&mut self, lesson: Lesson, id: Option<u64>, effects: &mut Vec<Effect>) {
        let at = self.slots.iter().position(|state| state.slot.name == lesson.slot);
        if let Some(state) = at.map(|at| &self.slots[at])
            && lesson.drawn.is_some()
        {
            let (variant, reward) = (VariantId(lesson.variant), Ratio::new(lesson.reward));
            effects.push(Effect::Learned { slot: state.id, variant, reward });
        }
        self.memory.note(&self.config, Note::Lesson(lesson, id));
        if let Some(at) = at {
            // It was made of the same settings before.
            let _ = self.believe(at);
        }
        self.keep(effects);
    }

    /// Bursts of angry clicks of late.
    pub(super) fn rage(&self) -> f32 {
        self.features.context(&self.view, &self.session)[Page::ClicksRage as usize]
    }

    /// How a slot stands with the visitor now.
    fn standing(&self, index: usize, rage: f32) -> Standing {
        let region = self.slots[index].slot.region;
        let row = self.features.region(region, &self.view);
        let column = |column: Region| row.map_or(0.0, |row| row[column as usize]);
        let end = column(Region::CentreY) + column(Region::Height) / 2.0;
        Standing {
            dwell: Millis(f64::from(column(Region::DwellMs))),
            attention: self.attention.total(region),
            rage,
            passed: self.features.is_placed(region) && end <= 0.0,
        }
    }
}

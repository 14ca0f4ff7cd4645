//! The engine's learning: exposures → credits → rewards → lessons, under a grant for `learn`.
//!
//! Every exposure of what was decided is counted; what was drawn by the beliefs is learned from as well, once, with the
//! context and the propensity of the draw. A lesson goes to the memory, and from there to the slot's beliefs.

use rand_core::Rng;

use super::{
    Engine,
    slots::{SlotState, Waiting},
};
use crate::{
    beliefs::{Beliefs, Draw},
    consent::Learn,
    decision::Reason,
    error::EngineError,
    event::Effect,
    features::schema::{Page, Region},
    reward::{Credit, QUICK_BACK, Reward, Standing, WINDOW},
    signal::{Navigation, RegionId, Signal},
    slot::{Slot, VariantId},
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
        if let Some(kept) = self.memory.beliefs(name, &names) {
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
            (state.waiting, state.draw) = (None, None);
        }
        self.recall();
    }

    /// Opens the credit of a slot whose decided variant has just been seen.
    pub(super) fn credit(&mut self, index: usize) {
        let state = &self.slots[index];
        // What stands there by default was seen before anything was decided, or because nothing may be.
        let is_decided = match state.decision.reason {
            Reason::Default => false,
            Reason::Holdout => true,
            reason => !reason.bars(),
        };
        if is_decided && state.shown == state.decision.variant && state.slot.reward.is_some() {
            let credit = Credit::open(self.now, self.standing(index, self.rage()));
            self.slots[index].waiting = self.lesson(index).map(|lesson| Waiting { credit, lesson });
        }
    }

    /// Settles the credits that time or the visitor's reading has settled, on this page and on earlier ones.
    pub(super) fn settle(&mut self, effects: &mut Vec<Effect>) {
        if !self.may_learn() {
            return;
        }
        if self.slots.iter().any(|state| state.waiting.is_some()) {
            let rage = self.rage();
            for index in 0..self.slots.len() {
                let state = &self.slots[index];
                if let (Some(waiting), Some(reward)) = (&state.waiting, &state.slot.reward)
                    && let Some(came) = waiting.credit.settle(reward, self.now, self.standing(index, rage))
                {
                    self.conclude(index, came, effects);
                }
            }
        }
        let now = self.wall + self.now.0;
        // A time beyond the window was told by a clock that was ahead.
        self.close(|credit| credit.until < now || credit.until > now + WINDOW.0, None, effects);
    }

    /// Takes what a signal says of credits: a click, going away, coming straight back.
    pub(super) fn reward_by(&mut self, signal: &Signal, rng: &mut impl Rng, effects: &mut Vec<Effect>) {
        match *signal {
            Signal::Click { region: Some(region), interactive: true, .. } => self.clicked(region),
            Signal::Navigate(Navigation::Push) => {
                let waiting = self.slots.iter_mut().filter_map(|state| state.waiting.as_mut());
                waiting.for_each(|waiting| waiting.credit.leave(self.now));
            }
            Signal::Restored | Signal::Navigate(Navigation::Traverse) => self.came_back(effects),
            Signal::Visible(false) => {
                (0..self.slots.len()).for_each(|index| self.let_wait(index, true, rng));
            }
            Signal::Gone(region) => {
                let at = self.slots.iter().position(|state| state.slot.region == region);
                if let Some(index) = at {
                    self.leave(index, rng, effects);
                    self.slots[index].waiting = None;
                }
            }
            Signal::Left => (0..self.slots.len()).for_each(|index| self.leave(index, rng, effects)),
            _ => {}
        }
    }

    /// The visitor came back from where a click had led: what it led to was not what the variant had promised.
    pub(super) fn came_back(&mut self, effects: &mut Vec<Effect>) {
        if !self.may_learn() {
            return;
        }
        let now = self.now;
        self.reward(|_, waiting| waiting.credit.is_quick_back(now), 0.0, effects);
        let now = self.wall + self.now.0;
        let is_just_clicked = |credit: &OpenCredit| {
            credit.goal.is_empty() && (now..=now + QUICK_BACK.0).contains(&credit.until)
        };
        self.close(is_just_clicked, Some(0.0), effects);
    }

    /// The page says that the visitor reached a goal; a value that is none of 0 to 1 is the nearest.
    pub(super) fn reached(&mut self, name: &str, value: f64, effects: &mut Vec<Effect>) {
        if value.is_nan() || !self.may_learn() {
            return;
        }
        let value = value.clamp(0.0, 1.0);
        let is_meant =
            |slot: &Slot, _: &Waiting| matches!(&slot.reward, Some(Reward::Goal(goal)) if goal == name);
        self.reward(is_meant, value, effects);
        self.close(|credit| credit.goal == name, Some(value), effects);
    }

    /// Whether anything may be learned now.
    fn may_learn(&self) -> bool {
        !self.is_paused() && self.consent.grant::<Learn>().is_some()
    }

    /// Settles the credits of this page that `is_meant` with `came`.
    fn reward(&mut self, is_meant: impl Fn(&Slot, &Waiting) -> bool, came: f64, effects: &mut Vec<Effect>) {
        for index in 0..self.slots.len() {
            let state = &self.slots[index];
            if state.waiting.as_ref().is_some_and(|waiting| is_meant(&state.slot, waiting)) {
                self.conclude(index, came, effects);
            }
        }
    }

    fn clicked(&mut self, region: RegionId) {
        let now = self.now;
        let is_meant =
            |state: &&mut SlotState| state.slot.region == region && state.slot.reward == Some(Reward::Click);
        let meant = self.slots.iter_mut().filter(is_meant);
        meant.filter_map(|state| state.waiting.as_mut()).for_each(|waiting| waiting.credit.click(now));
    }

    /// What a slot shows is left, with its page or with its route: what may still be rewarded waits, the rest is settled.
    fn leave(&mut self, index: usize, rng: &mut impl Rng, effects: &mut Vec<Effect>) {
        let (now, state) = (self.now, &mut self.slots[index]);
        let (Some(waiting), Some(reward)) = (&mut state.waiting, &state.slot.reward) else { return };
        waiting.credit.leave(now);
        if waiting.credit.waits(reward).is_some() {
            self.let_wait(index, false, rng);
        } else {
            let came = waiting.credit.conclude();
            self.conclude(index, came, effects);
        }
    }

    /// Lets other pages settle a slot's exposure, in case this one never does: a page that is hidden may not come back.
    fn let_wait(&mut self, index: usize, is_hidden: bool, rng: &mut impl Rng) {
        let state = &mut self.slots[index];
        let (Some(Waiting { credit, lesson }), Some(reward)) = (&mut state.waiting, &state.slot.reward)
        else {
            return;
        };
        if credit.id.is_some() {
            return;
        }
        let (until, otherwise) = match credit.waits(reward) {
            Some(waits) if !is_hidden => waits,
            _ => (credit.ends(), credit.conclude()),
        };
        let id = *credit.id.insert(rng.next_u64());
        let goal = if let Reward::Goal(goal) = reward { goal.clone() } else { String::new() };
        let lesson = Lesson { reward: otherwise, ..lesson.clone() };
        let until = self.wall + until.0;
        self.memory.note(&self.config, Note::Waits(OpenCredit { id, goal, until, lesson }));
    }

    /// Learns what a slot's exposure came to.
    fn conclude(&mut self, index: usize, came: f64, effects: &mut Vec<Effect>) {
        let state = &mut self.slots[index];
        state.draw = None;
        if let Some(Waiting { credit, lesson }) = state.waiting.take()
            && self.may_learn()
        {
            self.learn(Lesson { reward: came, ..lesson }, credit.id, effects);
        }
    }

    /// Settles exposures that wait: with their reward, or with what they were to be if nothing else came.
    fn close(
        &mut self,
        is_meant: impl Fn(&OpenCredit) -> bool,
        came: Option<f64>,
        effects: &mut Vec<Effect>,
    ) {
        let meant: Vec<OpenCredit> =
            self.memory.open().iter().filter(|credit| is_meant(credit)).cloned().collect();
        for OpenCredit { id, lesson, .. } in meant {
            // It may be of this very page, which had been left or hidden and is back.
            let own = self.slots.iter_mut().find(|state| state.is_waiting_as(id));
            if let Some(state) = own {
                (state.waiting, state.draw) = (None, None);
            }
            let reward = came.unwrap_or(lesson.reward);
            self.learn(Lesson { reward, ..lesson }, Some(id), effects);
        }
    }

    /// A slot's exposure as a lesson that has brought nothing so far; none without a grant.
    fn lesson(&self, index: usize) -> Option<Lesson> {
        let grant = self.consent.grant::<Learn>()?;
        let state = &self.slots[index];
        let is_drawn = |draw: &&Draw| draw.choice.arm == usize::from(state.shown.0);
        let drawn = state.draw.as_ref().filter(is_drawn).map(Draw::drawn);
        Some(Lesson::begin(&grant, &state.slot.name, &state.variant_names(), state.shown.0, drawn))
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

//! The engine's learning: exposures of what was drawn → credits → rewards → beliefs, under a grant for `learn`.
//!
//! Only what was drawn by the policy and then seen is learned from, once, with the context and the propensity of the
//! draw. What was learned is kept by slot, so that slots of other pages are not forgotten.

use super::{Engine, slots::SlotState};
use crate::{
    beliefs::Beliefs,
    consent::Learn,
    error::EngineError,
    event::Effect,
    features::schema::{Page, Region},
    posterior::Form,
    reward::{Credit, Reward, Standing},
    signal::RegionId,
    slot::VariantId,
    state::KeptBeliefs,
    units::{Millis, Ratio},
};

/// Most slots whose beliefs are kept; the oldest go first.
const MOST_KEPT: usize = 64;
/// Characters of kept beliefs from which new ones are kept without how their weights hang together.
const FULL_UNTIL: usize = 32 * 1024;

impl Engine {
    /// Gives a slot with a reward its beliefs, going on from what was kept of them.
    pub(super) fn believe(&mut self, index: usize) -> Result<(), EngineError> {
        let state = &mut self.slots[index];
        if state.slot.reward.is_none() {
            return Ok(());
        }
        let made = Beliefs::new(&self.config.policy, state.slot.variants.len());
        let refused = |source| EngineError::Learning { slot: state.slot.name.clone(), source };
        let mut beliefs = made.map_err(refused)?;
        if let Some(kept) = self.kept_beliefs.iter().find(|kept| kept.slot == state.slot.name) {
            beliefs.restore(kept, &state.variant_names());
        }
        state.beliefs = Some(beliefs);
        Ok(())
    }

    /// Goes on from what an earlier page kept of every slot.
    pub(super) fn recall_beliefs(&mut self, kept: &[KeptBeliefs]) {
        let mut own = std::mem::replace(&mut self.kept_beliefs, kept.to_vec());
        // What this page learned before it might read the rest is not lost, where nothing is known of the slot yet.
        own.retain(|own| kept.iter().all(|kept| kept.slot != own.slot));
        self.kept_beliefs.extend(own);
        for state in &mut self.slots {
            let names = state.slot.variants.iter().map(|variant| variant.name.as_str()).collect::<Vec<_>>();
            let kept = kept.iter().find(|kept| kept.slot == state.slot.name);
            if let (Some(beliefs), Some(kept)) = (&mut state.beliefs, kept) {
                beliefs.restore(kept, &names);
            }
        }
    }

    /// Forgets all that was learned.
    pub(super) fn unlearn(&mut self) {
        self.kept_beliefs.clear();
        for index in 0..self.slots.len() {
            (self.slots[index].credit, self.slots[index].draw) = (None, None);
            // They were made of the same settings before.
            let _ = self.believe(index);
        }
    }

    /// Opens the credit of a slot whose drawn variant has just been seen.
    pub(super) fn credit(&mut self, index: usize) {
        let standing = self.standing(index, self.rage());
        let (state, now) = (&mut self.slots[index], self.now);
        let drawn = state.draw.as_ref().map(|draw| draw.choice.arm);
        if drawn == Some(usize::from(state.shown.0)) {
            state.credit = Some(Credit::open(now, standing));
        }
    }

    /// Settles the credits that time or the visitor's reading has settled.
    pub(super) fn settle(&mut self, effects: &mut Vec<Effect>) {
        if self.slots.iter().all(|state| state.credit.is_none()) {
            return;
        }
        let rage = self.rage();
        for index in 0..self.slots.len() {
            let state = &self.slots[index];
            if let (Some(credit), Some(reward)) = (&state.credit, &state.slot.reward)
                && let Some(came) = credit.settle(reward, self.now, self.standing(index, rage))
            {
                self.learn(index, came, effects);
            }
        }
    }

    /// Rewards the slots that `is_meant` with `came`.
    pub(super) fn reward(
        &mut self,
        is_meant: impl Fn(&SlotState) -> bool,
        came: f64,
        effects: &mut Vec<Effect>,
    ) {
        for index in 0..self.slots.len() {
            if self.slots[index].credit.is_some() && is_meant(&self.slots[index]) {
                self.learn(index, came, effects);
            }
        }
    }

    /// A control in a region was clicked.
    pub(super) fn clicked(&mut self, region: RegionId, effects: &mut Vec<Effect>) {
        self.reward(
            |state| state.slot.region == region && state.slot.reward == Some(Reward::Click),
            1.0,
            effects,
        );
    }

    /// The page says that the visitor reached a goal; a value that is none of 0 to 1 is the nearest.
    pub(super) fn reached(&mut self, name: &str, value: f64, effects: &mut Vec<Effect>) {
        let is_meant =
            |state: &SlotState| matches!(&state.slot.reward, Some(Reward::Goal(goal)) if goal == name);
        if !value.is_nan() {
            self.reward(is_meant, value.clamp(0.0, 1.0), effects);
        }
    }

    fn learn(&mut self, index: usize, came: f64, effects: &mut Vec<Effect>) {
        let state = &mut self.slots[index];
        state.credit = None;
        let (draw, grant) = (state.draw.take(), self.consent.grant::<Learn>());
        let (Some(draw), Some(grant), Some(beliefs)) = (draw, grant, &mut state.beliefs) else { return };
        if beliefs.learn(&grant, &draw, came).is_err() {
            return;
        }
        let variant = VariantId(draw.choice.arm as u16);
        effects.push(Effect::Learned { slot: state.id, variant, reward: Ratio::new(came) });
        let size = |kept: &KeptBeliefs| kept.kept.arms.iter().map(String::len).sum::<usize>();
        self.kept_beliefs.retain(|kept| kept.slot != state.slot.name);
        let form = match self.kept_beliefs.iter().map(size).sum::<usize>() {
            0..FULL_UNTIL => Form::Full,
            _ => Form::Marginal,
        };
        let kept = state
            .beliefs
            .as_ref()
            .map(|beliefs| beliefs.keep(&state.slot.name, &state.variant_names(), form));
        self.kept_beliefs.extend(kept);
        let excess = self.kept_beliefs.len().saturating_sub(MOST_KEPT);
        self.kept_beliefs.drain(..excess);
        self.keep(effects);
    }

    /// Bursts of angry clicks of late.
    fn rage(&self) -> f32 {
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

//! The engine's memory over pages and tabs: what is kept, read, left behind, paused and forgotten.
//!
//! The shell reads what stands on the device, hands it in ([`Event::Kept`](crate::event::Event::Kept)), and writes
//! [`Engine::snapshot`] over it, in one transaction. What this page has added survives either way.

use super::Engine;
use crate::{
    chain::Verdict,
    consent::{Answer, Purpose, Store},
    decision::Reason,
    event::Effect,
    finetune::KeptTuning,
    history::{History, KeptHistory},
    seed::stable_unit,
    state::{Journal, Note, Snapshot},
};

impl Engine {
    /// What to write on the device now; nothing without a grant for `store`.
    pub fn snapshot(&self) -> Option<Snapshot> {
        let grant = self.consent.grant::<Store>()?;
        let mut snapshot = self.memory.snapshot(&grant, self.seed)?;
        (snapshot.history, snapshot.tuning) = (self.history.keep(), self.kept_tuning());
        snapshot.fit();
        Some(snapshot)
    }

    /// What would be lost with the page; nothing without a grant for `store`.
    pub fn journal(&self) -> Option<Journal> {
        let grant = self.consent.grant::<Store>()?;
        Some(self.memory.journal(&grant, self.history.keep(), self.left_tuning()))
    }

    /// Whether the visitor paused the agent.
    pub fn is_paused(&self) -> bool {
        self.memory.is_paused()
    }

    /// Goes on with what stands on the device; where it was emptied, a new visitor begins, by a `fresh` seed.
    pub(super) fn kept(
        &mut self,
        kept: Option<Snapshot>,
        fresh: impl FnOnce() -> u64,
        effects: &mut Vec<Effect>,
    ) {
        let (mut history, mut tuning) = (KeptHistory::default(), None);
        if let Some(kept) = &kept {
            if kept.seed != self.seed {
                self.reassign(effects);
            }
            self.sow(kept.seed);
            (history, tuning) = (kept.history.clone(), kept.tuning.clone());
        }
        if self.memory.rebase(&self.config, kept) {
            self.start_over(fresh(), effects);
        }
        self.find_tuning(tuning.as_ref());
        self.go_on(&history, tuning.as_ref());
        self.heed_pause();
    }

    /// Takes over what a page left behind.
    pub(super) fn left(&mut self, journal: Journal, effects: &mut Vec<Effect>) {
        let (history, tuning) = (journal.history.clone(), journal.tuning.clone());
        self.memory.note(&self.config, Note::Left(journal));
        self.go_on(&history, tuning.as_ref());
        self.heed_pause();
        self.keep(effects);
    }

    /// Asks for the state to be kept, if the visitor granted `store`.
    pub(super) fn keep(&mut self, effects: &mut Vec<Effect>) {
        if self.consent.grant::<Store>().is_some() {
            self.kept_at = self.session.dwell;
            if !self.is_paused() || self.memory.session().is_none() {
                self.memory.note(&self.config, Note::Visit(self.session.note()));
            }
            effects.push(Effect::Keep);
        }
    }

    /// Asks for what would be lost with the page to be left behind.
    pub(super) fn leave_behind(&self, effects: &mut Vec<Effect>) {
        effects.extend(self.journal().map(Effect::Leave));
    }

    /// Stops or goes on: while paused every slot shows its default, and nothing is observed or learned.
    pub(super) fn pause(&mut self, paused: bool, effects: &mut Vec<Effect>) {
        if paused != self.is_paused() {
            // What was seen until now still counts.
            self.keep(effects);
            self.memory.note(&self.config, Note::Paused(paused));
            self.heed_pause();
        }
    }

    /// Lets go of what would be learned from after a pause, whoever asked for it.
    fn heed_pause(&mut self) {
        self.decided_at = None;
        if self.is_paused() {
            for state in &mut self.slots {
                (state.waiting, state.draw) = (None, None);
            }
        }
    }

    /// Begins as a new visitor.
    pub(super) fn forget(&mut self, seed: u64, effects: &mut Vec<Effect>) {
        self.memory.forget();
        self.start_over(seed, effects);
        effects.push(Effect::Erase);
    }

    /// Goes on with what the memory holds now.
    fn go_on(&mut self, history: &KeptHistory, tuning: Option<&KeptTuning>) {
        if self.consent.answer(Purpose::Learn) == Answer::Denied {
            self.memory.unlearn();
        }
        if let Some(session) = self.memory.session() {
            self.session.go_on_from(session);
            self.history.recall(history, self.session.record().started);
        }
        tuning.into_iter().for_each(|tuning| self.recall_tuning(tuning));
        self.recall();
    }

    /// The visitor is another one than was thought: splits are made anew.
    fn reassign(&mut self, effects: &mut Vec<Effect>) {
        self.memory.unassign();
        for state in self.slots.iter_mut().filter(|state| state.decision.reason == Reason::Experiment) {
            state.decide(&Verdict::default_for(Reason::Default), self.now, Vec::new());
            effects.push(Effect::Decided(state.decision.clone()));
        }
    }

    /// Goes by this seed from now on.
    fn sow(&mut self, seed: u64) {
        self.seed = seed;
        self.held_out = stable_unit(seed, &self.config.site) < self.config.holdout;
    }

    /// Nothing of what came before counts any more.
    fn start_over(&mut self, seed: u64, effects: &mut Vec<Effect>) {
        self.sow(seed);
        self.session.start_over();
        self.forget_tuning();
        self.attention.forget();
        self.history = History::new(self.wall);
        self.history.advance(self.now);
        self.decided_at = None;
        for state in &mut self.slots {
            state.decide(&Verdict::default_for(Reason::Default), self.now, Vec::new());
            effects.push(Effect::Decided(state.decision.clone()));
        }
        self.recall();
    }
}

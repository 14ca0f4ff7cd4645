//! Memory: what stands on the device as far as this page knows, and its own notes on top.
//!
//! notes → applied at once and numbered. What another tab wrote → the base is replaced, and the notes that it does not
//! hold yet are applied again. So whatever the order of writes, each note counts once, and none is lost but with the page
//! and its journal. A device that was emptied meanwhile is believed: what was learned before is gone here, too.

#[cfg(test)]
mod tests;

use std::collections::VecDeque;

use crate::{
    beliefs::Beliefs,
    config::Config,
    consent::{Grant, Store},
    experiment::{Assignments, analysis::Tally},
    explain::meaning,
    finetune::KeptTuning,
    history::KeptHistory,
    learned::{LearnedSlot, LearnedVariant, LearnedWeight, uplifts},
    posterior::Form,
    record::SessionRecord,
    slot::Slot,
    state::{Counts, Journal, KeptBeliefs, Lesson, Note, OpenCredit, Seen, Snapshot},
};

/// Most notes that wait to be kept; the oldest go first. A page writes long before.
const MOST_NOTES: usize = 128;
/// Most slots whose beliefs and counts are kept; the ones taught longest ago go first.
const MOST_SLOTS: usize = 64;
/// Most exposures that wait for a later page.
const MOST_OPEN: usize = 32;
/// Pages whose notes are remembered as seen: more than write at a time.
const MOST_SEEN: usize = 128;
/// Characters that beliefs may take up together; beyond them the slots taught longest ago are kept without how their
/// weights hang together. Enough for 20 slots of 8 variants.
const MOST_BELIEFS: usize = 44 * 1024;

/// What this browser learned.
#[derive(Debug)]
pub(crate) struct Memory {
    /// This page among all that write, by a random number.
    page: u64,
    noted: u64,
    /// Up to where its notes were in what was last offered to be kept.
    offered: u64,
    unseen: VecDeque<(u64, Note)>,
    /// Something of this site is on the device.
    is_kept: bool,
    session: Option<SessionRecord>,
    beliefs: Vec<KeptBeliefs>,
    counts: Vec<Counts>,
    open: Vec<OpenCredit>,
    assignments: Assignments,
    seen: Vec<Seen>,
    paused: bool,
}

impl Memory {
    pub(crate) fn new(page: u64) -> Memory {
        Memory {
            page,
            noted: 0,
            offered: 0,
            unseen: VecDeque::new(),
            is_kept: false,
            session: None,
            beliefs: Vec::new(),
            counts: Vec::new(),
            open: Vec::new(),
            assignments: Assignments::default(),
            seen: Vec::new(),
            paused: false,
        }
    }

    /// The session on the device, with all that was noted of it here.
    pub(crate) fn session(&self) -> Option<&SessionRecord> {
        self.session.as_ref()
    }

    /// What is believed of a slot's variants.
    pub(crate) fn beliefs(&self, slot: &str, variants: &[&str]) -> Option<&KeptBeliefs> {
        self.beliefs.iter().find(|kept| kept.slot == slot && kept.variants == variants)
    }

    /// What a slot's variants came to, the default first; empty if nothing did.
    pub(crate) fn tallies(&self, slot: &Slot) -> &[Tally] {
        let is_of = |counts: &&Counts| {
            counts.slot == slot.name && slot.variants.iter().map(|variant| &variant.name).eq(&counts.variants)
        };
        self.counts.iter().find(is_of).map_or(&[], |counts| &counts.tallies)
    }

    /// Whether the visitor paused the agent.
    pub(crate) fn is_paused(&self) -> bool {
        self.paused
    }

    /// Exposures of earlier pages that wait for their reward.
    pub(crate) fn open(&self) -> &[OpenCredit] {
        &self.open
    }

    /// Variations that stick.
    pub(crate) fn assignments(&self) -> &Assignments {
        &self.assignments
    }

    /// All that was learned, the slot taught last at the end.
    pub(crate) fn learned(&self, config: &Config) -> Vec<LearnedSlot> {
        self.counts.iter().map(|counts| self.learned_of(config, counts)).collect()
    }

    /// Takes a note.
    pub(crate) fn note(&mut self, config: &Config, note: Note) {
        self.apply(config, &note);
        self.noted += 1;
        self.unseen.push_back((self.noted, note));
        if self.unseen.len() > MOST_NOTES {
            // Dwell that is lost does less harm than a lesson.
            let visit = self.unseen.iter().position(|(_, note)| matches!(note, Note::Visit(_)));
            self.unseen.remove(visit.unwrap_or_default());
        }
    }

    /// Goes on from what is on the device now; nothing there, where there was something, is a wish to be forgotten.
    /// Gives whether it was.
    pub(crate) fn rebase(&mut self, config: &Config, kept: Option<Snapshot>) -> bool {
        self.offered = self.noted;
        let Some(kept) = kept else {
            let is_emptied = std::mem::take(&mut self.is_kept);
            if is_emptied {
                self.forget();
            }
            return is_emptied;
        };
        let through = through(&kept.seen, self.page);
        self.unseen.retain(|(number, _)| *number > through);
        self.stand_on(kept);
        let unseen = std::mem::take(&mut self.unseen);
        unseen.iter().for_each(|(_, note)| self.apply(config, note));
        self.unseen = unseen;
        false
    }

    /// What was to be kept is on the device.
    pub(crate) fn written(&mut self) {
        self.is_kept = true;
        let offered = self.offered;
        self.unseen.retain(|(number, _)| *number > offered);
    }

    /// Drops what this page was assigned before it knew who the visitor is.
    pub(crate) fn unassign(&mut self) {
        self.unseen.retain(|(_, note)| !matches!(note, Note::Assigned(_)));
    }

    /// Drops what was learned and counted; the session stays.
    pub(crate) fn unlearn(&mut self) {
        self.beliefs.clear();
        self.counts.clear();
        self.open.clear();
        self.unseen.retain(|(_, note)| !note.is_learned());
        for (_, note) in &mut self.unseen {
            if let Note::Left(journal) = note {
                journal.notes.retain(|(_, note)| !note.is_learned());
            }
        }
    }

    /// Drops everything.
    pub(crate) fn forget(&mut self) {
        self.unlearn();
        self.unseen.clear();
        self.seen.clear();
        self.assignments = Assignments::default();
        (self.session, self.paused, self.is_kept) = (None, false, false);
    }

    /// What to keep, once something was noted; the grant proves that it may be kept.
    pub(crate) fn snapshot(&self, _: &Grant<'_, Store>, seed: u64) -> Option<Snapshot> {
        let mut seen = self.seen.clone();
        mark(&mut seen, Seen { page: self.page, through: self.noted });
        let mut snapshot = Snapshot::new(seed, self.session?);
        (snapshot.beliefs, snapshot.counts) = (self.beliefs.clone(), self.counts.clone());
        (snapshot.open, snapshot.assignments) = (self.open.clone(), self.assignments.clone());
        (snapshot.seen, snapshot.paused) = (seen, self.paused);
        Some(snapshot)
    }

    /// What would be lost with this page.
    pub(crate) fn journal(
        &self,
        _: &Grant<'_, Store>,
        history: KeptHistory,
        tuning: Option<KeptTuning>,
    ) -> Journal {
        let own = self.unseen.iter().filter(|(_, note)| !matches!(note, Note::Left(_)));
        Journal::new(self.page, own.cloned().collect(), history, tuning)
    }

    fn learned_of(&self, config: &Config, counts: &Counts) -> LearnedSlot {
        let names: Vec<&str> = counts.variants.iter().map(String::as_str).collect();
        let beliefs = self.beliefs(&counts.slot, &names).zip(Beliefs::new(config, &counts.slot, &names).ok());
        let beliefs = beliefs.map(|(kept, mut beliefs)| {
            beliefs.restore(kept, &names);
            beliefs
        });
        let variants = names.iter().zip(&counts.tallies).zip(uplifts(&counts.tallies)).enumerate();
        let variants = variants.map(|(at, ((name, tally), uplift))| LearnedVariant {
            variant: (*name).to_owned(),
            exposures: tally.exposures,
            rewards: tally.rewards,
            uplift: uplift.map(|uplift| [uplift.estimate, uplift.low, uplift.high]),
            weights: beliefs.iter().flat_map(|beliefs| beliefs.weights(at)).map(weight).collect(),
        });
        LearnedSlot { slot: counts.slot.clone(), variants: variants.collect() }
    }

    fn stand_on(&mut self, kept: Snapshot) {
        self.is_kept = true;
        self.session = Some(kept.session);
        (self.beliefs, self.counts, self.open) = (kept.beliefs, kept.counts, kept.open);
        (self.assignments, self.seen, self.paused) = (kept.assignments, kept.seen, kept.paused);
    }

    fn apply(&mut self, config: &Config, note: &Note) {
        match note {
            Note::Visit(share) => match &mut self.session {
                Some(session) => session.take(share),
                None => self.session = Some(*share),
            },
            Note::Lesson(lesson, None) => self.teach(config, lesson),
            Note::Lesson(lesson, Some(id)) => {
                let waiting = self.open.len();
                self.open.retain(|credit| credit.id != *id);
                // Whoever is not there any more was settled by another page.
                if self.open.len() < waiting {
                    self.teach(config, lesson);
                }
            }
            Note::Waits(credit) => {
                self.open.push(credit.clone());
                let excess = self.open.len().saturating_sub(MOST_OPEN);
                self.open.drain(..excess);
            }
            Note::Assigned(assignment) => self.assignments.add(assignment.clone()),
            Note::Paused(paused) => self.paused = *paused,
            Note::Left(journal) => self.take_over(config, journal),
        }
    }

    /// Applies what a page left behind, as far as that is not in here yet.
    fn take_over(&mut self, config: &Config, journal: &Journal) {
        let through = through(&self.seen, journal.page);
        for (number, note) in journal.notes.iter().filter(|(number, _)| *number > through) {
            // A visit that was over before the present one began is no part of it.
            let is_past = |share: &SessionRecord| self.session.is_some_and(|now| share.ended < now.started);
            if !matches!(note, Note::Visit(share) if is_past(share)) {
                self.apply(config, note);
            }
            mark(&mut self.seen, Seen { page: journal.page, through: *number });
        }
    }

    fn teach(&mut self, config: &Config, lesson: &Lesson) {
        self.count(lesson);
        let Some(drawn) = &lesson.drawn else { return };
        let variants: Vec<&str> = lesson.variants.iter().map(String::as_str).collect();
        let Ok(mut beliefs) = Beliefs::new(config, &lesson.slot, &variants) else { return };
        let is_of = |kept: &KeptBeliefs| kept.slot == lesson.slot && kept.variants == lesson.variants;
        let at = self.beliefs.iter().position(is_of);
        let kept = at.map(|at| self.beliefs.remove(at));
        if let Some(kept) = &kept {
            beliefs.restore(kept, &variants);
        }
        // A context of other inputs, or a number that can't be, teaches nothing and costs nothing.
        if beliefs.learn(drawn, lesson.variant, lesson.reward).is_err() {
            self.beliefs.extend(kept);
            return;
        }
        self.beliefs.push(beliefs.keep(&lesson.slot, &variants, Form::Full));
        while self.beliefs.len() > MOST_SLOTS || self.characters() > MOST_BELIEFS {
            if !self.shorten(config) {
                break;
            }
        }
    }

    /// Makes room: the oldest beliefs that are kept in full keep their marginals; where there are none, the oldest go. Gives
    /// whether it could.
    fn shorten(&mut self, config: &Config) -> bool {
        let full = self.beliefs.iter_mut().find(|kept| kept.kept.form == Form::Full);
        let shortened = full.and_then(|kept| {
            let variants: Vec<&str> = kept.variants.iter().map(String::as_str).collect();
            let mut beliefs = Beliefs::new(config, &kept.slot, &variants).ok()?;
            beliefs.restore(kept, &variants);
            *kept = beliefs.keep(&kept.slot, &variants, Form::Marginal);
            Some(())
        });
        let is_last = self.beliefs.len() <= 1;
        if shortened.is_none() && !is_last {
            self.beliefs.remove(0);
        }
        shortened.is_some() || !is_last
    }

    fn count(&mut self, lesson: &Lesson) {
        let is_of = |counts: &Counts| counts.slot == lesson.slot && counts.variants == lesson.variants;
        let known = self.counts.iter().position(is_of).map(|at| self.counts.remove(at));
        let mut counts = known.unwrap_or_else(|| Counts::new(&lesson.slot, &lesson.variants));
        if let Some(tally) = counts.tallies.get_mut(usize::from(lesson.variant)) {
            tally.add(lesson.reward);
        }
        self.counts.push(counts);
        let excess = self.counts.len().saturating_sub(MOST_SLOTS);
        self.counts.drain(..excess);
    }

    fn characters(&self) -> usize {
        self.beliefs.iter().flat_map(|kept| &kept.kept.arms).map(String::len).sum()
    }
}

fn weight((path, weight): (&str, f64)) -> LearnedWeight {
    LearnedWeight { path: path.to_owned(), meaning: meaning(path), weight }
}

/// The latest of a page's notes that is in there.
fn through(seen: &[Seen], page: u64) -> u64 {
    seen.iter().find(|seen| seen.page == page).map_or(0, |seen| seen.through)
}

fn mark(seen: &mut Vec<Seen>, new: Seen) {
    seen.retain(|old| old.page != new.page);
    seen.push(new);
    let excess = seen.len().saturating_sub(MOST_SEEN);
    seen.drain(..excess);
}

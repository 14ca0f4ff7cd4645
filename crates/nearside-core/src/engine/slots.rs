//! The engine's dealings with slots: decide, guard, show, expose.

use rand_core::Rng;

use super::Engine;
use crate::{
    beliefs::{Beliefs, Draw},
    chain::{self, Learned, Verdict},
    consent::{Answer, Purpose},
    decision::{Decision, MOST_WEIGHED, Reason, Weighed},
    event::Effect,
    exposure::ExposureWatch,
    facts::Facts,
    features::schema::{PAGE, Page, WIDTH},
    reward::Credit,
    scorer::Task,
    signal::RegionId,
    slot::{Slot, SlotId, VariantId},
    state::{Lesson, Note},
    units::Millis,
    weigh::weigh,
};

/// An exposure that waits for its reward, and what it will teach.
#[derive(Clone)]
pub(super) struct Waiting {
    pub(super) credit: Credit,
    pub(super) lesson: Lesson,
}

/// One slot and where it stands.
pub(super) struct SlotState {
    pub(super) slot: Slot,
    pub(super) id: SlotId,
    pub(super) decision: Decision,
    /// Who had won the score when it was decided.
    winner: Option<VariantId>,
    /// What the shell was told to show.
    told: VariantId,
    /// What the shell says is on the page.
    pub(super) shown: VariantId,
    pub(super) exposure: ExposureWatch,
    pub(super) swaps: u32,
    /// What is believed of its variants, where it has a reward.
    pub(super) beliefs: Option<Beliefs>,
    /// What was drawn by them, and the exposure that waits for its reward.
    pub(super) draw: Option<Draw>,
    pub(super) waiting: Option<Waiting>,
    /// The last visit's variant stood there before anything was told.
    early: bool,
    /// Showing it failed: it keeps its default from then on.
    failed: bool,
}

impl SlotState {
    pub(super) fn new(slot: Slot, id: SlotId, now: Millis) -> SlotState {
        let verdict = Verdict::default_for(Reason::Default);
        SlotState {
            slot,
            id,
            decision: record(id, &verdict, now, Vec::new()),
            winner: None,
            told: VariantId::DEFAULT,
            shown: VariantId::DEFAULT,
            exposure: ExposureWatch::default(),
            swaps: 0,
            beliefs: None,
            draw: None,
            waiting: None,
            early: false,
            failed: false,
        }
    }

    /// Decides anew; what was drawn and waited for before no longer counts.
    pub(super) fn decide(&mut self, verdict: &Verdict, now: Millis, weighed: Vec<Weighed>) {
        self.decision = record(self.id, verdict, now, weighed);
        (self.winner, self.draw, self.waiting) = (verdict.winner, verdict.draw.clone(), None);
        if self.draw.is_some() && self.shown == verdict.variant {
            // What stands there was seen before it was drawn; that tells nothing of the draw.
            self.exposure.reset();
        }
    }

    /// Whether this is the exposure that others know by `id`.
    pub(super) fn is_waiting_as(&self, id: u64) -> bool {
        self.waiting.as_ref().is_some_and(|waiting| waiting.credit.id == Some(id))
    }

    /// Names of its variants, the default first.
    pub(super) fn variant_names(&self) -> Vec<&str> {
        self.slot.variants.iter().map(|variant| variant.name.as_str()).collect()
    }

    /// Whether the decision stands whatever else is learned: shown once and kept, unless the slot is live.
    fn is_settled(&self, now: Millis, cool_down: Millis) -> bool {
        let chosen = matches!(
            self.decision.reason,
            Reason::Rule
                | Reason::Forced
                | Reason::Experiment
                | Reason::Policy
                | Reason::Score
                | Reason::Exploration
                | Reason::Worse
        );
        // Drawn again and again until something else comes out, a draw's propensity would be a lie.
        let is_drawn = self.decision.reason == Reason::Policy;
        chosen && (is_drawn || !self.slot.live || now.since(self.decision.at) < cool_down)
    }
}

fn record(slot: SlotId, verdict: &Verdict, at: Millis, weighed: Vec<Weighed>) -> Decision {
    let Verdict { variant, propensity, reason, .. } = *verdict;
    Decision { slot, variant, at, propensity, reason, weighed, instead: verdict.instead.clone() }
}

impl Engine {
    /// Decides every slot that is open, and records what changed.
    pub(super) fn decide(&mut self, rng: &mut impl Rng, effects: &mut Vec<Effect>) {
        let cool_down = Millis(self.config.cool_down);
        let context = self.features.context(&self.view, &self.session);
        let may_learn = self.consent.answer(Purpose::Learn) == Answer::Granted;
        // Whoever struggles is not to be experimented on, and what exploring may cost is bounded.
        let explores =
            context[Page::ClicksRage as usize] == 0.0 && self.session.regret() < self.config.max_regret;
        for index in 0..self.slots.len() {
            let state = &self.slots[index];
            let visit = self.visit(explores);
            // What bars the whole visit outranks a settled decision: consent may be withdrawn at any time.
            if state.failed || (visit.barred().is_none() && state.is_settled(self.now, cool_down)) {
                continue;
            }
            let facts = Facts {
                view: &self.view,
                features: &self.features,
                context: &context,
                attention: &self.attention,
                names: &self.names,
                outlook: self.outlook(),
                page: self.session.kind,
                history: &self.history,
            };
            let learned = Learned {
                beliefs: state.beliefs.as_ref().filter(|_| may_learn),
                tallies: self.memory.tallies(&state.slot),
            };
            let Some(verdict) = chain::decide(&visit, &state.slot, &learned, &facts, state.winner, rng)
            else {
                continue;
            };
            if (verdict.variant, verdict.reason) == (state.decision.variant, state.decision.reason) {
                let state = &mut self.slots[index];
                if state.winner != verdict.winner {
                    // Drawn anew, with the same result: drawn once more, the propensity would not be what is told.
                    (state.winner, state.decision.propensity) = (verdict.winner, verdict.propensity);
                }
                continue;
            }
            // A lead that shrinks is no reason to go back: a live slot moves on only to another winner.
            if verdict.reason == Reason::Default
                && matches!(state.decision.reason, Reason::Score | Reason::Exploration)
            {
                continue;
            }
            let weighed = match verdict.reason {
                Reason::Rule => read_by_rule(&state.slot, verdict.variant, &facts),
                Reason::Policy => weigh_draw(state, verdict.draw.as_ref()),
                Reason::Score | Reason::Exploration => self.weigh_subjects(index, verdict.variant),
                _ => Vec::new(),
            };
            let state = &mut self.slots[index];
            state.decide(&verdict, self.now, weighed);
            effects.push(Effect::Decided(state.decision.clone()));
            self.session.regretted(verdict.draw.map_or(0.0, |draw| draw.regret));
            if let Some(assignment) = verdict.assignment {
                self.memory.note(&self.config, Note::Assigned(assignment));
                self.keep(effects);
            }
        }
    }

    /// What weighed in the scores of the variant's subjects: the most attended one's row speaks for it.
    fn weigh_subjects(&mut self, index: usize, variant: VariantId) -> Vec<Weighed> {
        let about = &self.slots[index].slot.variants[usize::from(variant.0)].about;
        let attended = |id: &RegionId| self.attention.total(*id);
        let subject = (0..self.names.len())
            .filter(|&region| about.contains(&self.names[region]))
            .map(|region| RegionId(region as u16))
            .reduce(|a, b| if attended(&b) > attended(&a) { b } else { a });
        let (Some(subject), Some(scorer)) = (subject, self.models.scorer(Task::Attention)) else {
            return Vec::new();
        };
        let Some(region_row) = self.features.region(subject, &self.view) else { return Vec::new() };
        let mut row = Vec::with_capacity(WIDTH);
        row.extend_from_slice(&self.features.context(&self.view, &self.session));
        row.extend_from_slice(&region_row);
        debug_assert_eq!(row.len(), PAGE.len() + region_row.len());
        // Weights explain a decision that stands without them: a scorer that fails here fails at its next score.
        weigh(scorer, &row, &self.names[usize::from(subject.0)]).unwrap_or_default()
    }

    /// Shows what was decided, where and when nobody is disturbed by it.
    pub(super) fn show(&mut self, effects: &mut Vec<Effect>) {
        for state in &mut self.slots {
            let wanted = state.decision.variant;
            // That nothing is decided yet is no reason to take away what the last visit ended with.
            let stays = state.early && state.decision.reason == Reason::Default;
            if wanted == state.told || state.failed || stays {
                continue;
            }
            let region = state.slot.region;
            let disturbs = self.view.focus == Some(region)
                || self.view.selection == Some(region)
                || self.features.is_hovered(region, &self.view);
            // Going back to the default after a denial waits for nobody and counts for nothing.
            let barred = state.decision.reason.bars();
            let (most, most_of_all) = (self.config.max_swaps, self.config.max_session_swaps);
            if !barred && (disturbs || self.swaps >= most || self.session.swaps() >= most_of_all) {
                continue;
            }
            if !barred {
                self.swaps += 1;
                self.session.swapped();
            }
            state.swaps += 1;
            (state.told, state.early) = (wanted, false);
            effects.push(Effect::Show { slot: state.id, variant: wanted });
        }
    }

    /// Another variant stands on the page: it has not been seen yet.
    pub(super) fn on_page(&mut self, slot: SlotId, variant: VariantId) {
        if let Some(state) = self.slots.get_mut(usize::from(slot.0))
            && state.shown != variant
        {
            let undecided = state.swaps == 0 && state.decision.reason == Reason::Default;
            if state.early || undecided {
                (state.told, state.early) = (variant, variant != VariantId::DEFAULT);
            }
            state.shown = variant;
            state.exposure.reset();
            // What the visitor does from now on says nothing of what stood there before.
            state.waiting = None;
        }
    }

    /// Notes which variants have been seen.
    pub(super) fn expose(&mut self, effects: &mut Vec<Effect>) {
        for index in 0..self.slots.len() {
            let state = &mut self.slots[index];
            let visible = self.features.is_visible(state.slot.region, &self.view);
            if state.exposure.observe(visible, self.now) {
                effects.push(Effect::Exposed { slot: state.id, variant: state.shown });
                self.credit(index);
            }
        }
    }

    /// Leaves a slot at its default for good: the shell could not show its variant.
    pub(super) fn give_up(&mut self, slot: SlotId, effects: &mut Vec<Effect>) {
        self.on_page(slot, VariantId::DEFAULT);
        if let Some(state) = self.slots.get_mut(usize::from(slot.0)) {
            state.failed = true;
            let verdict = Verdict::default_for(Reason::Default);
            state.decision = record(slot, &verdict, self.now, Vec::new());
            (state.draw, state.waiting) = (None, None);
            effects.push(Effect::Decided(state.decision.clone()));
        }
    }
}

/// What spoke for or against what was drawn.
fn weigh_draw(state: &SlotState, draw: Option<&Draw>) -> Vec<Weighed> {
    match (&state.beliefs, draw) {
        (Some(beliefs), Some(draw)) => beliefs.weigh(draw),
        _ => Vec::new(),
    }
}

/// The features that a variant's rule read.
fn read_by_rule(slot: &Slot, variant: VariantId, facts: &Facts<'_>) -> Vec<Weighed> {
    let Some(rule) = slot.variants.get(usize::from(variant.0)).and_then(|v| v.when.as_ref()) else {
        return Vec::new();
    };
    let weighed = rule
        .paths()
        .into_iter()
        .filter_map(|path| Some(Weighed { path: path.to_owned(), value: facts.number(path)?, weight: 1.0 }));
    weighed.take(MOST_WEIGHED).collect()
}

//! The engine: `step(event, now, rng) → effects`, the whole of nearside's behaviour.
//!
//! It sees every other module and owns their order: a signal is checked, folded into session, view and features;
//! a tick scores, decides, shows and exposes. No clock, no DOM, no network, no chance of its own: one script
//! of events gives one script of effects, on any machine.

mod keep;
mod learn;
mod models;
mod read;
mod slots;
mod tune;

use models::Models;
use rand_core::Rng;
use slots::SlotState;
use tune::Tuner;

use crate::{
    attention::Attention,
    chain::Visit,
    config::Config,
    consent::{Answer, Consent, Purpose},
    error::EngineError,
    event::{Effect, Event},
    experiment::Factorial,
    features::Features,
    history::{BACK, History},
    hygiene::{AutomationWatch, admits},
    memory::Memory,
    name::is_name,
    scorer::{Score, Scorer, ScorerError, Task},
    seed::stable_unit,
    session::Session,
    signal::{Observed, RegionId, Signal},
    slot::{Slot, SlotId, SlotSpec},
    state::Snapshot,
    units::Millis,
    view::View,
};

/// Most regions on one page.
pub const MAX_REGIONS: usize = 1_024;
/// The latest time that counts, ms: no page lives for three months, and far beyond it the grid would stand still.
const LATEST: Millis = Millis(1e10);
/// Dwell between two rounds of scoring.
const SCORE_EVERY: Millis = Millis(500.0);
/// Time between two rounds of deciding: no eye tells a quarter of a second, and a frame is too often.
const DECIDE_EVERY: Millis = Millis(250.0);
/// Dwell between two snapshots.
const KEEP_EVERY: Millis = Millis(10_000.0);

/// What a visit begins with; everything else comes as events.
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    /// Wall clock at the page's time zero, ms since the epoch.
    pub wall: f64,
    /// Random, from the browser's CSPRNG; the kept one, where there is one, takes its place.
    pub seed: u64,
    /// What was kept on the device, under an earlier grant for `store`.
    pub kept: Option<Snapshot>,
}

/// The agent's mind for one page.
pub struct Engine {
    config: Config,
    seed: u64,
    held_out: bool,
    consent: Consent,
    now: Millis,
    view: View,
    session: Session,
    automation: AutomationWatch,
    features: Features,
    history: History,
    names: Vec<String>,
    slots: Vec<SlotState>,
    swaps: u32,
    models: Models,
    tuner: Tuner,
    attention: Attention,
    scored_at: Millis,
    decided_at: Option<Millis>,
    kept_at: Millis,
    /// Wall clock at the page's time zero, ms since the epoch.
    wall: f64,
    /// What was learned, on this page and on others.
    memory: Memory,
    /// Experiments over several slots.
    tests: Vec<Factorial>,
    /// What the engine looks at while it is paused: nothing.
    nothing: View,
    /// Scratch, kept so that a tick in steady state allocates nothing.
    ids: Vec<RegionId>,
    rows: Vec<f32>,
}

impl Engine {
    /// Opens a page.
    pub fn new(config: Config, start: Start) -> Engine {
        // Settings that were read were checked.
        let tests = config.factorials().unwrap_or_default();
        // The seed is random, but in a script it may be the same for every page.
        let page = start.seed ^ start.wall.to_bits();
        let mut engine = Engine {
            seed: start.seed,
            held_out: stable_unit(start.seed, &config.site) < config.holdout,
            consent: config.consent,
            session: Session::open(start.wall),
            config,
            now: Millis::ZERO,
            view: View::default(),
            automation: AutomationWatch::default(),
            features: Features::default(),
            history: History::new(start.wall),
            names: Vec::new(),
            slots: Vec::new(),
            swaps: 0,
            models: Models::default(),
            tuner: Tuner::default(),
            attention: Attention::default(),
            scored_at: Millis::ZERO,
            decided_at: None,
            kept_at: Millis::ZERO,
            wall: start.wall,
            tests,
            memory: Memory::new(page),
            nothing: View { visible: false, ..View::default() },
            ids: Vec::new(),
            rows: Vec::new(),
        };
        if start.kept.is_some() {
            // Nothing is there yet that an effect could be about.
            engine.kept(start.kept, || start.seed, &mut Vec::new());
        }
        engine
    }

    /// Hands over a model; it is in use from the [`Event::ScorerReady`] for its task on.
    ///
    /// # Errors
    /// [`ScorerError`] when it was not made for this agent's features, or its task has a model already; the engine
    /// then goes on as before.
    pub fn set_scorer(&mut self, scorer: Box<dyn Scorer>) -> Result<(), ScorerError> {
        self.models.add(scorer)
    }

    /// Takes one event at `now` and appends what follows from it to `effects`.
    ///
    /// Times that go backwards count as the latest seen.
    pub fn step(&mut self, event: Event, now: Millis, rng: &mut impl Rng, effects: &mut Vec<Effect>) {
        self.advance(now);
        match event {
            Event::Signal(observed) => self.observe(&observed, rng, effects),
            Event::Watch { name } => self.watch(name, effects),
            Event::Slot(spec) => self.add_slot(spec, effects),
            Event::Consent(purpose, answer) => self.answer(purpose, answer, effects),
            Event::ScorerReady(task) => {
                self.models.ready(task);
                self.refit();
            }
            Event::Tick => self.tick(rng, effects),
            Event::Shown { slot, variant } => self.on_page(slot, variant),
            Event::Kept(snapshot) => self.kept(snapshot, || rng.next_u64(), effects),
            Event::Left(journal) => self.left(journal, effects),
            Event::Written => self.memory.written(),
            Event::Pause(paused) => self.pause(paused, effects),
            Event::Forget { seed } => self.forget(seed, effects),
            Event::Goal { name, value } => {
                self.converted(&name, value, rng, effects);
                self.reached(&name, value, effects);
            }
            Event::Happened { name, trusted } => self.happened(name, trusted, effects),
            Event::Failed(slot) => self.give_up(slot, effects),
        }
    }

    fn advance(&mut self, now: Millis) {
        // Not-a-number fails both comparisons and is passed over, like a clock set back or run wild.
        if now > self.now && now <= LATEST {
            self.now = now;
        }
        let view = if self.is_paused() { &self.nothing } else { &self.view };
        self.features.advance(view, &self.session, self.now);
        self.session.advance(view, self.now);
        self.history.advance(self.now);
    }

    fn observe(&mut self, observed: &Observed, rng: &mut impl Rng, effects: &mut Vec<Effect>) {
        if !admits(observed) {
            return;
        }
        let signal = &observed.signal;
        if self.is_paused() && !signal.is_place() {
            return;
        }
        self.automation.observe(signal, self.now);
        self.features.observe(signal, &self.view, self.now);
        self.session.observe(signal, self.now);
        self.view.observe(signal);
        self.history.observe(signal, &self.names);
        if matches!(signal, Signal::Click { .. }) && self.features.is_raging() {
            self.history.note("rage", None);
        }
        if let Signal::Environment(now) = signal {
            let near = self.config.special_days.iter().map(|special| special.nearness(now.month, now.day));
            self.session.special = near.fold(0.0, f32::max);
        }
        self.reward_by(signal, rng, effects);
        if matches!(signal, Signal::Left | Signal::Visible(false)) {
            self.note_moment(rng);
            self.keep(effects);
            self.leave_behind(effects);
        }
    }

    /// The page has a word for what happened; what a script made up is passed over, like its signals.
    fn happened(&mut self, name: String, trusted: bool, effects: &mut Vec<Effect>) {
        if !is_name(&name) {
            effects.push(Effect::Refused(EngineError::Happening(name)));
        } else if trusted && !self.is_paused() {
            self.history.note(&name, None);
            if name == BACK {
                self.came_back(effects);
            }
        }
    }

    fn watch(&mut self, name: String, effects: &mut Vec<Effect>) {
        match self.add_region(name) {
            Ok(region) => effects.push(Effect::Observe(region)),
            Err(error) => effects.push(Effect::Refused(error)),
        }
    }

    fn add_slot(&mut self, spec: SlotSpec, effects: &mut Vec<Effect>) {
        if let Some(index) = self.slots.iter().position(|state| state.slot.name == spec.name) {
            return self.revise_slot(index, spec, effects);
        }
        let region = RegionId(self.names.len() as u16);
        let name = spec.name.clone();
        let added = Slot::new(spec, region).map_err(EngineError::from).and_then(|slot| {
            self.add_region(name)?;
            Ok(slot)
        });
        match added {
            Ok(slot) => {
                effects.push(Effect::Observe(region));
                let id = SlotId(self.slots.len() as u16);
                self.slots.push(SlotState::new(slot, id, self.now));
                self.open_slot(usize::from(id.0), effects);
            }
            Err(error) => effects.push(Effect::Refused(error)),
        }
    }

    /// A slot that is there already is another from now on: what was decided and waited for is void, what was learned of
    /// variants that keep their names is not.
    fn revise_slot(&mut self, index: usize, spec: SlotSpec, effects: &mut Vec<Effect>) {
        let state = &mut self.slots[index];
        match Slot::new(spec, state.slot.region) {
            Ok(slot) => {
                *state = SlotState::new(slot, state.id, self.now);
                self.open_slot(index, effects);
            }
            Err(error) => effects.push(Effect::Refused(error.into())),
        }
    }

    fn open_slot(&mut self, index: usize, effects: &mut Vec<Effect>) {
        if let Err(error) = self.believe(index) {
            effects.push(Effect::Refused(error));
        }
        effects.push(Effect::Decided(self.slots[index].decision.clone()));
    }

    fn add_region(&mut self, name: String) -> Result<RegionId, EngineError> {
        if !is_name(&name) {
            return Err(EngineError::Name(name));
        }
        if self.names.contains(&name) {
            return Err(EngineError::DuplicateRegion(name));
        }
        if self.names.len() >= MAX_REGIONS {
            return Err(EngineError::TooManyRegions(MAX_REGIONS));
        }
        self.names.push(name);
        self.attention.add_region();
        Ok(self.features.add_region())
    }

    fn answer(&mut self, purpose: Purpose, answer: Answer, effects: &mut Vec<Effect>) {
        self.consent.set(purpose, answer);
        // A denial must not wait for the next round.
        self.decided_at = None;
        match (purpose, answer) {
            (Purpose::Store, Answer::Granted) => self.keep(effects),
            (Purpose::Store, Answer::Denied) => effects.push(Effect::Erase),
            (Purpose::Learn, Answer::Denied) => {
                self.unlearn();
                self.keep(effects);
            }
            _ => {}
        }
    }

    fn tick(&mut self, rng: &mut impl Rng, effects: &mut Vec<Effect>) {
        self.features.roll();
        if !self.is_paused() {
            self.score(effects);
        }
        if self.decided_at.is_none_or(|last| self.now.since(last) >= DECIDE_EVERY) {
            self.decided_at = Some(self.now);
            self.decide(rng, effects);
        }
        self.show(effects);
        self.expose(effects);
        self.settle(effects);
        if self.session.dwell.since(self.kept_at) >= KEEP_EVERY {
            self.keep(effects);
        }
    }

    /// Asks the models once enough dwell has passed, and adds up attention.
    fn score(&mut self, effects: &mut Vec<Effect>) {
        let span = self.session.dwell.since(self.scored_at);
        if span < SCORE_EVERY {
            return;
        }
        self.scored_at = self.session.dwell;
        if self.consent.answer(Purpose::Personalize) == Answer::Denied {
            // Nobody asked for what a model would say of them.
            self.models.fall_silent();
            self.attention.update(std::iter::empty(), span);
            return;
        }
        let context = self.features.context(&self.view, &self.session);
        for task in [Task::Propensity, Task::Segments] {
            if let Err(error) = self.models.ask(task, &context) {
                effects.push(Effect::Refused(error.into()));
            }
        }
        if !self.models.has(Task::Attention) {
            return;
        }
        self.features.rows(&self.view, &self.session, &mut self.ids, &mut self.rows);
        match self.models.ask(Task::Attention, &self.rows) {
            Ok(()) => {
                let scores = Score::read(self.models.outputs(Task::Attention));
                self.attention.update(self.ids.iter().copied().zip(scores), span);
            }
            Err(error) => {
                self.attention.update(std::iter::empty(), span);
                effects.push(Effect::Refused(error.into()));
            }
        }
    }

    fn visit(&self, explores: bool) -> Visit<'_> {
        Visit {
            config: &self.config,
            consent: &self.consent,
            automation: self.automation.verdict(),
            held_out: self.held_out,
            seed: self.seed,
            tests: &self.tests,
            assignments: self.memory.assignments(),
            is_paused: self.is_paused(),
            explores,
        }
    }
}

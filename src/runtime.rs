//! The runtime: sense → `engine.step` → act, once a frame. It owns the clock's reading, the seed and the order.
//!
//! Reads all come before writes. What the page is to be told is collected, and told by the shell when nothing here
//! is borrowed any more, so that a listener may call the agent.

mod carry;
mod catalogue;
mod contest;
mod keep;
mod register;

use nearside_core::{
    consent::{Answer, Purpose},
    engine::Engine,
    event::{Effect, Event},
    features::schema,
    json::ToJson,
    recording::Recording,
    scorer::{Scorer, ScorerError, Task},
    seed::{self, VisitRng},
    signal::Signal,
    slot::SlotId,
    units::Millis,
};
use web_sys::{Document, Window};

use crate::{
    act::Stage,
    dto::{Inspection, ModelReport, SlotReport},
    error::AgentError,
    host::Host,
    inspect,
    journal::Journal,
    load::{Opening, answer_name, purpose_name},
    model::{ForeignModel, Model},
    sense::{Sense, Timed},
};
use catalogue::Catalogues;
use contest::Fallen;
pub use keep::Erasure;
use register::Registry;

/// What a drain may read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Look {
    /// What was noted, and where what moved stands now.
    News,
    /// That, and whether anything moved without a sign.
    Everything,
    /// Only what was noted: the page is being left, and must not be laid out for us.
    Last,
}

/// Something for the host.
pub enum Message {
    /// For the page's listeners.
    Tell {
        /// `ready`, `decision`, `exposure` or `error`.
        kind: &'static str,
        /// JSON.
        detail: String,
    },
    /// There is something to keep; a journal must be put down at once.
    Keep(Option<String>),
    /// Nothing may be left of what was kept.
    Erase,
}

impl Message {
    fn new(kind: &'static str, detail: &dyn ToJson) -> Message {
        Message::Tell { kind, detail: detail.write().to_string() }
    }
}

/// One running agent.
pub struct Runtime {
    document: Document,
    sense: Sense,
    engine: Engine,
    rng: VisitRng,
    stage: Stage,
    journal: Journal,
    registry: Registry,
    catalogues: Catalogues,
    fallen: Fallen,
    models: Vec<ModelReport>,
    recording: Option<Recording>,
    /// The visitor was forgotten on this page, which keeps nothing from then on; the next one begins anew.
    is_forgotten: bool,
    messages: Vec<Message>,
    /// Scratch, kept so that a frame in steady state allocates nothing.
    timed: Vec<Timed>,
    effects: Vec<Effect>,
    latest: Millis,
}

impl Runtime {
    /// Everything in place, nothing read yet.
    pub fn new(window: &Window, document: Document, host: Host, sense: Sense, opening: Opening) -> Runtime {
        let Opening { config, start, journals, record, catalogue_due, problems } = opening;
        let loading = |folder: &String| ModelReport {
            folder: folder.clone(),
            state: "loading",
            task: None,
            name: None,
        };
        let mut runtime = Runtime {
            stage: Stage::new(window, document.clone(), host, sense.waker()),
            recording: record.then(|| Recording {
                config: config.clone(),
                start: start.clone(),
                events: Vec::new(),
            }),
            rng: seed::rng(start.seed),
            models: config.models.iter().map(loading).collect(),
            engine: Engine::new(config, start),
            registry: Registry::default(),
            catalogues: Catalogues::new(catalogue_due),
            fallen: Fallen::default(),
            journal: Journal::default(),
            is_forgotten: false,
            messages: Vec::new(),
            timed: Vec::new(),
            effects: Vec::new(),
            latest: Millis::ZERO,
            document,
            sense,
        };
        for problem in problems {
            runtime.fail(Millis::ZERO, &problem.into());
        }
        for journal in journals {
            runtime.step(Event::Left(journal), Millis::ZERO);
        }
        // First of all: a page that was opened in a hidden tab has had no dwell since its time zero.
        for event in runtime.sense.beginning() {
            runtime.step(event, Millis::ZERO);
        }
        runtime
    }

    /// Drains all that was noted.
    pub fn drain(&mut self, now: Millis, look: Look) {
        self.journal.cost.frames = self.journal.cost.frames.saturating_add(1);
        let mut timed = std::mem::take(&mut self.timed);
        if look == Look::Last {
            self.sense.read_last(&mut timed);
        } else {
            if look == Look::Everything {
                self.sense.remeasure();
            }
            self.attend(now, look);
            self.sense.read(now, &mut timed);
        }
        for (at, event) in timed.drain(..) {
            let mut gone = None;
            if let Event::Signal(observed) = &event {
                self.journal.count(&observed.signal);
                if let Signal::Gone(region) = observed.signal {
                    gone = Some(region);
                }
            }
            // A page can give its events any time; none is later than their reading.
            self.step(event, Millis(at.0.min(now.0)));
            // What it showed until now is settled first.
            if let Some(region) = gone {
                self.leave(region, now);
            }
        }
        self.timed = timed;
        self.step(Event::Tick, now);
        self.carry_out(now);
        if look != Look::Last {
            self.stop_shifts(now);
            self.settle(now);
            self.tell_fallen(now);
        }
    }

    /// Takes in how the page's DOM changed.
    fn attend(&mut self, now: Millis, look: Look) {
        let (changed, came) = (self.sense.mutations().take_any(), self.sense.mutations().take_came());
        if self.sense.moved_on() {
            self.stage.another_page();
        }
        let is_due = came || self.sense.is_stale();
        if is_due {
            self.register(now, look);
        }
        if is_due || changed {
            self.recover(now, changed);
        }
    }

    /// Takes the visitor's answer for one purpose.
    pub fn answer(&mut self, purpose: Purpose, answer: Answer, now: Millis) {
        if (purpose, answer) == (Purpose::Store, Answer::Granted) {
            self.is_forgotten = false;
        }
        self.step(Event::Consent(purpose, answer), now);
        let text = format!("{} is {}", purpose_name(purpose), answer_name(answer));
        self.journal.tell(now, "consent", text);
        self.follow(now);
    }

    /// Puts the model from `folder` to use.
    ///
    /// # Errors
    /// [`AgentError`] when it is not a model, was trained on other features or has a double; reported as well.
    pub fn attach(&mut self, folder: &str, model: Model, now: Millis) -> Result<(), AgentError> {
        let attached = ForeignModel::new(folder, model).and_then(|model| {
            let (task, name) = (model.task(), model.name());
            // Which model it was says more than that there was one.
            let refused = |error: ScorerError| AgentError::ModelRefused {
                folder: folder.to_owned(),
                why: error.to_string(),
            };
            self.engine.set_scorer(Box::new(model)).map_err(refused)?;
            Ok((task, name))
        });
        match attached {
            Ok((task, name)) => {
                self.step(Event::ScorerReady(task), now);
                let called = name.as_deref().unwrap_or(task.name());
                self.journal.tell(now, "model", format!("{called} is ready"));
                for model in self.models.iter_mut().filter(|model| model.folder == folder) {
                    (model.state, model.task, model.name) = ("ready", Some(task.name()), name.clone());
                }
                Ok(())
            }
            Err(error) => {
                self.without(folder, &error, now);
                Err(error)
            }
        }
    }

    /// Goes on without the model in `folder`, and says why.
    pub fn without(&mut self, folder: &str, error: &AgentError, now: Millis) {
        for model in self.models.iter_mut().filter(|model| model.folder == folder) {
            model.state = "refused";
        }
        self.fail(now, error);
    }

    /// Where the models stand: one that failed at work is no longer the engine's.
    fn models(&self) -> Vec<ModelReport> {
        let mut models = self.models.clone();
        for model in models.iter_mut().filter(|model| model.state == "ready") {
            let task = model.task.and_then(Task::named);
            if !task.is_some_and(|task| self.engine.has_scorer(task)) {
                model.state = "refused";
            }
        }
        models
    }

    /// Takes the page's word that the visitor reached a goal.
    pub fn reward(&mut self, goal: &str, value: f64, now: Millis) {
        self.step(Event::Goal { name: goal.to_owned(), value }, now);
        self.carry_out(now);
    }

    /// Takes the page's word for something that happened.
    pub fn track(&mut self, name: &str, now: Millis) {
        self.step(Event::Happened { name: name.to_owned(), trusted: true }, now);
        self.carry_out(now);
    }

    /// Shows a variant and keeps it, whatever is decided.
    ///
    /// # Errors
    /// [`AgentError`] for a slot or variant that is not there; reported as well.
    pub fn show(&mut self, slot: &str, variant: &str, now: Millis) -> Result<(), AgentError> {
        let shown = self.force(slot, variant, now);
        if let Err(error) = &shown {
            self.fail(now, error);
        }
        shown
    }

    fn force(&mut self, slot: &str, variant: &str, now: Millis) -> Result<(), AgentError> {
        let id = self.slot_id(slot)?;
        let known = self.engine.slots().nth(usize::from(id.0));
        let chosen = known.ok_or_else(|| AgentError::UnknownSlot(slot.to_owned()))?.variant(variant)?;
        let forced = self.stage.force(id, chosen);
        self.step(Event::Shown { slot: id, variant: self.stage.shown(id) }, now);
        self.sense.remeasure();
        self.tell_dropped(now);
        forced.map_err(|failure| AgentError::Swap { slot: slot.to_owned(), why: failure.to_string() })?;
        self.journal.tell(now, "swap", format!("{slot} shows {variant} on demand"));
        Ok(())
    }

    /// Lets a slot show what is decided for it again, as soon as nobody is disturbed.
    ///
    /// # Errors
    /// [`AgentError::UnknownSlot`].
    pub fn release(&mut self, slot: &str, now: Millis) -> Result<(), AgentError> {
        let id = self.slot_id(slot)?;
        self.stage.release(id);
        self.journal.tell(now, "swap", format!("{slot} was released"));
        Ok(())
    }

    fn slot_id(&self, name: &str) -> Result<SlotId, AgentError> {
        let index = self.engine.slots().position(|slot| slot.name == name);
        index.map(|index| SlotId(index as u16)).ok_or_else(|| AgentError::UnknownSlot(name.to_owned()))
    }

    /// What a slot shows and why.
    ///
    /// # Errors
    /// [`AgentError::UnknownSlot`].
    pub fn explain(&self, slot: &str) -> Result<SlotReport, AgentError> {
        let id = self.slot_id(slot)?;
        inspect::slot(&self.engine, &self.stage, id).ok_or_else(|| AgentError::UnknownSlot(slot.to_owned()))
    }

    /// All that the inspector shows.
    pub fn inspect(&self, now: Millis) -> Inspection {
        let mut cost = self.journal.cost;
        cost.lost = self.sense.lost();
        Inspection {
            now: now.0,
            automation: self.engine.automation().map(|automation| automation.name()),
            consent: inspect::consent(&self.engine),
            paused: self.engine.is_paused(),
            catalogue: self.catalogues.version(),
            schema: format!("{:016x}", schema::HASH),
            models: self.models(),
            outlook: inspect::outlook(&self.engine),
            context: inspect::context(&self.engine),
            regions: inspect::regions(&self.engine),
            slots: inspect::slots(&self.engine, &self.stage),
            signals: self.journal.signals(),
            timeline: self.journal.timeline(),
            errors: self.journal.errors(),
            cost,
        }
    }

    /// The recording of this visit, as JSON; none if none was asked for.
    pub fn recording(&self) -> Option<String> {
        self.recording.as_ref().map(Recording::to_json)
    }

    /// Reports an error, once.
    pub fn fail(&mut self, now: Millis, error: &AgentError) {
        if let Some(report) = self.journal.fail(now, error) {
            self.messages.push(Message::new("error", &report));
        }
    }

    /// What the page is to be told, in order.
    pub fn take_messages(&mut self) -> Vec<Message> {
        std::mem::take(&mut self.messages)
    }

    /// Gives every slot its default back and stops sensing.
    pub fn stop(&mut self) {
        self.sense.stop();
        self.stage.clear();
    }

    /// Feeds the engine, with times that never go back nor run ahead of the signals after them.
    fn step(&mut self, event: Event, at: Millis) {
        if at > self.latest {
            self.latest = at;
        }
        if let Some(recording) = &mut self.recording {
            recording.events.push((self.latest, event.clone()));
        }
        self.engine.step(event, self.latest, &mut self.rng, &mut self.effects);
    }
}

//! A visit under test: an engine, its chance, and what came of each event.

use nearside_core::{
    config::Config,
    engine::{Engine, Start},
    event::{Effect, Event},
    features::schema::{HASH, WIDTH, index_of},
    geometry::{Point, Rect, Size},
    scorer::{Score, Scorer, ScorerError, Task},
    seed::{VisitRng, rng},
    signal::{Observed, PointerKind, RegionId, Signal},
    slot::{SlotSpec, VariantSpec},
    units::Millis,
};

/// A start at noon of some day with a fixed seed.
pub(crate) const START: Start = Start { wall: 1.8e12, seed: 42, kept: None };

/// An engine with its chance and all effects so far.
pub(crate) struct Visit {
    pub(crate) engine: Engine,
    pub(crate) rng: VisitRng,
    pub(crate) effects: Vec<Effect>,
    /// Whether the shell shows what it is told to.
    pub(crate) obedient: bool,
}

impl Visit {
    pub(crate) fn new(config: Config) -> Visit {
        Visit {
            engine: Engine::new(config, START),
            rng: rng(START.seed),
            effects: Vec::new(),
            obedient: true,
        }
    }

    /// A desktop page of 1,000 × 3,000 px in a window of 1,000 × 800 px with two watched regions at its top,
    /// `photos` (left) and `reviews` (right), and the given slot at 1,000 px.
    pub(crate) fn of_page(config: Config, slot: SlotSpec) -> Visit {
        let mut visit = Visit::new(config);
        visit.signal(0.0, Signal::Viewport(Size { width: 1_000.0, height: 800.0 }));
        visit.signal(0.0, Signal::Document(Size { width: 1_000.0, height: 3_000.0 }));
        visit.signal(0.0, Signal::Scroll(Point::default()));
        for name in ["photos", "reviews"] {
            visit.event(0.0, Event::Watch { name: name.into() });
        }
        visit.event(0.0, Event::Slot(slot));
        for (region, x, y) in [(0, 0.0, 100.0), (1, 500.0, 100.0), (2, 0.0, 1_000.0)] {
            let rect = Rect { x, y, width: 400.0, height: 300.0 };
            visit.signal(0.0, Signal::Layout { region: RegionId(region), rect, shown: 1.0 });
        }
        visit
    }

    pub(crate) fn event(&mut self, at: f64, event: Event) {
        let before = self.effects.len();
        self.engine.step(event, Millis(at), &mut self.rng, &mut self.effects);
        // A shell that does as it is told, at once.
        for index in before..self.effects.len() {
            if let Effect::Show { slot, variant } = self.effects[index]
                && self.obedient
            {
                let shown = Event::Shown { slot, variant };
                self.engine.step(shown, Millis(at), &mut self.rng, &mut self.effects);
            }
        }
    }

    pub(crate) fn signal(&mut self, at: f64, signal: Signal) {
        self.event(at, Event::Signal(Observed { signal, trusted: true }));
    }

    pub(crate) fn cursor(&mut self, at: f64, x: f64, y: f64) {
        self.signal(at, Signal::Move { to: Point { x, y }, pointer: PointerKind::Mouse });
    }

    /// Ticks twice a second in (from, to].
    pub(crate) fn ticks(&mut self, from: f64, to: f64) {
        let mut at = from + 500.0;
        while at <= to {
            self.event(at, Event::Tick);
            at += 500.0;
        }
    }

    pub(crate) fn with_scorer(mut self, scorer: impl Scorer + 'static) -> Visit {
        let task = scorer.task();
        self.engine.set_scorer(Box::new(scorer)).unwrap();
        self.event(0.0, Event::ScorerReady(task));
        self
    }
}

/// A slot called `advice` with these (variant, rule, subjects).
pub(crate) fn slot(variants: &[(&str, Option<&str>, &[&str])]) -> SlotSpec {
    let variants = variants.iter().map(|&(name, when, about)| VariantSpec {
        name: name.into(),
        when: when.map(Into::into),
        about: about.iter().map(|&n| n.into()).collect(),
    });
    SlotSpec { name: "advice".into(), variants: variants.collect(), ..SlotSpec::default() }
}

/// A scorer that anyone can follow: attention goes to what is hovered.
pub(crate) struct HoverScorer {
    inputs: Vec<usize>,
    typical: Vec<f32>,
    outputs: [String; 2],
    /// How often it was asked.
    pub(crate) asked: std::rc::Rc<std::cell::Cell<u32>>,
}

impl Default for HoverScorer {
    fn default() -> Self {
        let inputs = vec![index_of("hover.*.share_2s").unwrap()];
        let outputs = Score::OUTPUTS.map(str::to_owned);
        HoverScorer { inputs, typical: vec![0.0; WIDTH], outputs, asked: Default::default() }
    }
}

impl Scorer for HoverScorer {
    fn task(&self) -> Task {
        Task::Attention
    }
    fn schema(&self) -> u64 {
        HASH
    }
    fn inputs(&self) -> &[usize] {
        &self.inputs
    }
    fn typical(&self) -> &[f32] {
        &self.typical
    }
    fn outputs(&self) -> &[String] {
        &self.outputs
    }
    fn score(&mut self, rows: &[f32], outputs: &mut [f32]) -> Result<(), ScorerError> {
        self.asked.set(self.asked.get() + 1);
        for (row, scores) in rows.chunks(WIDTH).zip(outputs.chunks_mut(2)) {
            scores.fill(0.1 + 0.8 * row[self.inputs[0]]);
        }
        Ok(())
    }
}

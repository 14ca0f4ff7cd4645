//! One page with one slot that learns, at work.

use nearside_core::{
    config::Config,
    consent::{Answer, Purpose},
    decision::Reason,
    engine::{Engine, Start},
    event::{Effect, Event},
    geometry::{Point, Rect, Size},
    seed::{VisitRng, rng},
    signal::{Observed, RegionId, Signal},
    slot::{SlotId, SlotSpec},
    state::Snapshot,
    units::Millis,
};

use crate::visit::{START, slot};

pub(crate) const SLOT: SlotId = SlotId(0);

pub(crate) fn spec(reward: &str) -> SlotSpec {
    let variants = slot(&[("voices", None, &[]), ("looks", None, &[])]);
    SlotSpec { reward: Some(reward.to_owned()), ..variants }
}

pub(crate) fn learning() -> Config {
    let mut config = Config::default();
    for purpose in [Purpose::Store, Purpose::Learn] {
        config.consent.set(purpose, Answer::Granted);
    }
    config
}

/// One page with the slot in its window, at work.
pub(crate) struct Page {
    pub(crate) engine: Engine,
    rng: VisitRng,
    pub(crate) effects: Vec<Effect>,
}

impl Page {
    /// The only page of a day.
    pub(crate) fn open(config: Config, kept: Option<Snapshot>, visit: u64, spec: SlotSpec, y: f64) -> Page {
        Page::open_at(config, kept, visit as f64 * 8.64e7, spec, y)
    }

    /// A page `later` ms after the first that there ever was.
    pub(crate) fn open_at(
        config: Config,
        kept: Option<Snapshot>,
        later: f64,
        spec: SlotSpec,
        y: f64,
    ) -> Page {
        let visit = later as u64;
        let start = Start { wall: START.wall + later, seed: visit | 1, kept };
        let mut page = Page { engine: Engine::new(config, start), rng: rng(visit), effects: Vec::new() };
        page.signal(0.0, Signal::Viewport(Size { width: 1_000.0, height: 800.0 }));
        page.signal(0.0, Signal::Document(Size { width: 1_000.0, height: 9_000.0 }));
        page.signal(0.0, Signal::Scroll(Point::default()));
        page.step(0.0, Event::Slot(spec));
        let rect = Rect { x: 0.0, y, width: 400.0, height: 300.0 };
        page.signal(0.0, Signal::Layout { region: RegionId(0), rect, shown: 1.0 });
        page.step(1.0, Event::Tick);
        page
    }

    pub(crate) fn step(&mut self, at: f64, event: Event) {
        let before = self.effects.len();
        self.engine.step(event, Millis(at), &mut self.rng, &mut self.effects);
        for index in before..self.effects.len() {
            if let Effect::Show { slot, variant } = self.effects[index] {
                self.engine.step(
                    Event::Shown { slot, variant },
                    Millis(at),
                    &mut self.rng,
                    &mut self.effects,
                );
            }
        }
    }

    pub(crate) fn signal(&mut self, at: f64, signal: Signal) {
        self.step(at, Event::Signal(Observed { signal, trusted: true }));
    }

    pub(crate) fn ticks(&mut self, from: f64, to: f64) {
        let mut at = from;
        while at <= to {
            self.step(at, Event::Tick);
            at += 250.0;
        }
    }

    pub(crate) fn click(&mut self, at: f64) {
        let region = Some(RegionId(0));
        self.signal(at, Signal::Click { at: Point { x: 9.0, y: 9.0 }, region, interactive: true });
    }

    pub(crate) fn chosen(&self) -> (u16, Reason) {
        let decision = self.engine.decision(SLOT).unwrap();
        (decision.variant.0, decision.reason)
    }

    pub(crate) fn learned(&self) -> Vec<(u16, f64)> {
        let learned = self.effects.iter().filter_map(|effect| match effect {
            Effect::Learned { variant, reward, .. } => Some((variant.0, reward.get())),
            _ => None,
        });
        learned.collect()
    }

    pub(crate) fn kept(&self) -> Option<Snapshot> {
        let snapshot = self.engine.snapshot().filter(|_| self.effects.contains(&Effect::Keep))?;
        Some(Snapshot::parse(&snapshot.to_json()).unwrap())
    }
}

//! What is kept on the device, refused and ignored, through `step` alone.

use crate::visit::{HoverScorer, START, Visit, slot};
use nearside_core::{
    config::Config,
    consent::{Answer, Purpose},
    engine::{Engine, MAX_REGIONS, Start},
    error::EngineError,
    event::{Effect, Event},
    features::schema::{Page, WIDTH},
    geometry::Point,
    scorer::{Score, Scorer, ScorerError, Task},
    signal::{Observed, Signal},
    slot::SlotSpec,
    state::Snapshot,
};

/// What the engine would have kept, if it asked for it.
fn kept(visit: &Visit) -> Option<Snapshot> {
    let snapshot = visit.engine.snapshot().filter(|_| visit.effects.contains(&Effect::Keep))?;
    Some(Snapshot::parse(&snapshot.to_json()).unwrap())
}

#[test]
fn nothing_is_kept_without_a_yes_and_a_no_erases() {
    for answer in [None, Some(Answer::Pending), Some(Answer::Denied)] {
        let mut visit = Visit::new(Config::default());
        if let Some(answer) = answer {
            visit.event(1.0, Event::Consent(Purpose::Store, answer));
        }
        visit.ticks(0.0, 60_000.0);
        visit.signal(60_001.0, Signal::Left);
        assert_eq!(kept(&visit), None, "{answer:?}");
        assert_eq!(visit.effects.contains(&Effect::Erase), answer == Some(Answer::Denied));
    }
}

#[test]
fn a_kept_session_goes_on_with_its_seed_on_the_next_page() {
    let mut visit = Visit::new(Config::default());
    visit.event(1.0, Event::Consent(Purpose::Store, Answer::Granted));
    visit.ticks(0.0, 20_000.0);
    visit.signal(20_000.0, Signal::Left);
    let snapshot = kept(&visit).unwrap();
    assert_eq!(snapshot.seed, START.seed);

    let next = Start { wall: START.wall + 60_000.0, seed: 7, kept: Some(snapshot) };
    let engine = Engine::new(Config::default(), next);
    assert_eq!(engine.context()[Page::SessionPages as usize], 2.0);
    assert_eq!(engine.context()[Page::SessionDwell as usize], 20_000.0);
}

#[test]
fn what_was_kept_counts_also_when_it_comes_after_the_start() {
    let mut visit = Visit::new(Config::default());
    visit.event(1.0, Event::Consent(Purpose::Store, Answer::Granted));
    visit.ticks(0.0, 20_000.0);
    visit.signal(20_000.0, Signal::Left);
    let snapshot = kept(&visit).unwrap();

    let next = Start { wall: START.wall + 60_000.0, seed: 7, kept: None };
    let mut late = Visit { engine: Engine::new(Config::default(), next), ..Visit::new(Config::default()) };
    late.event(500.0, Event::Kept(Some(snapshot)));
    late.event(500.0, Event::Consent(Purpose::Store, Answer::Granted));
    assert_eq!(late.engine.context()[Page::SessionPages as usize], 2.0);
    assert_eq!(kept(&late).unwrap().seed, START.seed);
    assert_eq!(kept(&late).unwrap().session.pages, 2);
}

#[test]
fn a_time_stamp_run_wild_does_not_stop_the_visit() {
    let mut visit = Visit::new(Config::default());
    for wild in [1.7e12, 1e18, 1e300, f64::INFINITY, f64::NAN, -1e300] {
        visit.event(wild, Event::Tick);
    }
    visit.event(5_000.0, Event::Tick);
    assert_eq!(visit.engine.now().0, 5_000.0);
    assert_eq!(visit.engine.context()[Page::PageDwell as usize], 5_000.0);
}

#[test]
fn untrusted_and_impossible_signals_change_nothing() {
    let mut visit = Visit::new(Config::default());
    let before = visit.engine.context();
    for (to, trusted) in [(500.0, false), (f64::NAN, true), (f64::INFINITY, true)] {
        let signal = Signal::Scroll(Point { x: 0.0, y: to });
        visit.event(0.0, Event::Signal(Observed { signal, trusted }));
    }
    assert_eq!(visit.engine.context(), before);
}

#[test]
fn what_can_not_work_is_refused_and_the_rest_goes_on() {
    let mut visit = Visit::new(Config::default());
    for event in [
        Event::Watch { name: "photos".into() },
        Event::Watch { name: "photos".into() },
        Event::Watch { name: "two words".into() },
        Event::Slot(SlotSpec { name: "empty".into(), ..SlotSpec::default() }),
        Event::Slot(slot(&[("proof", Some(r#"{"$maybe": 1}"#), &[])])),
        Event::Slot(slot(&[("proof", Some("{}"), &[])])),
    ] {
        visit.event(0.0, event);
    }
    let refused = visit.effects.iter().filter(|effect| matches!(effect, Effect::Refused(_))).count();
    assert_eq!((refused, visit.engine.slots().len()), (4, 1));
    assert_eq!(visit.engine.region_names(), ["photos", "advice"]);
}

#[test]
fn regions_beyond_the_bound_are_left_alone() {
    let mut visit = Visit::new(Config::default());
    for i in 0..=MAX_REGIONS {
        visit.event(0.0, Event::Watch { name: format!("r{i}") });
    }
    assert_eq!(visit.effects.last(), Some(&Effect::Refused(EngineError::TooManyRegions(MAX_REGIONS))));
    assert_eq!(visit.engine.region_names().len(), MAX_REGIONS);
}

/// A scorer that is wrong in one way or another.
struct Broken(u64, Result<f32, ScorerError>, [String; 2]);

impl Broken {
    fn new(schema: u64, outcome: Result<f32, ScorerError>) -> Broken {
        Broken(schema, outcome, Score::OUTPUTS.map(str::to_owned))
    }
}

impl Scorer for Broken {
    fn task(&self) -> Task {
        Task::Attention
    }
    fn schema(&self) -> u64 {
        self.0
    }
    fn inputs(&self) -> &[usize] {
        &[0]
    }
    fn typical(&self) -> &[f32] {
        &[0.0; WIDTH]
    }
    fn outputs(&self) -> &[String] {
        &self.2
    }
    fn score(&mut self, _: &[f32], outputs: &mut [f32]) -> Result<(), ScorerError> {
        outputs.fill(self.1.clone()?);
        Ok(())
    }
}

#[test]
fn a_model_for_other_features_is_refused() {
    let mut visit = Visit::new(Config::default());
    let refused = visit.engine.set_scorer(Box::new(Broken::new(1, Ok(0.5))));
    assert!(matches!(refused, Err(ScorerError::Schema { found: 1, .. })));
    visit.event(0.0, Event::ScorerReady(Task::Attention));
    assert!(!visit.engine.has_scorer(Task::Attention));
}

#[test]
fn a_model_that_fails_is_dropped_and_told_of_once() {
    for outcome in [Ok(f32::NAN), Err(ScorerError::Failed("gone".into()))] {
        let schema = HoverScorer::default().schema();
        let mut visit = Visit::of_page(Config::default(), slot(&[("voices", None, &["reviews"])]))
            .with_scorer(Broken::new(schema, outcome));
        visit.ticks(0.0, 20_000.0);
        let told =
            visit.effects.iter().filter(|e| matches!(e, Effect::Refused(EngineError::Scorer(_)))).count();
        assert_eq!((told, visit.engine.has_scorer(Task::Attention)), (1, false));
    }
}

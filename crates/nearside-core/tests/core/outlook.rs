//! What models say of the whole visit: asked when something changed, read by rules, dropped when they fail.

use nearside_core::{
    config::Config,
    consent::{Answer, Purpose},
    decision::Reason,
    event::{Effect, Event},
    features::schema::{HASH, PAGE, index_of},
    scorer::{CONVERT, Scorer, ScorerError, Task},
    signal::{Environment, PageKind, Signal},
    slot::SlotId,
};

use crate::visit::{Visit, slot};

/// A model of the visit that anyone can follow: its first output is the share of `input` in 10.
struct Plain {
    task: Task,
    inputs: [usize; 1],
    outputs: Vec<String>,
    asked: std::rc::Rc<std::cell::Cell<u32>>,
    /// Gives no number any more once it was asked this often.
    lasts: u32,
}

impl Plain {
    fn new(task: Task, input: &str, outputs: &[&str]) -> Plain {
        let outputs = outputs.iter().map(|&name| name.to_owned()).collect();
        Plain {
            task,
            inputs: [index_of(input).unwrap()],
            outputs,
            asked: Default::default(),
            lasts: u32::MAX,
        }
    }
}

impl Scorer for Plain {
    fn task(&self) -> Task {
        self.task
    }
    fn schema(&self) -> u64 {
        HASH
    }
    fn inputs(&self) -> &[usize] {
        &self.inputs
    }
    fn typical(&self) -> &[f32] {
        &[0.0; PAGE.len()]
    }
    fn outputs(&self) -> &[String] {
        &self.outputs
    }
    fn score(&mut self, rows: &[f32], outputs: &mut [f32]) -> Result<(), ScorerError> {
        self.asked.set(self.asked.get() + 1);
        let first = rows[self.inputs[0]] / 10.0;
        outputs.fill(1.0 - first);
        outputs[0] = if self.asked.get() > self.lasts { f32::NAN } else { first };
        Ok(())
    }
}

fn conversion() -> Plain {
    Plain::new(Task::Propensity, "pages.product.count", &[CONVERT])
}

fn segments() -> Plain {
    Plain::new(Task::Segments, "pages.product.count", &["deep_explorer", "quick_responder"])
}

fn product() -> Signal {
    Signal::Page { kind: PageKind::Product, channel: 0, system: 0 }
}

#[test]
fn rules_read_the_outlook_and_the_page() {
    for (rule, holds) in [
        (r#"{"session.conversion": {"$gt": 0.05}}"#, true),
        (r#"{"session.conversion": {"$gt": 0.15}}"#, false),
        (r#"{"segment": "quick_responder"}"#, true),
        (r#"{"segment": "deep_explorer"}"#, false),
        (r#"{"segment.deep_explorer": {"$lt": 0.2}}"#, true),
        (r#"{"segment.no_such": {"$exists": true}}"#, false),
        (r#"{"page": "product"}"#, true),
    ] {
        let spec = slot(&[("offer", Some(rule), &[])]);
        let mut visit =
            Visit::of_page(Config::default(), spec).with_scorer(conversion()).with_scorer(segments());
        visit.signal(0.0, product());
        visit.ticks(0.0, 2_000.0);
        let reason = visit.engine.decision(SlotId(0)).unwrap().reason;
        assert_eq!(reason == Reason::Rule, holds, "{rule} gave {reason:?}");
    }
}

#[test]
fn a_model_is_asked_only_when_what_it_reads_changed() {
    let (model, asked) = {
        let model = conversion();
        let asked = model.asked.clone();
        (model, asked)
    };
    let mut visit = Visit::new(Config::default()).with_scorer(model);
    visit.ticks(0.0, 10_000.0);
    assert_eq!((asked.get(), visit.engine.outlook().conversion), (1, Some(0.0)));
    visit.signal(10_000.0, product());
    visit.ticks(10_000.0, 20_000.0);
    assert_eq!((asked.get(), visit.engine.outlook().conversion), (2, Some(0.1)));
}

#[test]
fn one_that_fails_is_dropped_and_the_others_go_on() {
    let mut visit =
        Visit::new(Config::default()).with_scorer(Plain { lasts: 1, ..conversion() }).with_scorer(segments());
    visit.ticks(0.0, 1_000.0);
    assert_eq!(visit.engine.outlook().conversion, Some(0.0));
    visit.signal(1_000.0, product());
    visit.ticks(1_000.0, 5_000.0);
    let refused = visit.effects.iter().filter(|effect| matches!(effect, Effect::Refused(_))).count();
    assert_eq!((refused, visit.engine.has_scorer(Task::Propensity)), (1, false));
    assert_eq!(visit.engine.outlook().conversion, None);
    assert_eq!(visit.engine.outlook().segment(), Some("quick_responder"));
}

#[test]
fn whoever_declined_personalization_is_not_summed_up() {
    let mut visit = Visit::new(Config::default()).with_scorer(conversion()).with_scorer(segments());
    visit.ticks(0.0, 1_000.0);
    assert!(visit.engine.outlook().conversion.is_some());
    visit.event(1_000.0, Event::Consent(Purpose::Personalize, Answer::Denied));
    visit.ticks(1_000.0, 2_000.0);
    assert_eq!((visit.engine.outlook().conversion, visit.engine.outlook().segment()), (None, None));
    visit.event(2_000.0, Event::Consent(Purpose::Personalize, Answer::Granted));
    visit.ticks(2_000.0, 3_000.0);
    assert!(visit.engine.outlook().conversion.is_some());
}

#[test]
fn there_is_one_model_for_each_task_and_it_has_its_outputs() {
    let mut visit = Visit::new(Config::default());
    assert_eq!(visit.engine.set_scorer(Box::new(conversion())), Ok(()));
    assert_eq!(
        visit.engine.set_scorer(Box::new(conversion())),
        Err(ScorerError::Duplicate(Task::Propensity))
    );
    for model in [
        Plain::new(Task::Propensity, "scroll.depth", &["buys"]),
        Plain::new(Task::Segments, "scroll.depth", &["one"]),
        Plain::new(Task::Segments, "scroll.depth", &["two", "two"]),
        Plain::new(Task::Attention, "scroll.depth", &["estimate", "forecast"]),
        Plain { inputs: [PAGE.len()], ..segments() },
    ] {
        let refused = Visit::new(Config::default()).engine.set_scorer(Box::new(model));
        assert!(matches!(refused, Err(ScorerError::Misfit(_))), "{refused:?}");
    }
    // There, but not in use before its event.
    visit.ticks(0.0, 2_000.0);
    assert_eq!(visit.engine.outlook().conversion, None);
    visit.event(2_000.0, Event::ScorerReady(Task::Propensity));
    visit.ticks(2_000.0, 3_000.0);
    assert_eq!(visit.engine.outlook().conversion, Some(0.0));
}

#[test]
fn a_special_day_shows_in_the_features() {
    let json = r#"{"special_days": ["02-14", "11-25"]}"#;
    for (month, day, expected) in [(11, 19, 1.0), (2, 9, 0.8), (7, 1, 0.0)] {
        let mut visit = Visit::new(Config::parse(json).unwrap());
        visit.signal(0.0, Signal::Environment(Environment { month, day, ..Environment::default() }));
        let near = visit.engine.context()[index_of("time.special").unwrap()];
        assert!((near - expected).abs() < 1e-6, "{month}-{day} gave {near}");
    }
}

//! Experiments in the chain: a fixed split by the browser's seed, under what outranks it, above what does not.

use nearside_core::{
    config::Config,
    consent::{Answer, Purpose},
    decision::{Decision, Reason},
    engine::{Engine, Start},
    event::Event,
    recording::Recording,
    seed::rng,
    signal::{Observed, Signal},
    slot::{SlotId, SlotSpec, VariantId},
    units::Millis,
};

use crate::visit::{START, Visit, slot};

const SPLIT: &str =
    r#"{"key": "advice-test", "hashVersion": 2, "weights": [0.5, 0.3, 0.2], "coverage": 0.8}"#;

fn spec(experiment: &str) -> SlotSpec {
    let variants = slot(&[("voices", None, &[]), ("looks", None, &[])]);
    SlotSpec { experiment: Some(experiment.to_owned()), ..variants }
}

fn decided(config: &Config, seed: u64, spec: SlotSpec) -> Decision {
    let mut engine = Engine::new(config.clone(), Start { seed, ..START });
    let (mut rng, mut effects) = (rng(seed), Vec::new());
    for event in [Event::Slot(spec), Event::Tick] {
        engine.step(event, Millis(1.0), &mut rng, &mut effects);
    }
    engine.decision(SlotId(0)).unwrap().clone()
}

#[test]
fn visitors_are_split_as_the_weights_say_and_stay_where_they_are() {
    const VISITORS: u64 = 20_000;
    let mut counts = [0_u32; 4];
    for seed in 0..VISITORS {
        let seed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let decision = decided(&Config::default(), seed, spec(SPLIT));
        let variant = usize::from(decision.variant.0);
        match decision.reason {
            Reason::Experiment => {
                counts[variant] += 1;
                assert!((decision.propensity.get() - [0.5, 0.3, 0.2][variant]).abs() < 1e-3, "{decision:?}");
            }
            reason => {
                counts[3] += 1;
                assert_eq!((variant, reason), (0, Reason::Default));
            }
        }
        assert_eq!(decided(&Config::default(), seed, spec(SPLIT)).variant, decision.variant);
    }
    for (count, share) in counts.into_iter().zip([0.4, 0.24, 0.16, 0.2]) {
        let seen = f64::from(count) / VISITORS as f64;
        assert!((seen - share).abs() < 0.015, "{seen} for {share}");
    }
}

#[test]
fn what_outranks_it_answers_first() {
    let all = r#"{"key": "k", "weights": [0, 1, 0]}"#;
    let ruled = SlotSpec {
        experiment: Some(all.into()),
        ..slot(&[("voices", None, &[]), ("looks", Some(r#"{"page.elapsed": {"$gte": 0}}"#), &[])])
    };
    let mut denied = Config::default();
    denied.consent.set(Purpose::Personalize, Answer::Denied);
    let held_out = Config { holdout: 1.0, ..Config::default() };
    let condition = r#"{"key": "k", "weights": [0, 1, 0], "condition": {"device": "mobile"}}"#;
    for (config, spec, expected) in [
        (Config::default(), spec(all), (1, Reason::Experiment)),
        (Config::default(), ruled, (2, Reason::Rule)),
        (denied.clone(), spec(all), (0, Reason::Consent)),
        (held_out, spec(all), (0, Reason::Holdout)),
        (Config::default(), spec(condition), (0, Reason::Default)),
        (Config::default(), SlotSpec { forced: Some(2), ..spec(all) }, (2, Reason::Forced)),
        (denied, SlotSpec { forced: Some(2), ..spec(all) }, (0, Reason::Consent)),
    ] {
        let decision = decided(&config, 7, spec);
        assert_eq!((decision.variant.0, decision.reason), expected);
    }
}

#[test]
fn an_experiment_outranks_the_score_and_is_settled() {
    let about = SlotSpec {
        experiment: Some(r#"{"key": "k", "weights": [0, 1, 0]}"#.into()),
        ..slot(&[("voices", None, &["reviews"]), ("looks", None, &["photos"])])
    };
    let mut visit =
        Visit::of_page(Config::default(), about).with_scorer(crate::visit::HoverScorer::default());
    visit.cursor(0.0, 200.0, 200.0);
    visit.ticks(0.0, 20_000.0);
    let decision = visit.engine.decision(SlotId(0)).unwrap();
    assert_eq!((decision.variant, decision.reason), (VariantId(1), Reason::Experiment));
    assert_eq!(visit.engine.shown(SlotId(0)), Some(VariantId(1)));
}

#[test]
fn a_recording_keeps_it() {
    let events = vec![
        (Millis(0.0), Event::Slot(SlotSpec { forced: Some(1), ..spec(SPLIT) })),
        (Millis(1.0), Event::Signal(Observed { signal: Signal::Left, trusted: true })),
    ];
    let recording = Recording { config: Config::default(), start: START, events };
    assert_eq!(Recording::parse(&recording.to_json()), Ok(recording));
}

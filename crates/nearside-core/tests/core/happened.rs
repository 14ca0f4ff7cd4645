//! Conditions over what happened and over saved groups, through `step` alone.

use crate::visit::{START, Visit, slot};
use nearside_core::{
    config::Config,
    consent::{Answer, Purpose},
    decision::Reason,
    engine::{Engine, Start},
    error::EngineError,
    event::{Effect, Event},
    geometry::Point,
    recording::Recording,
    seed::rng,
    signal::{Navigation, Observed, RegionId, Signal},
    slot::{SlotId, SlotSpec},
    state::Snapshot,
    units::Millis,
};

const COMPARES: &str = r#"{"$sequence": {"steps": ["filter", "expand", "back"], "within": 60000}}"#;
const BACK: Signal = Signal::Navigate(Navigation::Traverse);

fn ruled(rule: &str) -> Visit {
    Visit::of_page(Config::default(), slot(&[("proof", Some(rule), &[])]))
}

fn happened(visit: &mut Visit, at: f64, name: &str) {
    visit.event(at, Event::Happened { name: name.into(), trusted: true });
}

fn reason(visit: &Visit) -> Reason {
    visit.engine.decision(SlotId(0)).unwrap().reason
}

fn click(x: f64, region: u16) -> Signal {
    Signal::Click { at: Point { x, y: 0.0 }, region: Some(RegionId(region)), interactive: true }
}

#[test]
fn filter_then_expand_then_back_within_a_minute() {
    for (filter, expand, back, expected) in [
        (1_000.0_f64, 20_000.0_f64, 61_000.0, Reason::Rule),
        (1_000.0, 20_000.0, 61_001.0, Reason::Default),
        (20_000.0, 1_000.0, 61_000.0, Reason::Default),
    ] {
        let mut visit = ruled(COMPARES);
        let mut script = [(filter, "filter"), (expand, "expand")];
        script.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (at, name) in script {
            happened(&mut visit, at, name);
            visit.signal(at + 5.0, click(3.0, 0));
        }
        visit.ticks(20_000.0, 60_000.0);
        assert_eq!(reason(&visit), Reason::Default, "not yet back");
        visit.signal(back, BACK);
        visit.ticks(back, back + 1_000.0);
        assert_eq!(reason(&visit), expected, "{filter} {expand} {back}");
    }
}

#[test]
fn clicks_are_counted_by_region_and_bursts_are_told() {
    for (rule, spread, expected) in [
        (r#"{"$count": {"of": "click.reviews", "within": 5000, "$gte": 3}}"#, 200.0, Reason::Rule),
        (r#"{"$count": {"of": "click.reviews", "within": 300, "$gte": 3}}"#, 200.0, Reason::Default),
        (r#"{"$count": {"of": "click.photos", "$gte": 1}}"#, 200.0, Reason::Default),
        (
            r#"{"$count": {"of": "click", "$eq": 3}, "$sequence": {"steps": ["click", "rage"]}}"#,
            0.0,
            Reason::Rule,
        ),
        (r#"{"$count": {"of": "rage", "$gte": 1}}"#, 200.0, Reason::Default),
    ] {
        let mut visit = ruled(rule);
        for place in 0..3 {
            visit.signal(1_000.0 + 200.0 * f64::from(place), click(spread * f64::from(place), 1));
        }
        visit.ticks(1_400.0, 2_000.0);
        assert_eq!(reason(&visit), expected, "{rule}");
    }
}

#[test]
fn what_a_script_made_up_did_not_happen_and_what_is_no_name_is_refused() {
    let mut visit = ruled(r#"{"$sequence": {"steps": ["filter"]}}"#);
    visit.event(1.0, Event::Happened { name: "filter".into(), trusted: false });
    visit.signal(1.0, BACK);
    visit.event(2.0, Event::Happened { name: "click.reviews".into(), trusted: true });
    visit.ticks(2.0, 2_000.0);
    assert_eq!(reason(&visit), Reason::Default);
    let refused = Effect::Refused(EngineError::Happening("click.reviews".into()));
    assert!(visit.effects.contains(&refused));
    happened(&mut visit, 2_000.0, "filter");
    visit.ticks(2_000.0, 3_000.0);
    assert_eq!(reason(&visit), Reason::Rule);
}

#[test]
fn a_recording_holds_what_happened_and_replays_it() {
    let slot = slot(&[("proof", Some(COMPARES), &[])]);
    let word = |name: &str, trusted| Event::Happened { name: name.into(), trusted };
    let back = Event::Signal(Observed { signal: BACK, trusted: true });
    let events = [
        Event::Slot(slot),
        word("back", false),
        word("filter", true),
        word("expand", true),
        Event::Tick,
        back,
        Event::Tick,
    ];
    let events =
        events.into_iter().zip(0..).map(|(event, at)| (Millis(f64::from(at) * 300.0), event)).collect();
    let recording = Recording { config: Config::default(), start: START, events };
    let json = recording.to_json();
    assert!(
        json.contains(r#"[600.0,"happened","filter"]"#) && json.contains(r#""~happened","back""#),
        "{json}"
    );
    let read = Recording::parse(&json).unwrap();
    assert_eq!(read, recording);

    let decisions = |recording: Recording| {
        let mut engine = Engine::new(recording.config, recording.start);
        let (mut chance, mut effects) = (rng(START.seed), Vec::new());
        for (at, event) in recording.events {
            engine.step(event, at, &mut chance, &mut effects);
        }
        (engine.decision(SlotId(0)).unwrap().reason, effects)
    };
    let (reason, effects) = decisions(read);
    assert_eq!(reason, Reason::Rule);
    assert_eq!((reason, effects), decisions(recording));
}

#[test]
fn rules_and_experiments_know_the_site_s_groups() {
    let experiment = |group: &str| {
        format!(r#"{{"key":"try","weights":[0,1],"condition":{{"device":{{"$inGroup":"{group}"}}}}}}"#)
    };
    for (group, rule, split) in
        [("screens", Reason::Rule, Reason::Experiment), ("phones", Reason::Default, Reason::Default)]
    {
        let config = r#"{"groups": {"screens": ["desktop", "tablet"], "phones": ["mobile"]}}"#;
        let config = Config::parse(config).unwrap();
        let when = format!(r#"{{"device": {{"$inGroup": "{group}"}}}}"#);
        let by_rule = slot(&[("proof", Some(&when), &[])]);
        let by_split = SlotSpec { experiment: Some(experiment(group)), ..slot(&[("proof", None, &[])]) };
        for (slot, expected) in [(by_rule, rule), (by_split, split)] {
            let mut visit = Visit::of_page(config.clone(), slot);
            visit.ticks(0.0, 1_000.0);
            assert_eq!(reason(&visit), expected, "{group}");
        }
    }
}

#[test]
fn a_sequence_goes_on_over_the_pages_of_a_session() {
    let minute = 60_000.0;
    for (pause, reason_then) in [(0.5 * minute, Reason::Rule), (31.0 * minute, Reason::Default)] {
        let mut first = Visit::new(Config::default());
        first.event(1.0, Event::Consent(Purpose::Store, Answer::Granted));
        happened(&mut first, 1_000.0, "filter");
        happened(&mut first, 2_000.0, "expand");
        first.signal(5_000.0, Signal::Left);
        let kept = first.engine.snapshot().unwrap().to_json();

        let kept = Some(Snapshot::parse(&kept).unwrap());
        let start = Start { wall: START.wall + 5_000.0 + pause, seed: 7, kept };
        let mut second =
            Visit { engine: Engine::new(Config::default(), start), ..Visit::new(Config::default()) };
        let compares = COMPARES.replace(r#", "within": 60000"#, "");
        second.event(0.0, Event::Slot(slot(&[("proof", Some(&compares), &[])])));
        second.ticks(0.0, 500.0);
        assert_eq!(reason(&second), Reason::Default, "not yet back");
        happened(&mut second, 500.0, "back");
        second.ticks(500.0, 1_500.0);
        assert_eq!(reason(&second), reason_then, "{pause} ms later");
    }
}

#[test]
fn what_was_forgotten_or_came_in_a_pause_did_not_happen() {
    for (event, back_again) in
        [(Event::Forget { seed: 7 }, None), (Event::Pause(true), Some(Event::Pause(false)))]
    {
        let mut visit = ruled(r#"{"$sequence": {"steps": ["filter", "click"]}}"#);
        let forgets = back_again.is_none();
        if forgets {
            happened(&mut visit, 1_000.0, "filter");
        }
        visit.event(2_000.0, event);
        if let Some(back_again) = back_again {
            happened(&mut visit, 2_500.0, "filter");
            visit.event(3_000.0, back_again);
        }
        visit.signal(4_000.0, click(0.0, 0));
        visit.ticks(4_000.0, 5_000.0);
        assert_eq!(reason(&visit), Reason::Default, "forgotten: {forgets}");
        happened(&mut visit, 5_000.0, "filter");
        visit.signal(5_000.0, click(0.0, 0));
        visit.ticks(5_000.0, 6_000.0);
        assert_eq!(reason(&visit), Reason::Rule);
    }
}

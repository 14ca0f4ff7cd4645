//! Deciding, guarding and showing, through `step` alone.

use crate::visit::{HoverScorer, Visit, slot};
use nearside_core::{
    config::Config,
    consent::{Answer, Purpose},
    decision::Reason,
    event::{Effect, Event},
    geometry::Point,
    hygiene::Automation,
    signal::{Environment, Observed, PointerKind, Signal},
    slot::{SlotId, VariantId},
    units::Millis,
};

const SLOT: SlotId = SlotId(0);
const ABOUT: &[(&str, Option<&str>, &[&str])] =
    &[("pictures", None, &["photos"]), ("voices", None, &["reviews"])];
const RULED: &[(&str, Option<&str>, &[&str])] =
    &[("proof", Some(r#"{"hover.reviews.ms": {"$gt": 1000}}"#), &[])];

fn reason(visit: &Visit) -> Reason {
    visit.engine.decision(SLOT).unwrap().reason
}

/// What the page was told to show, in order.
fn shown(visit: &Visit) -> Vec<u16> {
    let show = |effect: &Effect| match effect {
        Effect::Show { variant, .. } => Some(variant.0),
        _ => None,
    };
    visit.effects.iter().filter_map(show).collect()
}

#[test]
fn nothing_is_changed_before_anything_speaks_for_it() {
    let mut visit = Visit::of_page(Config::default(), slot(ABOUT));
    visit.ticks(0.0, 10_000.0);
    assert_eq!((reason(&visit), shown(&visit)), (Reason::Default, vec![]));
}

#[test]
fn a_rule_over_features_shows_its_variant_and_says_why() {
    let mut visit = Visit::of_page(Config::default(), slot(RULED));
    visit.cursor(100.0, 600.0, 200.0);
    visit.ticks(100.0, 1_000.0);
    assert_eq!(reason(&visit), Reason::Default, "hovered for less than a second");
    visit.ticks(1_000.0, 2_000.0);
    assert_eq!((reason(&visit), shown(&visit)), (Reason::Rule, vec![1]));
    let decision = visit.engine.decision(SLOT).unwrap();
    assert_eq!(decision.propensity.get(), 1.0);
    assert_eq!(decision.weighed[0].path, "hover.reviews.ms");
    assert!(decision.weighed[0].value > 1_000.0);
}

#[test]
fn a_slot_found_anew_with_other_variants_is_decided_anew() {
    let mut visit = Visit::of_page(Config::default(), slot(RULED));
    visit.cursor(100.0, 600.0, 200.0);
    visit.ticks(100.0, 2_000.0);
    assert_eq!(shown(&visit), [1]);
    visit.event(2_000.0, Event::Shown { slot: SLOT, variant: VariantId::DEFAULT });
    visit.event(2_000.0, Event::Slot(slot(&[("other", None, &[]), ("more", Some("{}"), &[])])));
    assert_eq!((reason(&visit), visit.engine.slots().len()), (Reason::Default, 1));
    visit.ticks(2_000.0, 3_000.0);
    assert_eq!((reason(&visit), shown(&visit)), (Reason::Rule, vec![1, 2]));

    // What can't be leaves what there is.
    visit.event(3_000.0, Event::Slot(slot(&[("twice", None, &[]), ("twice", None, &[])])));
    assert!(matches!(visit.effects.last(), Some(Effect::Refused(_))));
    assert_eq!(reason(&visit), Reason::Rule);
}

#[test]
fn what_the_last_visit_ended_with_stands_until_something_is_decided() {
    let early = |visit: &mut Visit| visit.event(1.0, Event::Shown { slot: SLOT, variant: VariantId(1) });
    let mut undecided = Visit::of_page(Config::default(), slot(ABOUT));
    early(&mut undecided);
    undecided.ticks(1.0, 5_000.0);
    assert_eq!((reason(&undecided), shown(&undecided)), (Reason::Default, vec![]));

    let mut other = Visit::of_page(Config::default(), slot(ABOUT)).with_scorer(HoverScorer::default());
    early(&mut other);
    other.cursor(10.0, 600.0, 200.0);
    other.ticks(10.0, 10_000.0);
    assert_eq!(shown(&other), [2], "another winner takes its place");

    let mut same = Visit::of_page(Config::default(), slot(ABOUT)).with_scorer(HoverScorer::default());
    early(&mut same);
    same.cursor(10.0, 200.0, 200.0);
    same.ticks(10.0, 10_000.0);
    assert_eq!((reason(&same), shown(&same)), (Reason::Score, vec![]), "it stands already");

    undecided.event(6_000.0, Event::Consent(Purpose::Personalize, Answer::Denied));
    undecided.ticks(6_000.0, 7_000.0);
    assert_eq!(shown(&undecided), [0], "a denial takes it away");

    // A page that takes it back itself begins anew.
    let mut released = Visit::of_page(Config::default(), slot(RULED));
    early(&mut released);
    released.event(2.0, Event::Shown { slot: SLOT, variant: VariantId::DEFAULT });
    released.cursor(100.0, 600.0, 200.0);
    released.ticks(100.0, 3_000.0);
    assert_eq!(shown(&released), [1]);
}

#[test]
fn the_score_follows_where_attention_went() {
    for (x, variant, subject) in [(200.0, 1, "photos"), (600.0, 2, "reviews")] {
        let mut visit = Visit::of_page(Config::default(), slot(ABOUT)).with_scorer(HoverScorer::default());
        visit.cursor(10.0, x, 200.0);
        visit.ticks(0.0, 6_000.0);
        assert_eq!((reason(&visit), shown(&visit)), (Reason::Score, vec![variant]), "{subject}");
        let decision = visit.engine.decision(SLOT).unwrap();
        assert_eq!(decision.weighed[0].path, format!("hover.{subject}.share_2s"));
        assert!(decision.weighed[0].weight > 0.0, "hovering spoke for it");
    }
}

#[test]
fn without_a_model_the_default_stays() {
    let mut visit = Visit::of_page(Config::default(), slot(ABOUT));
    visit.cursor(10.0, 600.0, 200.0);
    visit.ticks(0.0, 20_000.0);
    assert_eq!((reason(&visit), shown(&visit)), (Reason::Default, vec![]));
}

#[test]
fn a_rule_beside_subjects_only_says_when_the_score_may_choose() {
    let gated = &[("voices", Some(r#"{"device": "mobile"}"#), ["reviews"].as_slice())];
    let mut visit = Visit::of_page(Config::default(), slot(gated)).with_scorer(HoverScorer::default());
    visit.cursor(10.0, 600.0, 200.0);
    visit.ticks(0.0, 20_000.0);
    assert_eq!(reason(&visit), Reason::Default);
}

#[test]
fn a_slot_is_changed_once_unless_it_is_live() {
    for (live, expected) in [(false, vec![1]), (true, vec![1, 2])] {
        let mut spec = slot(ABOUT);
        spec.live = live;
        let mut visit = Visit::of_page(Config::default(), spec).with_scorer(HoverScorer::default());
        visit.cursor(10.0, 200.0, 200.0);
        visit.ticks(0.0, 6_000.0);
        visit.cursor(6_001.0, 600.0, 200.0);
        visit.ticks(6_001.0, 30_000.0);
        assert_eq!(shown(&visit), expected, "live: {live}");
    }
}

#[test]
fn consent_automation_and_holdout_come_before_everything() {
    let automated = Signal::Environment(Environment { automated: true, ..Environment::default() });
    let held_out = Config { holdout: 1.0, ..Config::default() };
    let let_in = Config { allow_automation: true, ..Config::default() };
    let denied = Event::Consent(Purpose::Personalize, Answer::Denied);
    let automated = Event::Signal(Observed { signal: automated, trusted: true });
    for (config, event, expected) in [
        (Config::default(), denied, Reason::Consent),
        (Config::default(), automated.clone(), Reason::Automation(Automation::Declared)),
        (held_out, Event::Tick, Reason::Holdout),
        (let_in, automated, Reason::Rule),
    ] {
        let mut visit = Visit::of_page(config, slot(RULED));
        visit.event(1.0, event);
        visit.cursor(2.0, 600.0, 200.0);
        visit.ticks(2.0, 3_000.0);
        assert_eq!(reason(&visit), expected);
    }
}

#[test]
fn a_denial_takes_back_what_was_shown() {
    let mut visit = Visit::of_page(Config::default(), slot(RULED));
    visit.cursor(0.0, 600.0, 200.0);
    visit.ticks(0.0, 3_000.0);
    visit.event(3_001.0, Event::Consent(Purpose::Personalize, Answer::Denied));
    visit.event(3_002.0, Event::Tick);
    assert_eq!((reason(&visit), shown(&visit)), (Reason::Consent, vec![1, 0]));
}

#[test]
fn a_slot_in_use_is_left_alone_until_it_is_free() {
    type Step = (Signal, Signal);
    let at = |x, y| Signal::Move { to: Point { x, y }, pointer: PointerKind::Mouse };
    let region = nearside_core::signal::RegionId(2);
    let uses: [Step; 3] = [
        (Signal::Focus(Some(region)), Signal::Focus(None)),
        (Signal::Select(Some(region)), Signal::Deselect),
        (at(100.0, 100.0), at(900.0, 700.0)),
    ];
    for (begin, end) in uses {
        let rule = &[("proof", Some(r#"{"page.dwell": {"$gt": 1000}}"#), [].as_slice())];
        let mut visit = Visit::of_page(Config::default(), slot(rule));
        // The slot stands at 1,000 px: scrolled there, its top is the window's.
        visit.signal(0.0, Signal::Scroll(Point { x: 0.0, y: 1_000.0 }));
        visit.signal(1.0, begin);
        visit.ticks(1.0, 5_000.0);
        assert_eq!((reason(&visit), shown(&visit)), (Reason::Rule, vec![]), "{begin:?}");
        visit.signal(5_001.0, end);
        visit.ticks(5_001.0, 6_000.0);
        assert_eq!(shown(&visit), [1], "{end:?}");
    }
}

#[test]
fn a_page_is_not_changed_more_often_than_allowed() {
    let config = Config { max_swaps: 0, ..Config::default() };
    let mut visit = Visit::of_page(config, slot(RULED));
    visit.cursor(0.0, 600.0, 200.0);
    visit.ticks(0.0, 5_000.0);
    assert_eq!((reason(&visit), shown(&visit)), (Reason::Rule, vec![]));
}

#[test]
fn what_was_shown_is_exposed_after_a_second_in_view() {
    let rule = &[("proof", Some(r#"{"page.dwell": {"$gt": 1000}}"#), [].as_slice())];
    let mut visit = Visit::of_page(Config::default(), slot(rule));
    visit.ticks(0.0, 5_000.0);
    assert!(!visit.engine.is_exposed(SLOT), "below the window");
    visit.signal(5_000.0, Signal::Scroll(Point { x: 0.0, y: 900.0 }));
    visit.ticks(5_000.0, 7_000.0);
    let exposed = Effect::Exposed { slot: SLOT, variant: VariantId(1) };
    assert_eq!(visit.effects.iter().filter(|&effect| *effect == exposed).count(), 1);
}

#[test]
fn a_slot_that_failed_keeps_its_default_for_good() {
    let mut visit = Visit::of_page(Config::default(), slot(RULED));
    visit.event(1.0, Event::Failed(SLOT));
    visit.cursor(2.0, 600.0, 200.0);
    visit.ticks(2.0, 5_000.0);
    assert_eq!((reason(&visit), shown(&visit)), (Reason::Default, vec![]));
}

#[test]
fn the_model_is_asked_only_when_its_inputs_changed() {
    let scorer = HoverScorer::default();
    let asked = scorer.asked.clone();
    let mut visit = Visit::of_page(Config::default(), slot(ABOUT)).with_scorer(scorer);
    visit.ticks(0.0, 10_000.0);
    assert_eq!(asked.get(), 1, "nothing moved");
    visit.cursor(10_001.0, 200.0, 200.0);
    visit.ticks(10_001.0, 10_501.0);
    assert_eq!(asked.get(), 2);
    assert!(
        visit.engine.attention(nearside_core::signal::RegionId(0)) > Millis(1_000.0),
        "it went on adding up"
    );
}

#[test]
fn nothing_is_exposed_before_the_shell_says_that_it_is_on_the_page() {
    let rule = &[("proof", Some(r#"{"page.dwell": {"$gt": 1000}}"#), [].as_slice())];
    let mut visit = Visit::of_page(Config::default(), slot(rule));
    visit.obedient = false;
    visit.signal(0.0, Signal::Scroll(Point { x: 0.0, y: 900.0 }));
    visit.ticks(0.0, 5_000.0);
    assert_eq!((shown(&visit), visit.engine.shown(SLOT)), (vec![1], Some(VariantId::DEFAULT)));
    let exposed = |visit: &Visit, variant| {
        visit.effects.contains(&Effect::Exposed { slot: SLOT, variant: VariantId(variant) })
    };
    assert!(exposed(&visit, 0) && !exposed(&visit, 1), "the default is what stood there");
    visit.event(5_000.0, Event::Shown { slot: SLOT, variant: VariantId(1) });
    visit.ticks(5_000.0, 7_000.0);
    assert!(exposed(&visit, 1));
}

#[test]
fn exploration_draws_once_for_a_winner_and_only_among_the_eligible() {
    let variants: &[(&str, Option<&str>, &[&str])] = &[
        ("pictures", None, &["photos"]),
        ("phones", Some(r#"{"device": "mobile"}"#), &["reviews"]),
        ("rule", Some(r#"{"page.dwell": {"$lt": 0}}"#), &[]),
    ];
    let mut counts = [0; 4];
    for seed in 0..200 {
        let mut spec = slot(variants);
        spec.live = true;
        let config = Config { exploration_rate: 0.5, ..Config::default() };
        let mut visit = Visit::of_page(config, spec).with_scorer(HoverScorer::default());
        visit.rng = nearside_core::seed::rng(seed);
        visit.cursor(10.0, 200.0, 200.0);
        visit.ticks(0.0, 40_000.0);
        let decision = visit.engine.decision(SLOT).unwrap();
        counts[usize::from(decision.variant.0)] += 1;
        let propensity = if decision.variant.0 == 1 { 0.75 } else { 0.25 };
        assert_eq!(decision.propensity.get(), propensity);
        assert!(shown(&visit).len() <= 1, "long past its cool-down it keeps what was drawn");
    }
    assert_eq!((counts[2], counts[3]), (0, 0));
    assert!((30..70).contains(&counts[0]), "a quarter of the visits: {counts:?}");
}

//! Guards: what keeps learning and showing from costing the visitor too much.

use nearside_core::{
    config::Config,
    decision::Reason,
    event::{Effect, Event},
    experiment::analysis::Tally,
    geometry::Point,
    seed::rng,
    signal::Signal,
    slot::{SlotId, SlotSpec},
    state::{Counts, Snapshot},
};

use crate::{
    page::{Page, SLOT, learning, spec},
    visit::{HoverScorer, Visit, slot},
};

/// Shares of what `count` new visitors with these settings are shown, and whether chance had a say.
fn shares(config: &Config, kept: Option<&Snapshot>, spec: &SlotSpec, count: u64) -> ([u32; 3], bool) {
    let (mut counts, mut by_chance) = ([0; 3], false);
    for visit in 1..=count {
        let mut page = Page::open(config.clone(), kept.cloned(), visit, spec.clone(), 100.0);
        page.ticks(250.0, 750.0);
        let decision = page.engine.decision(SLOT).unwrap();
        assert_eq!(decision.reason, Reason::Policy);
        counts[usize::from(decision.variant.0)] += 1;
        by_chance |= decision.propensity.get() < 1.0;
    }
    (counts, by_chance)
}

/// What was counted of the slot's three variants.
fn counted(tallies: [(u64, f64); 3]) -> Snapshot {
    let mut page = Page::open(learning(), None, 1, spec("click"), 100.0);
    page.ticks(250.0, 12_000.0);
    let mut snapshot = page.kept().unwrap();
    let tallies = tallies.map(|(exposures, rewards)| Tally { exposures, rewards, squares: rewards });
    snapshot.counts = vec![Counts {
        slot: "advice".into(),
        variants: ["default", "voices", "looks"].map(str::to_owned).to_vec(),
        tallies: tallies.to_vec(),
    }];
    snapshot
}

#[test]
fn nothing_is_tried_out_on_careful_slots_or_once_it_cost_too_much() {
    let careful = SlotSpec { careful: true, ..spec("click") };
    let spent = Config { max_regret: 0.0, ..learning() };
    let usual = shares(&learning(), None, &spec("click"), 40);
    assert!(usual.1 && usual.0.iter().all(|&count| count > 3), "{usual:?}");
    for (config, spec) in [(learning(), careful), (spent, spec("click"))] {
        assert_eq!(shares(&config, None, &spec, 10), ([10, 0, 0], false));
    }
}

#[test]
fn nothing_is_tried_out_on_whoever_struggles() {
    let mut page = Page::open(learning(), None, 1, spec("click"), 5_000.0);
    for click in 0..6 {
        let at = Point { x: 50.0, y: 50.0 };
        let signal = Signal::Click { at, region: None, interactive: false };
        page.signal(1_000.0 + f64::from(click) * 100.0, signal);
    }
    page.signal(2_100.0, Signal::Scroll(Point { x: 0.0, y: 4_800.0 }));
    page.ticks(2_250.0, 3_000.0);
    let decision = page.engine.decision(SLOT).unwrap();
    assert_eq!((decision.reason, decision.propensity.get()), (Reason::Policy, 1.0));
}

#[test]
fn what_exploring_costs_is_added_up_over_the_session() {
    let half = r#"{"policy": {"method": {"name": "epsilon_greedy", "exploration_rate": 0.5}}}"#;
    let config = Config { consent: learning().consent, ..Config::parse(half).unwrap() };
    let regret = |kept: Option<Snapshot>, later: f64| {
        let mut page = Page::open_at(config.clone(), kept, later, spec("click"), 100.0);
        page.ticks(250.0, 12_000.0);
        page.kept().unwrap()
    };
    // Beliefs that differ, so that a draw of the worse costs something.
    let mut kept = None;
    for visit in 1..=3 {
        let mut page = Page::open(learning(), kept, visit, spec("click"), 100.0);
        page.ticks(250.0, 2_000.0);
        if page.chosen().0 == 1 {
            page.click(2_100.0);
        }
        page.ticks(3_250.0, 4_000.0);
        page.signal(4_000.0, Signal::Left);
        kept = page.kept();
    }
    let day = 4.0 * 8.64e7;
    let mut snapshot = regret(kept, day);
    let mut sum = snapshot.session.regret;
    for page in 1..40 {
        let next = regret(Some(snapshot), day + f64::from(page) * 60_000.0);
        assert!(next.session.regret >= sum);
        (sum, snapshot) = (next.session.regret, next);
    }
    assert!(sum > config.max_regret && sum < config.max_regret + 1.0, "{sum}");
    let next = regret(Some(snapshot), day + 40.0 * 60_000.0 + 31.0 * 60_000.0);
    assert!(next.session.regret < sum, "another session");
}

#[test]
fn a_variant_that_did_reliably_worse_gives_way_to_the_default() {
    let fair = counted([(4_000, 800.0), (4_000, 780.0), (4_000, 820.0)]);
    let worse = counted([(4_000, 800.0), (4_000, 400.0), (4_000, 780.0)]);
    let all_worse = counted([(4_000, 800.0), (4_000, 400.0), (4_000, 300.0)]);
    for (kept, dropped) in [(&fair, [false, false]), (&worse, [true, false]), (&all_worse, [true, true])] {
        let (counts, _) = shares(&learning(), Some(kept), &spec("click"), 40);
        assert_eq!([counts[1] == 0, counts[2] == 0], dropped, "{counts:?}");
    }
    let split = r#"{"key": "k", "weights": [0, 1, 0]}"#;
    let split = SlotSpec { experiment: Some(split.into()), ..spec("click") };
    for (kept, expected) in [(fair, (1, Reason::Experiment)), (worse, (0, Reason::Worse))] {
        let mut page = Page::open(learning(), Some(kept), 2, split.clone(), 100.0);
        page.ticks(250.0, 750.0);
        assert_eq!(page.chosen(), expected);
    }
}

/// What is decided for someone who attends to the photos first and to the reviews afterwards.
fn after_both(config: &Config, seed: u64, kept: Option<Snapshot>) -> [(u16, f64); 2] {
    let live =
        SlotSpec { live: true, ..slot(&[("voices", None, &["photos"]), ("looks", None, &["reviews"])]) };
    let mut visit = Visit::of_page(config.clone(), live).with_scorer(HoverScorer::default());
    visit.rng = rng(seed);
    visit.event(1.0, Event::Kept(kept));
    let mut attend = |from: f64, to: f64, x: f64| {
        visit.cursor(from, x, 200.0);
        visit.ticks(from, to);
        let decision = visit.engine.decision(SLOT).unwrap();
        (decision.variant.0, decision.propensity.get())
    };
    [attend(2.0, 9_000.0, 100.0), attend(9_001.0, 39_000.0, 600.0)]
}

#[test]
fn a_live_slot_tells_the_propensity_of_what_it_shows() {
    let config = Config { exploration_rate: 0.6, ..Config::default() };
    let runs: Vec<_> = (0..1_500).map(|seed| after_both(&config, seed, None)).collect();
    for first in 0..3 {
        let of_first: Vec<_> =
            runs.iter().filter(|[before, _]| before.0 == first).map(|[_, now]| now).collect();
        for variant in 0..3 {
            let seen: Vec<_> = of_first.iter().filter(|(now, _)| *now == variant).collect();
            let told = if variant == 2 { 0.6 } else { 0.2 };
            let share = seen.len() as f64 / of_first.len() as f64;
            assert!((share - told).abs() < 0.08, "{variant} after {first}: {share} of {}", of_first.len());
            assert!(seen.iter().all(|(_, propensity)| (propensity - told).abs() < 1e-9));
        }
    }
}

#[test]
fn exploring_leaves_out_what_is_reliably_worse() {
    let worse = counted([(4_000, 800.0), (4_000, 780.0), (4_000, 400.0)]);
    let config = Config { exploration_rate: 0.6, ..learning() };
    for seed in 0..60 {
        let decided = after_both(&config, seed, Some(worse.clone()));
        assert!(decided.iter().all(|(variant, _)| *variant != 2), "{decided:?}");
    }
}

#[test]
fn a_session_is_not_swapped_more_often_than_allowed() {
    let config = Config { max_session_swaps: 2, ..learning() };
    let always = slot(&[("voices", Some(r#"{"page.elapsed": {"$gte": 0}}"#), &[])]);
    let mut kept = None;
    let mut shown = Vec::new();
    for page in 0..4 {
        let later = 8.64e7 + f64::from(page) * 60_000.0;
        let mut page = Page::open_at(config.clone(), kept, later, always.clone(), 100.0);
        page.ticks(250.0, 12_000.0);
        shown.push(page.effects.iter().any(|effect| matches!(effect, Effect::Show { .. })));
        kept = page.kept();
    }
    assert_eq!(shown, [true, true, false, false]);
}

#[test]
fn an_experiment_is_counted_and_sticks() {
    let split = |weights: &str| SlotSpec {
        experiment: Some(format!(r#"{{"key": "k", "weights": {weights}}}"#)),
        ..spec("dwell 2000")
    };
    let mut first = Page::open(learning(), None, 1, split("[0, 1, 0]"), 100.0);
    first.ticks(250.0, 6_000.0);
    let kept = first.kept().unwrap();
    let exposures: Vec<u64> = kept.counts[0].tallies.iter().map(|tally| tally.exposures).collect();
    assert_eq!((exposures, kept.counts[0].tallies[1].rewards), (vec![0, 1, 0], 1.0));
    assert_eq!(kept.beliefs, [], "a fixed split is not learned from");
    // Another split for new visitors leaves this one where it was.
    let mut second = Page::open(learning(), Some(kept), 2, split("[0, 0, 1]"), 100.0);
    second.ticks(250.0, 750.0);
    assert_eq!(second.chosen(), (1, Reason::Experiment));
}

#[test]
fn a_multivariate_test_gives_each_slot_its_level() {
    let config = Config::parse(
        r#"{"tests": [{"key": "both", "factors": [
            {"name": "advice", "levels": ["default", "looks"], "weights": [0, 1]},
            {"name": "closing", "levels": ["default", "voices", "gone"], "weights": [0, 0.5, 0.5]}
        ]}]}"#,
    )
    .unwrap();
    let (mut voices, mut default) = (0, 0);
    for visit in 1..=40 {
        let spec = slot(&[("voices", None, &[]), ("looks", None, &[])]);
        let mut page = Page::open(config.clone(), None, visit, spec.clone(), 100.0);
        page.step(0.0, Event::Slot(SlotSpec { name: "closing".into(), ..spec }));
        page.ticks(250.0, 750.0);
        assert_eq!(page.chosen(), (2, Reason::Experiment));
        match page.engine.decision(SlotId(1)).map(|decision| (decision.variant.0, decision.reason)) {
            Some((1, Reason::Experiment)) => voices += 1,
            // This page's slot has no such variant.
            Some((0, Reason::Default)) => default += 1,
            other => panic!("{other:?}"),
        }
    }
    assert!(voices > 8 && default > 8, "{voices} {default}");
    let wrong = r#"{"tests": [{"key": "k", "factors": [{"name": "a", "levels": ["x", "y"]}]}]}"#;
    assert!(Config::parse(wrong).unwrap_err().to_string().contains("`tests`"));
}

//! Learning here: what was drawn, seen and rewarded is chosen more often, for as long as the visitor lets it.

use nearside_core::{
    consent::{Answer, Purpose},
    decision::Reason,
    event::{Effect, Event},
    geometry::Point,
    scorer::Task,
    signal::Signal,
    slot::{SlotSpec, VariantId},
    state::Snapshot,
};

use crate::page::{Page, SLOT, learning, spec};

/// Visits of someone who clicks on `liked` and on nothing else; how often it was chosen in each, and what was kept.
fn visits(count: u64, liked: u16, mut kept: Option<Snapshot>) -> (Vec<bool>, Option<Snapshot>) {
    let mut chosen = Vec::new();
    for visit in 1..=count {
        let mut page = Page::open(learning(), kept, visit, spec("click"), 100.0);
        page.ticks(250.0, 2_000.0);
        let (variant, reason) = page.chosen();
        assert_eq!(reason, Reason::Policy);
        if variant == liked {
            page.click(2_100.0);
        }
        page.ticks(3_000.0, 3_250.0);
        page.signal(4_000.0, Signal::Left);
        assert_eq!(page.learned(), [(variant, f64::from(u8::from(variant == liked)))]);
        chosen.push(variant == liked);
        kept = page.kept();
    }
    (chosen, kept)
}

fn share(chosen: &[bool]) -> f64 {
    chosen.iter().filter(|&&liked| liked).count() as f64 / chosen.len() as f64
}

#[test]
fn what_is_liked_is_chosen_more_often_over_visits() {
    for liked in [1, 2] {
        let (chosen, kept) = visits(30, liked, None);
        assert!(share(&chosen[15..]) >= 0.8, "{chosen:?}");
        // A change of taste is learned, too.
        let (chosen, _) = visits(90, 3 - liked, kept);
        assert!(share(&chosen[60..]) >= 0.6, "{chosen:?}");
    }
}

#[test]
fn rewards_come_in_the_way_that_the_slot_declares() {
    type Act = fn(&mut Page);
    let idle: Act = |page| page.ticks(2_000.0, 6_000.0);
    let cases: [(&str, Act, &[f64]); 9] = [
        ("click", |page| page.click(2_100.0), &[1.0]),
        ("click", idle, &[0.0]),
        ("dwell 3000", idle, &[1.0]),
        ("dwell 60000", idle, &[0.0]),
        ("goal sold", |page| page.step(2_100.0, Event::Goal { name: "sold".into(), value: 0.25 }), &[0.25]),
        // A goal may still be reached on another page.
        ("goal sold", |page| page.step(2_100.0, Event::Goal { name: "other".into(), value: 1.0 }), &[]),
        ("goal sold", |page| page.step(2_100.0, Event::Goal { name: "sold".into(), value: f64::NAN }), &[]),
        (
            "scroll-through",
            |page| {
                page.signal(2_100.0, Signal::Scroll(Point { x: 0.0, y: 900.0 }));
                page.ticks(2_250.0, 2_500.0);
            },
            &[1.0],
        ),
        // Twice the reward is one reward.
        (
            "click",
            |page| {
                page.click(2_100.0);
                page.click(5_100.0);
            },
            &[1.0],
        ),
    ];
    for (reward, act, expected) in cases {
        let mut page = Page::open(learning(), None, 1, spec(reward), 100.0);
        page.ticks(250.0, 2_000.0);
        act(&mut page);
        page.signal(9_000.0, Signal::Left);
        let learned: Vec<f64> = page.learned().into_iter().map(|(_, reward)| reward).collect();
        assert_eq!(learned, expected, "{reward}");
    }
}

#[test]
fn what_was_not_seen_teaches_nothing() {
    // Below the window, then clicked on by a script's hand or a keyboard's: no exposure, no lesson.
    let mut page = Page::open(learning(), None, 1, spec("click"), 1_000.0);
    page.ticks(250.0, 4_000.0);
    page.click(4_100.0);
    page.signal(5_000.0, Signal::Left);
    assert_eq!((page.learned(), page.chosen().1), (vec![], Reason::Policy));
}

#[test]
fn a_slot_far_below_is_drawn_when_it_comes_near() {
    let mut page = Page::open(learning(), None, 1, spec("click"), 5_000.0);
    page.ticks(250.0, 2_000.0);
    assert_eq!(page.chosen(), (0, Reason::Default));
    page.signal(2_100.0, Signal::Scroll(Point { x: 0.0, y: 3_500.0 }));
    page.ticks(2_250.0, 2_500.0);
    assert_eq!(page.chosen().1, Reason::Policy);
}

#[test]
fn without_a_grant_nothing_is_learned_and_a_denial_forgets() {
    let mut pending = learning();
    pending.consent.set(Purpose::Learn, Answer::Pending);
    let mut page = Page::open(pending, None, 1, spec("click"), 100.0);
    page.ticks(250.0, 2_000.0);
    page.click(2_100.0);
    assert_eq!((page.chosen(), page.learned()), ((0, Reason::Default), vec![]));

    let (_, kept) = visits(20, 1, None);
    let beliefs = |kept: &Option<Snapshot>| kept.as_ref().unwrap().beliefs.len();
    assert_eq!(beliefs(&kept), 1);
    let mut page = Page::open(learning(), kept, 40, spec("click"), 100.0);
    page.step(100.0, Event::Consent(Purpose::Learn, Answer::Denied));
    assert_eq!(beliefs(&page.kept()), 0);
}

#[test]
fn beliefs_about_slots_of_other_pages_are_kept() {
    let (_, kept) = visits(3, 1, None);
    let other = SlotSpec { name: "elsewhere".into(), ..spec("click") };
    let mut page = Page::open(learning(), kept, 9, other, 100.0);
    page.ticks(250.0, 2_000.0);
    page.click(2_100.0);
    page.ticks(2_250.0, 3_500.0);
    let kept = page.kept().unwrap();
    let slots: Vec<&str> = kept.beliefs.iter().map(|beliefs| beliefs.slot.as_str()).collect();
    assert_eq!(slots, ["advice", "elsewhere"]);
}

#[test]
fn a_bad_reward_refuses_its_slot() {
    let page = Page::open(learning(), None, 1, spec("applause"), 100.0);
    assert!(matches!(&page.effects[0], Effect::Refused(error) if error.to_string().contains("applause")));
    assert!(!page.engine.has_scorer(Task::Attention));
}

#[test]
fn what_a_page_puts_in_its_place_is_not_rewarded_for_it() {
    let mut page = Page::open(learning(), None, 1, spec("click"), 100.0);
    page.ticks(250.0, 2_000.0);
    let other = (page.chosen().0 + 1) % 3;
    page.step(2_050.0, Event::Shown { slot: SLOT, variant: VariantId(other) });
    page.click(2_100.0);
    page.signal(9_000.0, Signal::Left);
    assert_eq!(page.learned(), []);
}

#[test]
fn a_draw_stands_for_the_page_also_on_a_live_slot() {
    for visit in 1..20 {
        let live = SlotSpec { live: true, ..spec("click") };
        let mut page = Page::open(learning(), None, visit, live, 100.0);
        page.ticks(250.0, 60_000.0);
        let drawn = |effect: &&Effect| matches!(effect, Effect::Decided(decision) if decision.reason == Reason::Policy);
        assert_eq!(page.effects.iter().filter(drawn).count(), 1, "visit {visit}");
    }
}

#[test]
fn what_was_learned_before_the_rest_may_be_read_is_not_lost() {
    let (_, kept) = visits(3, 1, None);
    let mut config = learning();
    config.consent.set(Purpose::Store, Answer::Pending);
    let other = SlotSpec { name: "elsewhere".into(), ..spec("click") };
    let mut page = Page::open(config, None, 9, other, 100.0);
    page.ticks(250.0, 2_000.0);
    page.click(2_100.0);
    page.ticks(2_250.0, 3_500.0);
    page.step(3_600.0, Event::Kept(kept));
    page.step(3_600.0, Event::Consent(Purpose::Store, Answer::Granted));
    let kept = page.kept().unwrap();
    let slots: Vec<&str> = kept.beliefs.iter().map(|beliefs| beliefs.slot.as_str()).collect();
    assert_eq!(slots, ["advice", "elsewhere"]);
}

//! Learning who wants what, saying why, and going on from what was kept.

use super::*;
use crate::{
    features::schema::{self, PAGE},
    seed::rng,
};

const NAMES: [&str; 3] = ["default", "voices", "looks"];

fn context(returning: bool) -> Context {
    let mut context = [0.0; PAGE.len()];
    context[schema::index_of("session.returning").unwrap()] = f32::from(u8::from(returning));
    context
}

fn fresh() -> Beliefs {
    Beliefs::new(&Config::default(), "hero", &NAMES).unwrap()
}

/// Taught that who returns wants `voices` and who is new wants `looks`.
fn taught() -> Beliefs {
    let mut beliefs = fresh();
    let mut rng = rng(3);
    for round in 0..300 {
        let returning = round % 2 == 0;
        let wanted = if returning { 1 } else { 2 };
        let outlook = Outlook::default();
        let draw = beliefs.draw(&context(returning), outlook, &[0.0; 3], &[0, 1, 2], true, &mut rng).unwrap();
        let reward = f64::from(u8::from(draw.choice.arm == wanted));
        beliefs.learn(&draw.drawn(), draw.choice.arm as u16, reward).unwrap();
    }
    beliefs
}

fn most_drawn(beliefs: &Beliefs, returning: bool) -> usize {
    let mut rng = rng(5);
    let mut counts = [0; 3];
    for _ in 0..200 {
        let outlook = Outlook::default();
        let draw = beliefs.draw(&context(returning), outlook, &[0.0; 3], &[0, 1, 2], true, &mut rng);
        counts[draw.unwrap().choice.arm] += 1;
    }
    (0..3).max_by_key(|&arm| counts[arm]).unwrap()
}

#[test]
fn it_learns_who_wants_what_and_says_why() {
    let beliefs = taught();
    assert_eq!([true, false].map(|returning| most_drawn(&beliefs, returning)), [1, 2]);
    let draw = beliefs.draw(&context(true), Outlook::default(), &[0.0; 3], &[1], true, &mut rng(1)).unwrap();
    let weighed = beliefs.weigh(&draw);
    assert!(weighed[0].path == "session.returning" && weighed[0].weight > 0.0, "{weighed:?}");
}

#[test]
fn what_is_kept_is_gone_on_from_only_for_the_same_content() {
    let beliefs = taught();
    let kept = beliefs.keep("hero", &NAMES, Form::Full);
    let mut back = fresh();
    back.restore(&kept, &["default", "voices", "other"]);
    back.restore(&KeptBeliefs { inputs: 1, ..kept.clone() }, &NAMES);
    assert_ne!([true, false].map(|returning| most_drawn(&back, returning)), [1, 2]);
    back.restore(&kept, &NAMES);
    assert_eq!([true, false].map(|returning| most_drawn(&back, returning)), [1, 2]);
}

#[test]
fn every_input_has_a_name() {
    let beliefs = fresh();
    let vector = beliefs.vector(&context(true), Outlook::default(), &[0.0; 3]);
    assert_eq!(vector.len(), beliefs.names.len());
    assert_eq!(beliefs.names[..2], ["always", "session.returning"]);
    assert_eq!(beliefs.names[FIRST_SEGMENT - 1..][..2], ["session.conversion", "segment.0"]);
    assert_eq!(beliefs.names.last().unwrap(), "attention.looks.share");
}

#[test]
fn what_would_have_changed_it_does() {
    let beliefs = taught();
    let all = [0, 1, 2];
    let likeliest = |context: &Context| {
        beliefs.draw(context, Outlook::default(), &[0.0; 3], &all, false, &mut rng(1)).unwrap()
    };
    let was = likeliest(&context(true));
    let instead = beliefs.instead(&was, &all).unwrap();
    assert_eq!((instead.path.as_str(), instead.now, instead.value), ("session.returning", 1.0, 0.0));
    let mut changed = context(true);
    changed[schema::index_of(&instead.path).unwrap()] = instead.value;
    assert_eq!(likeliest(&changed).choice.arm, usize::from(instead.variant.0));
    // What was drawn against the odds needs no change to come out otherwise.
    let astray =
        beliefs.draw(&context(true), Outlook::default(), &[0.0; 3], &[2], true, &mut rng(1)).unwrap();
    assert_eq!(beliefs.instead(&astray, &all), None);
}

#[test]
fn without_exploring_the_likeliest_is_taken_for_certain() {
    let beliefs = taught();
    let draw = |returning, explores, seed| {
        let outlook = Outlook::default();
        let all = &[0, 1, 2];
        beliefs.draw(&context(returning), outlook, &[0.0; 3], all, explores, &mut rng(seed)).unwrap()
    };
    for seed in 0..50 {
        let taken = draw(true, false, seed);
        assert_eq!(taken.choice, Choice { arm: 1, propensity: 1.0 });
        assert_eq!(taken.regret, 0.0);
    }
    let astray = (0..5_000).map(|seed| draw(true, true, seed)).find(|draw| draw.choice.arm != 1).unwrap();
    assert!(astray.regret > 0.1 && astray.regret < 1.0, "{astray:?}");
}

#[test]
fn what_the_site_ships_is_believed_by_segment_until_learned_otherwise() {
    let json = r#"{"priors": {"segments": ["deep", "quick"], "cells": [
        {"slot": "hero", "variant": "voices", "segment": "quick", "mean": 0.9, "count": 20},
        {"slot": "hero", "variant": "looks", "segment": "deep", "mean": 0.9, "count": 1000},
        {"slot": "other", "variant": "default", "mean": 0.9, "count": 20}
    ]}}"#;
    let config = Config::parse(json).unwrap();
    let beliefs = Beliefs::new(&config, "hero", &NAMES).unwrap();
    // The model may list its segments in another order.
    let names = ["quick".to_owned(), "deep".to_owned()];
    for (shares, expected) in [([1.0, 0.0], 1), ([0.0, 1.0], 2)] {
        let outlook = Outlook { conversion: None, names: &names, shares: &shares };
        let likeliest =
            beliefs.draw(&context(false), outlook, &[0.0; 3], &[0, 1, 2], false, &mut rng(1)).unwrap();
        assert_eq!(likeliest.choice.arm, expected);
    }
}

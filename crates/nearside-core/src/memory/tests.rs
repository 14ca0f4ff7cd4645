//! What a lesson leaves behind, and how much room all of them take.

use super::*;
use crate::{
    consent::{Answer, Consent, Learn, Purpose},
    decision::MOST_WEIGHED,
    features::schema::PAGE,
    outlook::Outlook,
    seed::rng,
    state::MOST_BYTES,
};

const NAMES: [&str; 24] = [
    "default", "proof", "offer", "voices", "looks", "depth", "speed", "price", "i", "j", "k", "l", "m", "n",
    "o", "p", "q", "r", "s", "t", "u", "v", "w", "x",
];

fn consent() -> Consent {
    let mut consent = Consent::default();
    for purpose in [Purpose::Learn, Purpose::Store] {
        consent.set(purpose, Answer::Granted);
    }
    consent
}

/// A lesson about the slot's `variant`, as it is drawn on a page.
fn lesson(slot: &str, variants: &[&str], variant: u16, reward: f64) -> Lesson {
    let beliefs = Beliefs::new(&Config::default(), slot, variants).unwrap();
    let arms: Vec<usize> = vec![usize::from(variant)];
    let attention = vec![1.0 / variants.len() as f64; variants.len()];
    let context = [3.0; PAGE.len()];
    let draw = beliefs.draw(&context, Outlook::default(), &attention, &arms, true, &mut rng(1)).unwrap();
    let consent = consent();
    let lesson =
        Lesson::begin(&consent.grant::<Learn>().unwrap(), slot, variants, variant, Some(draw.drawn()));
    Lesson { reward, ..lesson }
}

/// A browser that was taught of `slots` slots with `variants` variants each.
fn taught(slots: usize, variants: usize) -> Snapshot {
    let (mut memory, config) = (Memory::new(1), Config::default());
    memory.note(&config, Note::Visit(SessionRecord::default()));
    for slot in 0..slots {
        for variant in 0..variants {
            let name = format!("a-slot-of-the-page-{slot}");
            let lesson = lesson(&name, &NAMES[..variants], variant as u16, 0.5);
            memory.note(&config, Note::Lesson(lesson, None));
        }
    }
    let consent = consent();
    let mut snapshot = memory.snapshot(&consent.grant().unwrap(), 7).unwrap();
    snapshot.fit();
    snapshot
}

#[test]
fn twenty_slots_fit_with_all_that_was_learned_of_them() {
    for (slots, variants) in [(1, 2), (1, 24), (20, 4), (20, 8)] {
        let snapshot = taught(slots, variants);
        let bytes = snapshot.to_json().len();
        println!("{slots} slots of {variants} variants: {bytes} bytes");
        assert!(bytes <= MOST_BYTES, "{bytes}");
        assert_eq!((snapshot.beliefs.len(), snapshot.counts.len()), (slots, slots), "{variants} variants");
    }
}

#[test]
fn beyond_that_the_oldest_go_first() {
    let snapshot = taught(90, 8);
    let bytes = snapshot.to_json().len();
    println!("90 slots of 8 variants: {bytes} bytes, {} with beliefs", snapshot.beliefs.len());
    assert!(bytes <= MOST_BYTES && snapshot.beliefs.len() >= 12, "{bytes}");
    assert_eq!(snapshot.beliefs.last().unwrap().slot, "a-slot-of-the-page-89");
    assert_eq!(Snapshot::parse(&snapshot.to_json()), Ok(snapshot));
}

#[test]
fn a_lesson_about_other_inputs_is_counted_and_not_believed() {
    let (mut memory, config) = (Memory::new(1), Config::default());
    memory.note(&config, Note::Lesson(lesson("hero", &NAMES[..3], 1, 1.0), None));
    let known = memory.beliefs("hero", &NAMES[..3]).cloned();
    let other = Config::parse(r#"{"priors": {"segments": ["deep"]}}"#).unwrap();
    memory.note(&other, Note::Lesson(lesson("hero", &NAMES[..3], 1, 1.0), None));
    assert_eq!(memory.beliefs("hero", &NAMES[..3]), known.as_ref());
    assert_eq!(memory.counts[0].tallies[1].exposures, 2);
}

#[test]
fn what_was_learned_is_told_by_name() {
    let (mut memory, config) = (Memory::new(1), Config::default());
    for _ in 0..5 {
        memory.note(&config, Note::Lesson(lesson("hero", &NAMES[..2], 1, 1.0), None));
    }
    let learned = memory.learned(&config);
    let proof = &learned[0].variants[1];
    assert_eq!((learned[0].slot.as_str(), proof.variant.as_str()), ("hero", "proof"));
    assert_eq!((proof.exposures, proof.rewards, proof.uplift), (5, 5.0, None));
    assert!(proof.weights.len() > MOST_WEIGHED && proof.weights[0].weight > 0.0, "{proof:?}");
    assert!(proof.weights.iter().all(|weight| weight.meaning != weight.path));
}

#[test]
fn notes_that_are_never_kept_are_bounded() {
    let (mut memory, config) = (Memory::new(1), Config::default());
    for _ in 0..1_000 {
        memory.note(&config, Note::Visit(SessionRecord::default()));
    }
    assert_eq!(memory.unseen.len(), MOST_NOTES);
}

#[test]
fn slots_of_one_name_on_other_pages_are_others() {
    let (mut memory, config) = (Memory::new(1), Config::default());
    for round in 0..20 {
        let lesson = lesson("hero", &NAMES[..2 + round % 2], 1, 1.0);
        memory.note(&config, Note::Lesson(lesson, None));
    }
    let exposures: Vec<u64> = memory.counts.iter().map(|counts| counts.tallies[1].exposures).collect();
    assert_eq!((exposures, memory.beliefs.len()), (vec![10, 10], 2));
}

#[test]
fn what_is_written_is_not_told_again() {
    let (mut memory, config) = (Memory::new(1), Config::default());
    memory.note(&config, Note::Visit(SessionRecord::default()));
    memory.note(&config, Note::Lesson(lesson("hero", &NAMES[..2], 1, 1.0), None));
    memory.rebase(&config, None);
    let mut snapshot = memory.snapshot(&consent().grant().unwrap(), 7).unwrap();
    snapshot.seen.clear();
    memory.note(&config, Note::Lesson(lesson("hero", &NAMES[..2], 1, 1.0), None));
    memory.written();
    // More pages wrote since than are remembered.
    memory.rebase(&config, Some(snapshot));
    assert_eq!(memory.counts[0].tallies[1].exposures, 2);
}

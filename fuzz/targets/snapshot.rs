//! What lies on the device, whoever wrote it: a snapshot or a journal. What was read is written and read again alike.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nearside_core::{
    config::Config,
    engine::{Engine, Start},
    event::Event,
    seed,
    state::{Journal, Snapshot},
    units::Millis,
};

fuzz_target!(|json: &str| {
    let snapshot = Snapshot::parse(json).ok();
    if let Some(snapshot) = &snapshot {
        assert!(Snapshot::parse(&snapshot.to_json()).is_ok());
    }
    let journal = Journal::parse(json).ok();
    if let Some(journal) = &journal {
        assert!(Journal::parse(&journal.to_json()).is_ok());
    }
    if snapshot.is_none() && journal.is_none() {
        return;
    }
    let start = Start { wall: 1.8e12, seed: 7, kept: snapshot.clone() };
    let (mut engine, mut rng, mut effects) =
        (Engine::new(Config::default(), start), seed::rng(7), Vec::new());
    let events = [Some(Event::Kept(snapshot)), journal.map(Event::Left), Some(Event::Tick)];
    for (at, event) in events.into_iter().flatten().enumerate() {
        engine.step(event, Millis(at as f64 * 300.0), &mut rng, &mut effects);
    }
});

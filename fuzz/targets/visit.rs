//! A visit as a recording tells it, signal by signal: the engine takes whatever comes, and the same way each time.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nearside_core::{engine::Engine, recording::Recording, seed};

/// Most events that are played: enough for a page, and quick.
const MOST: usize = 500;

fuzz_target!(|json: &str| {
    let Ok(recording) = Recording::parse(json) else { return };
    assert_eq!(play(recording.clone()), play(recording));
});

fn play(recording: Recording) -> String {
    let (mut rng, mut effects) = (seed::rng(recording.start.seed), Vec::new());
    let mut engine = Engine::new(recording.config, recording.start);
    for (now, event) in recording.events.into_iter().take(MOST) {
        engine.step(event, now, &mut rng, &mut effects);
    }
    format!("{effects:?}")
}

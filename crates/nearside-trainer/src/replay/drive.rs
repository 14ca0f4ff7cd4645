//! Drives the engine through a recording and keeps what came of it, by name.

use std::path::{Path, PathBuf};

use nearside_core::{
    decision::Decision,
    engine::Engine,
    event::{Effect, Event},
    recording::Recording,
    scorer::{Scorer, Task},
    seed,
    units::Millis,
};
use serde_json::{Value, json};

use super::{
    MODELS, ReplayError,
    report::{Outcome, moment, names},
};
use crate::model;

/// Runs `recording` to its end; `every` ms of it the state is noted too.
///
/// # Errors
/// [`ReplayError`] for a model that is not there or does not fit.
pub(super) fn drive(
    recording: Recording,
    models: &[PathBuf],
    every: Option<f64>,
) -> Result<Outcome, ReplayError> {
    let asks_for = |task| recording.events.iter().any(|(_, event)| *event == Event::ScorerReady(task));
    let asked: Vec<Task> = Task::ALL.into_iter().filter(|&task| asks_for(task)).collect();
    let mut rng = seed::rng(recording.start.seed);
    let mut engine = Engine::new(recording.config, recording.start);
    let (mut effects, mut outcome) = (Vec::new(), Outcome::default());

    let mut given = Vec::new();
    for folder in models {
        let model = model::load(folder)?;
        let task = model.task();
        engine.set_scorer(Box::new(model))?;
        given.push(task);
        if !asked.contains(&task) {
            // A visit recorded without a model is scored from its beginning.
            engine.step(Event::ScorerReady(task), Millis::ZERO, &mut rng, &mut effects);
        }
    }
    for &task in asked.iter().filter(|task| !given.contains(task)) {
        engine.set_scorer(Box::new(model::load_for(task, &Path::new(MODELS).join(task.name()))?))?;
    }
    let mut next = every;
    for (now, event) in recording.events {
        engine.step(event, now, &mut rng, &mut effects);
        for effect in effects.drain(..) {
            note(&engine, effect, &mut outcome);
        }
        if let (Some(every), Some(due)) = (every, next)
            && engine.now().0 >= due
        {
            outcome.moments.push(moment(&engine));
            next = Some((engine.now().0 / every).floor() * every + every);
        }
    }
    outcome.finish(&engine);
    Ok(outcome)
}

fn note(engine: &Engine, effect: Effect, outcome: &mut Outcome) {
    let at = engine.now().0;
    match effect {
        Effect::Decided(decision) => outcome.decisions.push(decided(engine, &decision)),
        Effect::Exposed { slot, variant } => {
            let (slot, variant) = names(engine, slot, variant);
            outcome.exposures.push(json!({"at": at, "slot": slot, "variant": variant}));
        }
        Effect::Learned { slot, variant, reward } => {
            let (slot, variant) = names(engine, slot, variant);
            let reward = reward.get();
            outcome.learned.push(json!({"at": at, "slot": slot, "variant": variant, "reward": reward}));
        }
        Effect::Refused(error) => outcome.refused.push(json!({"at": at, "error": error.to_string()})),
        Effect::Observe(_) | Effect::Show { .. } | Effect::Keep | Effect::Leave(_) | Effect::Erase => {}
    }
}

fn decided(engine: &Engine, decision: &Decision) -> Value {
    let (slot, variant) = names(engine, decision.slot, decision.variant);
    let weighed: Vec<Value> = decision
        .weighed
        .iter()
        .map(|w| json!({"path": w.path, "value": w.value, "weight": w.weight}))
        .collect();
    json!({
        "at": decision.at.0,
        "slot": slot,
        "variant": variant,
        "propensity": decision.propensity.get(),
        "reason": decision.reason.name(),
        "weighed": weighed,
    })
}

//! Recordings: a visit as a script of events, for replay, training and tests.
//!
//! Made only on demand (a test, or a developer in the inspector), held in memory, never stored or sent by the
//! agent. Written and read by hand: signals themselves have no `Serialize`, so this file and `signal.rs` beside
//! it are the only places where one becomes bytes.
//!
//! ```json
//! {"nearside": 2, "config": {}, "start": {"wall": 1.7e12, "seed": "7"},
//!  "events": [[0, "watch", "reviews"], [16.7, "move", 310, 220, "mouse"], [500, "tick"]]}
//! ```
//! Times are ms since the page's zero. A `~` before the name of a signal, or before `happened`, marks it as untrusted.

mod fields;
mod line;
mod signal;

use fields::Fields;
use line::Line;
use serde_json::{Map, Value};
use thiserror::Error;

use crate::{
    config::Config,
    engine::Start,
    event::Event,
    json::{self, ToJson, object, put},
    signal::Observed,
    slot::{SlotId, SlotSpec, VariantId, VariantSpec},
    state::{Journal, Snapshot},
    units::Millis,
};

/// Version of the form written here.
const VERSION: u64 = 2;
/// Most events in one recording: an hour of 100 signals a second, and ten times that.
const MAX_EVENTS: usize = 4_000_000;

/// Why a recording was refused.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum RecordingError {
    /// Not JSON.
    #[error("the recording is not JSON: {0}")]
    Syntax(String),
    /// JSON, but not a recording of a version that is known.
    #[error("this is not a nearside recording (version {VERSION}): {0}")]
    Form(String),
    /// An event that can't be read.
    #[error("event {index} of the recording can't be read: {what}")]
    Event {
        /// Its place, from 0.
        index: usize,
        /// What is wrong with it.
        what: String,
    },
}

/// A visit as a script.
#[derive(Clone, Debug, PartialEq)]
pub struct Recording {
    /// The settings.
    pub config: Config,
    /// What the visit began with.
    pub start: Start,
    /// What happened, in order of time.
    pub events: Vec<(Millis, Event)>,
}

impl Recording {
    /// Reads a recording.
    ///
    /// # Errors
    /// [`RecordingError`] that says what can't be read and where.
    pub fn parse(json: &str) -> Result<Recording, RecordingError> {
        let form = |what: &str| RecordingError::Form(what.to_owned());
        let root = json::parse(json).map_err(|e| RecordingError::Syntax(e.to_string()))?;
        if root["nearside"].as_u64() != Some(VERSION) {
            return Err(form("`nearside` is missing or of another version"));
        }
        let config = match &root["config"] {
            Value::Null => Config::default(),
            config => Config::parse(&config.to_string()).map_err(|e| RecordingError::Form(e.to_string()))?,
        };
        let start = read_start(&root["start"])?;
        let events = root["events"].as_array().ok_or_else(|| form("`events` is not a list"))?;
        if events.len() > MAX_EVENTS {
            return Err(form("it has too many events"));
        }
        let events = events
            .iter()
            .enumerate()
            .map(|(index, event)| read_event(event).map_err(|what| RecordingError::Event { index, what }));
        Ok(Recording { config, start, events: events.collect::<Result<_, _>>()? })
    }

    /// Writes the recording; [`Recording::parse`] gives it back equal.
    pub fn to_json(&self) -> String {
        let (mut root, mut start) = (Map::new(), Map::new());
        put(&mut start, "wall", self.start.wall.write());
        put(&mut start, "seed", self.start.seed.to_string().write());
        put(&mut start, "kept", self.start.kept.as_ref().map(Snapshot::to_json).write());
        put(&mut root, "nearside", VERSION.write());
        put(&mut root, "config", self.config.write());
        put(&mut root, "start", Value::Object(start));
        put(&mut root, "events", self.events.iter().map(|(at, event)| write_event(*at, event)).collect());
        Value::Object(root).to_string()
    }
}

fn read_start(value: &Value) -> Result<Start, RecordingError> {
    let form = |what: &str| RecordingError::Form(what.to_owned());
    let wall = value["wall"].as_f64().ok_or_else(|| form("`start.wall` is not a number"))?;
    // 64 bits do not fit a JSON number.
    let seed = value["seed"].as_str().and_then(|seed| seed.parse().ok());
    let seed = seed.ok_or_else(|| form("`start.seed` is not a decimal string"))?;
    let kept = match value["kept"].as_str() {
        Some(kept) => Some(Snapshot::parse(kept).map_err(|e| RecordingError::Form(e.to_string()))?),
        None => None,
    };
    Ok(Start { wall, seed, kept })
}

fn read_event(value: &Value) -> Result<(Millis, Event), String> {
    let mut fields = Fields::of(value)?;
    let at = Millis(fields.number()?);
    let name = fields.word()?;
    let event = match name.as_str() {
        "watch" => Event::Watch { name: fields.word()? },
        "slot" => Event::Slot(read_slot(fields.value()?)?),
        "consent" => Event::Consent(fields.parsed()?, fields.parsed()?),
        "scorer" => Event::ScorerReady(fields.parsed()?),
        "tick" => Event::Tick,
        "shown" => Event::Shown { slot: SlotId(fields.index()?), variant: VariantId(fields.index()?) },
        "kept" => Event::Kept(fields.maybe(Snapshot::parse)?),
        "journal" => Event::Left(Journal::parse(&fields.word()?).map_err(|e| e.to_string())?),
        "written" => Event::Written,
        "pause" => Event::Pause(fields.flag()?),
        "forget" => Event::Forget { seed: fields.word()?.parse().map_err(|_| "its seed is not a number")? },
        "goal" => Event::Goal { name: fields.word()?, value: fields.number()? },
        "happened" | "~happened" => Event::Happened { name: fields.word()?, trusted: !name.starts_with('~') },
        "failed" => Event::Failed(SlotId(fields.index()?)),
        _ => {
            let (signal, trusted) = match name.strip_prefix('~') {
                Some(untrusted) => (untrusted, false),
                None => (name.as_str(), true),
            };
            Event::Signal(Observed { signal: signal::read(signal, &mut fields)?, trusted })
        }
    };
    fields.end()?;
    Ok((at, event))
}

fn write_event(at: Millis, event: &Event) -> Value {
    let line = |kind| Line::of(at.0, kind);
    let mut line = match event {
        Event::Watch { .. } => line("watch"),
        Event::Slot(_) => line("slot"),
        Event::Consent(..) => line("consent"),
        Event::ScorerReady(_) => line("scorer"),
        Event::Tick => line("tick"),
        Event::Shown { .. } => line("shown"),
        Event::Kept(_) => line("kept"),
        Event::Left(_) => line("journal"),
        Event::Written => line("written"),
        Event::Pause(_) => line("pause"),
        Event::Forget { .. } => line("forget"),
        Event::Goal { .. } => line("goal"),
        Event::Happened { trusted, .. } => line(if *trusted { "happened" } else { "~happened" }),
        Event::Failed(_) => line("failed"),
        Event::Signal(observed) => return signal::write(at.0, observed),
    };
    match event {
        Event::Watch { name } | Event::Happened { name, .. } => line.text(name),
        Event::Slot(spec) => line.put(write_slot(spec)),
        Event::Consent(purpose, answer) => line.form(purpose).form(answer),
        Event::ScorerReady(task) => line.form(task),
        Event::Shown { slot, variant } => line.index(slot.0).index(variant.0),
        Event::Kept(snapshot) => line.form(&snapshot.as_ref().map(Snapshot::to_json)),
        Event::Left(journal) => line.text(&journal.to_json()),
        Event::Pause(paused) => line.flag(*paused),
        Event::Forget { seed } => line.text(&seed.to_string()),
        Event::Goal { name, value } => line.text(name).number(*value),
        Event::Failed(slot) => line.index(slot.0),
        Event::Tick | Event::Written | Event::Signal(_) => &mut line,
    };
    line.end()
}

fn read_slot(value: &Value) -> Result<SlotSpec, String> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let variants = value["variants"].as_array().ok_or("a slot without `variants`")?;
    let variants = variants.iter().map(|variant| {
        let about = variant["about"].as_array().into_iter().flatten();
        Some(VariantSpec {
            name: text(&variant["name"])?,
            when: text(&variant["when"]),
            about: about.map(text).collect::<Option<_>>()?,
        })
    });
    Ok(SlotSpec {
        name: text(&value["name"]).ok_or("a slot without `name`")?,
        live: value["live"].as_bool().unwrap_or(false),
        careful: value["careful"].as_bool().unwrap_or(false),
        experiment: text(&value["experiment"]),
        reward: text(&value["reward"]),
        forced: value["forced"].as_u64().and_then(|forced| u16::try_from(forced).ok()),
        variants: variants.collect::<Option<_>>().ok_or("a variant without `name`")?,
    })
}

fn write_slot(spec: &SlotSpec) -> Value {
    let mut slot = Map::new();
    put(&mut slot, "name", spec.name.write());
    put(&mut slot, "live", spec.live.write());
    put(&mut slot, "careful", spec.careful.write());
    put(&mut slot, "experiment", spec.experiment.write());
    put(&mut slot, "forced", spec.forced.write());
    put(&mut slot, "reward", spec.reward.write());
    put(&mut slot, "variants", spec.variants.write());
    Value::Object(slot)
}

object!(write VariantSpec { name, when, about });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_a_recording_is_refused_with_the_place() {
        let with =
            |events: &str| format!(r#"{{"nearside":2,"start":{{"wall":0,"seed":"1"}},"events":{events}}}"#);
        assert!(Recording::parse(&with(r#"[[0,"tick"],[5,"~move",1,2,"pen"]]"#)).is_ok());
        for (json, expected) in [
            ("{".to_owned(), "not JSON"),
            ("{}".to_owned(), "another version"),
            (r#"{"nearside":1,"start":{"wall":0,"seed":"1"},"events":[]}"#.to_owned(), "another version"),
            (r#"{"nearside":2,"start":{"wall":0},"events":[]}"#.to_owned(), "seed"),
            (with(r#"[[0,"tick"],[1,"fly",3]]"#), "event 1"),
            (with(r#"[[0,"move",1]]"#), "event 0"),
            (with(r#"[["soon","tick"]]"#), "event 0"),
            (with(r#"[[0,"tick",9]]"#), "event 0"),
            (with(r#"[[0,"layout",70000,0,0,1,1,1]]"#), "event 0"),
        ] {
            let message = Recording::parse(&json).unwrap_err().to_string();
            assert!(message.contains(expected), "{json} gave: {message}");
        }
    }
}

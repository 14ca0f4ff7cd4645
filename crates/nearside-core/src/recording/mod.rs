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
mod signal;

use fields::Fields;
use serde_json::{Value, json};
use thiserror::Error;

use crate::{
    config::Config,
    engine::Start,
    event::Event,
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
        let root: Value = serde_json::from_str(json).map_err(|e| RecordingError::Syntax(e.to_string()))?;
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
        let kept = self.start.kept.as_ref().map(Snapshot::to_json);
        let events: Vec<Value> = self.events.iter().map(|(at, event)| write_event(*at, event)).collect();
        json!({
            "nearside": VERSION,
            "config": self.config,
            "start": {"wall": self.start.wall, "seed": self.start.seed.to_string(), "kept": kept},
            "events": events,
        })
        .to_string()
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
    let at = at.0;
    match event {
        Event::Watch { name } => json!([at, "watch", name]),
        Event::Slot(spec) => json!([at, "slot", write_slot(spec)]),
        Event::Consent(purpose, answer) => json!([at, "consent", purpose, answer]),
        Event::ScorerReady(task) => json!([at, "scorer", task]),
        Event::Tick => json!([at, "tick"]),
        Event::Shown { slot, variant } => json!([at, "shown", slot.0, variant.0]),
        Event::Kept(snapshot) => json!([at, "kept", snapshot.as_ref().map(Snapshot::to_json)]),
        Event::Left(journal) => json!([at, "journal", journal.to_json()]),
        Event::Written => json!([at, "written"]),
        Event::Pause(paused) => json!([at, "pause", paused]),
        Event::Forget { seed } => json!([at, "forget", seed.to_string()]),
        Event::Goal { name, value } => json!([at, "goal", name, value]),
        Event::Happened { name, trusted } => {
            json!([at, if *trusted { "happened" } else { "~happened" }, name])
        }
        Event::Failed(slot) => json!([at, "failed", slot.0]),
        Event::Signal(observed) => signal::write(at, observed),
    }
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
    let variants: Vec<Value> = spec
        .variants
        .iter()
        .map(|variant| json!({"name": variant.name, "when": variant.when, "about": variant.about}))
        .collect();
    json!({
        "name": spec.name,
        "live": spec.live,
        "careful": spec.careful,
        "experiment": spec.experiment,
        "forced": spec.forced,
        "reward": spec.reward,
        "variants": variants,
    })
}

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

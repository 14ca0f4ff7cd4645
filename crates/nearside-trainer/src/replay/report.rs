//! What came of a replay, as JSON for programs and as text for people.

use std::fmt::Write;

use nearside_core::{
    engine::Engine,
    features::schema::{PAGE, REGION},
    signal::RegionId,
    slot::{SlotId, VariantId},
};
use serde_json::{Map, Value, json};

/// What came of a replay.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) decisions: Vec<Value>,
    pub(super) exposures: Vec<Value>,
    pub(super) learned: Vec<Value>,
    pub(super) refused: Vec<Value>,
    pub(super) moments: Vec<Value>,
    /// The state at the end: context, regions, scores, attention, outlook, shown.
    last: Map<String, Value>,
}

/// Time, scores and attention now.
pub(super) fn moment(engine: &Engine) -> Value {
    json!({"at": engine.now().0, "scores": scores(engine), "attention": attention(engine)})
}

impl Outcome {
    /// Takes the engine's state at the end.
    pub(super) fn finish(&mut self, engine: &Engine) {
        let context = PAGE.iter().zip(engine.context());
        let context: Map<String, Value> =
            context.map(|(feature, value)| (feature.path.to_owned(), value.into())).collect();
        let regions = each_region(engine, |region| {
            let row = engine.region_features(region)?;
            let columns = REGION.iter().zip(row);
            let named = columns.map(|(feature, value)| (feature.path.to_owned(), value.into()));
            Some(Value::Object(named.collect()))
        });
        let shown = (0..engine.slots().len()).filter_map(|slot| {
            let slot = SlotId(slot as u16);
            let (slot, variant) = names(engine, slot, engine.shown(slot)?);
            Some((slot, variant.into()))
        });
        self.last = Map::from_iter([
            ("context".to_owned(), Value::Object(context)),
            ("regions".to_owned(), regions),
            ("scores".to_owned(), scores(engine)),
            ("attention".to_owned(), attention(engine)),
            ("outlook".to_owned(), outlook(engine)),
            ("shown".to_owned(), Value::Object(shown.collect())),
        ]);
    }

    /// One JSON object.
    pub(super) fn to_json(&self) -> String {
        let mut object = self.last.clone();
        for (name, list) in [
            ("decisions", &self.decisions),
            ("exposures", &self.exposures),
            ("learned", &self.learned),
            ("refused", &self.refused),
        ] {
            object.insert(name.to_owned(), list.clone().into());
        }
        if !self.moments.is_empty() {
            object.insert("moments".to_owned(), self.moments.clone().into());
        }
        format!("{:#}", Value::Object(object))
    }

    /// A page of text.
    pub(super) fn to_text(&self) -> String {
        let mut text = String::new();
        // Writing to a String does not fail.
        for moment in &self.moments {
            let _ = writeln!(text, "{:>9} attention {}", seconds(moment), pairs(&moment["attention"], " ms"));
        }
        for decision in &self.decisions {
            let _ = writeln!(
                text,
                "{:>9} {} → {} ({}, propensity {})",
                seconds(decision),
                word(&decision["slot"]),
                word(&decision["variant"]),
                word(&decision["reason"]),
                decision["propensity"],
            );
            for weighed in decision["weighed"].as_array().into_iter().flatten() {
                let value = weighed["value"].as_f64().unwrap_or_default();
                let weight = weighed["weight"].as_f64().unwrap_or_default();
                let _ = writeln!(text, "{:12}{weight:+.2}  {} = {value:.2}", "", word(&weighed["path"]));
            }
        }
        for exposure in &self.exposures {
            let _ = writeln!(
                text,
                "{:>9} {} seen: {}",
                seconds(exposure),
                word(&exposure["slot"]),
                word(&exposure["variant"])
            );
        }
        for learned in &self.learned {
            let _ = writeln!(
                text,
                "{:>9} {} learned: {} brought {}",
                seconds(learned),
                word(&learned["slot"]),
                word(&learned["variant"]),
                learned["reward"]
            );
        }
        for refused in &self.refused {
            let _ = writeln!(text, "{:>9} refused: {}", seconds(refused), word(&refused["error"]));
        }
        let _ = writeln!(text, "\nat the end");
        for (title, key, unit) in [("shown", "shown", ""), ("attention", "attention", " ms")] {
            let _ = writeln!(text, "{title:12}{}", pairs(&self.last[key], unit));
        }
        let outlook = &self.last["outlook"];
        if let Some(conversion) = outlook["conversion"].as_f64() {
            let _ = writeln!(text, "{:12}{conversion:.3}", "conversion");
        }
        for (name, share) in outlook["segments"].as_object().into_iter().flatten() {
            let _ = writeln!(text, "{:12}{name} {:.3}", "segment", share.as_f64().unwrap_or_default());
        }
        let _ = writeln!(text, "page");
        write_features(&mut text, &self.last["context"]);
        for (name, features) in self.last["regions"].as_object().into_iter().flatten() {
            let _ = writeln!(text, "region {name}");
            write_features(&mut text, features);
        }
        text.trim_end().to_owned()
    }
}

fn each_region(engine: &Engine, of: impl Fn(RegionId) -> Option<Value>) -> Value {
    let named = engine.region_names().iter().enumerate();
    Value::Object(named.filter_map(|(id, name)| Some((name.clone(), of(RegionId(id as u16))?))).collect())
}

fn scores(engine: &Engine) -> Value {
    each_region(engine, |region| {
        let score = engine.score_of(region)?;
        Some(json!({"estimate": score.estimate, "forecast": score.forecast}))
    })
}

fn attention(engine: &Engine) -> Value {
    each_region(engine, |region| Some(engine.attention(region).0.into()))
}

/// What the models say of the whole visit.
fn outlook(engine: &Engine) -> Value {
    let outlook = engine.outlook();
    let segments: Map<String, Value> =
        outlook.segments().map(|(name, share)| (name.to_owned(), share.into())).collect();
    json!({"conversion": outlook.conversion, "segments": segments})
}

/// Features that are not 0, one a line.
fn write_features(text: &mut String, features: &Value) {
    for (path, value) in features.as_object().into_iter().flatten() {
        let value = value.as_f64().unwrap_or_default();
        if value != 0.0 {
            let _ = writeln!(text, "  {path:26} {value:.3}");
        }
    }
}

fn pairs(object: &Value, unit: &str) -> String {
    let pairs = object.as_object().into_iter().flatten().map(|(name, value)| match value.as_f64() {
        Some(number) => format!("{name} {number:.0}{unit}"),
        None => format!("{name} {}", word(value)),
    });
    pairs.collect::<Vec<_>>().join(", ")
}

fn seconds(entry: &Value) -> String {
    format!("{:.2} s", entry["at"].as_f64().unwrap_or_default() / 1_000.0)
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Names of a slot and of a variant in it.
pub(super) fn names(engine: &Engine, slot: SlotId, variant: VariantId) -> (String, String) {
    let found = engine.slots().nth(usize::from(slot.0));
    let variant = found.and_then(|slot| slot.variants.get(usize::from(variant.0)));
    (
        found.map(|slot| slot.name.clone()).unwrap_or_default(),
        variant.map(|variant| variant.name.clone()).unwrap_or_default(),
    )
}

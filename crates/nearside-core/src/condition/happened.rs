//! JSON → the tree, for questions about what happened.
//!
//! `$sequence`: `{"steps": […], "within": ms, "since": ms}`; `$count`: `{"of": …, "within": ms}` and operators on the
//! number. Without `within` or `since` all that is remembered counts. Both are nearside's own, beside the grammar that
//! the SDKs share: only strict parsing comes here, and it lets nothing pass that can not happen.

use serde_json::{Map, Value};

use super::ConditionError;
use super::parse::{Parser, shape};
use super::pointer::Pointer;
use super::tree::Clause;
use crate::history::{MOST_STEPS, can_happen};
use crate::units::Millis;

/// Longest span that can be asked for, ms: a day, and no session is longer.
const LONGEST: u32 = 86_400_000;
/// All that is remembered.
const ALL: Millis = Millis(f64::INFINITY);

impl Parser {
    /// Things that happened one after the other.
    pub(super) fn sequence(&self, json: &Value, at: Pointer<'_>) -> Result<Clause, ConditionError> {
        let (mut steps, mut within, mut since) = (Vec::new(), ALL, ALL);
        for (key, json) in object(json, at)? {
            let at = Pointer::Key(&at, key);
            match key.as_str() {
                "steps" => steps = list(json, at)?,
                "within" => within = span(json, at)?,
                "since" => since = span(json, at)?,
                _ => return Err(unknown(key, at)),
            }
        }
        if (1..=MOST_STEPS).contains(&steps.len()) {
            return Ok(Clause::Sequence { steps, within, since });
        }
        let at = Pointer::Key(&at, "steps").text();
        Err(ConditionError::Steps { at, found: steps.len(), limit: MOST_STEPS })
    }

    /// How often something happened.
    pub(super) fn count(&self, json: &Value, at: Pointer<'_>) -> Result<Clause, ConditionError> {
        let (mut of, mut within, mut operators) = (None, ALL, Map::new());
        for (key, json) in object(json, at)? {
            let at = Pointer::Key(&at, key);
            match key.as_str() {
                "of" => of = Some(what(json, at)?),
                "within" => within = span(json, at)?,
                operator if operator.starts_with('$') => {
                    operators.insert(key.clone(), json.clone());
                }
                _ => return Err(unknown(key, at)),
            }
        }
        let of = of.ok_or_else(|| shape(at, "`of`: what is counted"))?;
        if operators.is_empty() {
            return Err(shape(at, "operators for the number, such as `$gte`"));
        }
        Ok(Clause::Count { of, within, test: Box::new(self.every(&operators, at)?) })
    }
}

fn object<'a>(json: &'a Value, at: Pointer<'_>) -> Result<&'a Map<String, Value>, ConditionError> {
    json.as_object().ok_or_else(|| shape(at, "an object"))
}

fn list(json: &Value, at: Pointer<'_>) -> Result<Vec<String>, ConditionError> {
    let steps = json.as_array().ok_or_else(|| shape(at, "a list of what happened"))?;
    steps.iter().enumerate().map(|(index, step)| what(step, Pointer::Index(&at, index))).collect()
}

fn what(json: &Value, at: Pointer<'_>) -> Result<String, ConditionError> {
    let what = json.as_str().filter(|what| can_happen(what));
    what.map(str::to_owned).ok_or_else(|| shape(at, "what can happen, such as `filter` or `click.reviews`"))
}

fn span(json: &Value, at: Pointer<'_>) -> Result<Millis, ConditionError> {
    let ms = json.as_f64().ok_or_else(|| shape(at, "a number of milliseconds"))?;
    if (1.0..=f64::from(LONGEST)).contains(&ms) {
        return Ok(Millis(ms));
    }
    Err(ConditionError::Span { at: at.text(), limit: LONGEST })
}

fn unknown(key: &str, at: Pointer<'_>) -> ConditionError {
    ConditionError::UnknownKey { at: at.text(), key: key.to_owned() }
}

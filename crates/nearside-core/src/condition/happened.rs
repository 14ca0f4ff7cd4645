//! JSON → the tree, for questions about what happened.
//!
//! `$sequence`: `{"steps": […], "within": ms, "since": ms}`; `$count`: `{"of": …, "within": ms}` and operators on the
//! number. Without `within` or `since` all that is remembered counts. Both are nearside's own, beside the grammar that
//! the SDKs share: only strict parsing comes here, and it lets nothing pass that can not happen.

use serde_json::{Map, Value};

use super::ConditionError;
use super::parse::{Parser, shape};
use super::pointer::Pointer;
use super::tree::{Clause, Test};
use crate::history::{MOST_STEPS, can_happen};
use crate::units::Millis;

/// Longest span that can be asked for, ms: a day, and no session is longer.
const LONGEST: u32 = 86_400_000;

type Keys = Map<String, Value>;

impl Parser {
    /// Things that happened one after the other.
    pub(super) fn sequence(&self, json: &Value, at: Pointer<'_>) -> Result<Clause, ConditionError> {
        let keys = object(json, at)?;
        for key in keys.keys() {
            if !matches!(key.as_str(), "steps" | "within" | "since") {
                return Err(unknown(key, at));
            }
        }
        let (within, since) = (span(keys, "within", at)?, span(keys, "since", at)?);
        Ok(Clause::Sequence { steps: steps(keys, at)?, within, since })
    }

    /// How often something happened.
    pub(super) fn count(&self, json: &Value, at: Pointer<'_>) -> Result<Clause, ConditionError> {
        let keys = object(json, at)?;
        let mut operators = Vec::new();
        for (key, json) in keys {
            match key.as_str() {
                "of" | "within" => {}
                name if name.starts_with('$') => {
                    operators.push(self.operator(name, json, Pointer::Key(&at, name))?);
                }
                _ => return Err(unknown(key, at)),
            }
        }
        if operators.is_empty() {
            return Err(shape(at, "operators for the number, such as `$gte`"));
        }
        let of = what(keys.get("of"), Pointer::Key(&at, "of"))?;
        Ok(Clause::Count { of, within: span(keys, "within", at)?, test: Box::new(Test::Every(operators)) })
    }
}

fn object<'a>(json: &'a Value, at: Pointer<'_>) -> Result<&'a Keys, ConditionError> {
    json.as_object().ok_or_else(|| shape(at, "an object"))
}

fn steps(keys: &Keys, at: Pointer<'_>) -> Result<Vec<String>, ConditionError> {
    let at = Pointer::Key(&at, "steps");
    let Some(list) = keys.get("steps").and_then(Value::as_array) else {
        return Err(shape(at, "a list of what happened"));
    };
    if !(1..=MOST_STEPS).contains(&list.len()) {
        return Err(ConditionError::Steps { at: at.text(), found: list.len(), limit: MOST_STEPS });
    }
    let mut steps = Vec::with_capacity(list.len());
    for (index, step) in list.iter().enumerate() {
        steps.push(what(Some(step), Pointer::Index(&at, index))?);
    }
    Ok(steps)
}

fn what(json: Option<&Value>, at: Pointer<'_>) -> Result<String, ConditionError> {
    match json.and_then(Value::as_str) {
        Some(what) if can_happen(what) => Ok(what.to_owned()),
        _ => Err(shape(at, "what can happen, such as `filter` or `click.reviews`")),
    }
}

fn span(keys: &Keys, key: &str, at: Pointer<'_>) -> Result<Millis, ConditionError> {
    let Some(json) = keys.get(key) else { return Ok(Millis(f64::INFINITY)) };
    match json.as_f64() {
        Some(ms) if (1.0..=f64::from(LONGEST)).contains(&ms) => Ok(Millis(ms)),
        _ => Err(ConditionError::Span { at: Pointer::Key(&at, key).text(), limit: LONGEST }),
    }
}

fn unknown(key: &str, at: Pointer<'_>) -> ConditionError {
    ConditionError::UnknownKey { at: Pointer::Key(&at, key).text(), key: key.to_owned() }
}

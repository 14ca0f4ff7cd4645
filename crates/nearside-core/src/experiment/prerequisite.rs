//! Prerequisites: what must hold of another feature or slot first.
//!
//! `{id, condition, gate}` → the other one's value, as the attribute `value`, passes the condition or not. Where
//! values come from is the caller's affair: a features payload, or the other slots of the page.

use serde_json::{Map, Value};

use super::{ExperimentError, fields::Fields};
use crate::condition::{Condition, SavedGroups};

/// A condition on something else's value.
#[derive(Clone, Debug, PartialEq)]
pub struct Prerequisite {
    /// Of what.
    pub id: String,
    /// On its `value`; none always holds.
    pub condition: Option<Condition>,
    /// Failing it fails the whole feature, not only the rule.
    pub gate: bool,
}

/// The value depends on itself, so there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cyclic;

/// Where the values of prerequisites come from.
pub trait Prerequisites {
    /// The value of `id`; null where there is none of that name.
    ///
    /// # Errors
    /// [`Cyclic`] where working it out leads back to where it started.
    fn value(&mut self, id: &str) -> Result<Value, Cyclic>;
}

/// Nothing to depend on: every value is null.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoPrerequisites;

impl Prerequisites for NoPrerequisites {
    fn value(&mut self, _: &str) -> Result<Value, Cyclic> {
        Ok(Value::Null)
    }
}

impl Prerequisite {
    /// Reads `{id, condition, gate}`.
    pub(super) fn read(json: &Value) -> Result<Prerequisite, ExperimentError> {
        let fields = Fields::of(json, "parentConditions")?;
        Ok(Prerequisite {
            id: fields.text("id")?.unwrap_or_default(),
            condition: fields.condition("condition"),
            gate: fields.flag("gate")? == Some(true),
        })
    }

    /// Whether it holds.
    ///
    /// # Errors
    /// [`Cyclic`], from `all`.
    pub fn is_met(&self, all: &mut dyn Prerequisites, groups: &SavedGroups) -> Result<bool, Cyclic> {
        let value = all.value(&self.id)?;
        let Some(condition) = &self.condition else { return Ok(true) };
        let mut attributes = Map::new();
        attributes.insert("value".to_owned(), value);
        Ok(condition.eval(&Value::Object(attributes), groups))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_condition_is_on_the_value() {
        struct Fixed(Value);
        impl Prerequisites for Fixed {
            fn value(&mut self, _: &str) -> Result<Value, Cyclic> {
                Ok(self.0.clone())
            }
        }
        let met = |condition: Value, all: &mut dyn Prerequisites| {
            let json = json!({"id": "other", "condition": condition});
            Prerequisite::read(&json).unwrap().is_met(all, &SavedGroups::default())
        };
        for (condition, value, expected) in [
            (json!({"value": "on"}), json!("on"), true),
            (json!({"value": "on"}), json!("off"), false),
            (json!({"value.a": {"$gt": 1}}), json!({"a": 2}), true),
            (json!({}), json!(null), true),
            (json!(null), json!(null), true),
        ] {
            assert_eq!(met(condition, &mut Fixed(value)), Ok(expected));
        }
        assert_eq!(met(json!({"value": {"$exists": true}}), &mut NoPrerequisites), Ok(false));
    }
}

//! The bandit's settings: which policy, and how it learns.
//!
//! JSON in, checked values out. The defaults are the ones that the trainer's laboratory measures, the same for every
//! set of data.

use serde_json::{Map, Value};
use thiserror::Error;

use super::{
    BanditError, Policy,
    beliefs::{Beliefs, Rule},
    epsilon_greedy::EpsilonGreedy,
    fixed_best::FixedBest,
    lin_ucb::LinUcb,
    softmax::Softmax,
    thompson::Thompson,
};
use crate::{
    decimal::text,
    json::{FromJson, Reader, ToJson, put, settings},
    posterior::Prior,
};

/// A setting out of its range.
#[derive(Clone, Debug, Error, PartialEq)]
#[error("`{key}` is {}, but must lie between {} and {}", text(*value), text(*low), text(*high))]
pub struct SettingsError {
    /// Which setting.
    pub key: &'static str,
    /// What was given.
    pub value: f64,
    /// Least value.
    pub low: f64,
    /// Greatest value.
    pub high: f64,
}

/// How arms are chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Method {
    /// Each arm as often as it is the best under the beliefs.
    Thompson {
        /// How much of a belief's deviation counts, for one input; divided by √inputs.
        spread: f64,
    },
    /// The arm that could be the best, by an upper confidence bound.
    LinUcb {
        /// How many deviations the bound lies above the mean, for one input; divided by √inputs.
        spread: f64,
    },
    /// The best arm by the mean, but for a share that is drawn alike.
    EpsilonGreedy {
        /// That share.
        exploration_rate: f64,
    },
    /// Policy gradient on linear scores.
    Softmax {
        /// Length of a step.
        step: f64,
    },
    /// The arm that did best so far, for everyone.
    FixedBest,
}

fn spread() -> f64 {
    0.7
}

fn exploration_rate() -> f64 {
    0.05
}

fn step() -> f64 {
    0.5
}

impl Method {
    /// Every method, with its defaults.
    pub fn all() -> [Method; 5] {
        [
            Method::Thompson { spread: spread() },
            Method::LinUcb { spread: spread() },
            Method::EpsilonGreedy { exploration_rate: exploration_rate() },
            Method::Softmax { step: step() },
            Method::FixedBest,
        ]
    }

    /// Its name in JSON and in commands.
    pub const fn name(self) -> &'static str {
        match self {
            Method::Thompson { .. } => "thompson",
            Method::LinUcb { .. } => "lin_ucb",
            Method::EpsilonGreedy { .. } => "epsilon_greedy",
            Method::Softmax { .. } => "softmax",
            Method::FixedBest => "fixed_best",
        }
    }

    /// Its own setting, if it has one: key and value.
    fn setting(&mut self) -> Option<(&'static str, &mut f64)> {
        match self {
            Method::Thompson { spread } | Method::LinUcb { spread } => Some(("spread", spread)),
            Method::EpsilonGreedy { exploration_rate } => Some(("exploration_rate", exploration_rate)),
            Method::Softmax { step } => Some(("step", step)),
            Method::FixedBest => None,
        }
    }
}

impl FromJson for Method {
    fn read(json: &Value, reader: &mut Reader) -> Self {
        let name = json.get("name").and_then(Value::as_str);
        let mut method = Method::all().into_iter().find(|method| Some(method.name()) == name);
        if method.is_none() {
            reader.refuse(
                &["its `name` must be one of ", &Method::all().map(Method::name).join(", ")].concat(),
            );
        }
        if let Some((key, value)) = method.as_mut().and_then(Method::setting) {
            let object = reader.object(json, &["name", key]);
            *value = reader.field_or(object, key, *value);
        } else {
            reader.object(json, &["name"]);
        }
        method.unwrap_or_default()
    }
}

impl ToJson for Method {
    fn write(&self) -> Value {
        let (mut object, mut method) = (Map::new(), *self);
        put(&mut object, "name", method.name().into());
        if let Some((key, value)) = method.setting() {
            put(&mut object, key, value.write());
        }
        Value::Object(object)
    }
}

impl Default for Method {
    fn default() -> Self {
        Method::Thompson { spread: spread() }
    }
}

/// The settings of a bandit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// How arms are chosen.
    pub method: Method,
    /// Least probability of each arm that may be chosen; logs with more of it say more about other policies.
    pub min_propensity: f64,
    /// Rewards of an arm after which one counts half; 0 for never.
    pub half_life: f64,
    /// When rewards fall short of what was expected for so long that chance alone does that but once in so many
    /// rewards, nearly all that was learned is dropped; 0 for never.
    pub drift_alarm: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            method: Method::default(),
            min_propensity: 0.0005,
            half_life: 2_000.0,
            drift_alarm: 1_000_000.0,
        }
    }
}

settings!(Settings { method, min_propensity, half_life, drift_alarm });

impl Settings {
    /// Whether every setting is in its range.
    ///
    /// # Errors
    /// [`SettingsError`] names the first that is not.
    pub fn check(&self) -> Result<(), SettingsError> {
        let (key, value, low, high) = match self.method {
            Method::Thompson { spread } | Method::LinUcb { spread } => ("spread", spread, 0.01, 10.0),
            Method::EpsilonGreedy { exploration_rate } => ("exploration_rate", exploration_rate, 0.0, 1.0),
            Method::Softmax { step } => ("step", step, 1e-4, 10.0),
            Method::FixedBest => ("min_propensity", self.min_propensity, 0.0, 0.5),
        };
        // Forgetting faster than that would leave no more than the prior.
        let half_life = if self.half_life == 0.0 { 0.0 } else { 20.0 };
        let drift_alarm = if self.drift_alarm == 0.0 { 0.0 } else { 100.0 };
        for (key, value, low, high) in [
            (key, value, low, high),
            ("min_propensity", self.min_propensity, 0.0, 0.5),
            ("half_life", self.half_life, half_life, 1e6),
            ("drift_alarm", self.drift_alarm, drift_alarm, 1e9),
        ] {
            if !(low..=high).contains(&value) {
                return Err(SettingsError { key, value, low, high });
            }
        }
        Ok(())
    }

    pub(super) fn policy(&self, priors: &[Prior], inputs: usize) -> Result<Box<dyn Policy>, BanditError> {
        let rule: Box<dyn Rule> = match self.method {
            Method::Softmax { step } => return Ok(Box::new(Softmax::new(priors.len(), inputs, step))),
            Method::FixedBest => return Ok(Box::new(FixedBest::new(priors))),
            Method::Thompson { spread } => Box::new(Thompson { spread }),
            Method::LinUcb { spread } => Box::new(LinUcb { spread }),
            Method::EpsilonGreedy { exploration_rate } => Box::new(EpsilonGreedy { exploration_rate }),
        };
        let posteriors = Beliefs::start(priors, inputs)?;
        Ok(Box::new(Beliefs::new(rule, posteriors, self.half_life, self.drift_alarm)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn an_empty_object_is_the_default_and_every_method_has_its_name() {
        assert_eq!(json::read::<Settings>("{}").unwrap(), Settings::default());
        for method in Method::all() {
            let json = format!(r#"{{"method": {{"name": "{}"}}}}"#, method.name());
            assert_eq!(json::read::<Settings>(&json).unwrap().method, method);
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (json, named) in [
            (r#"{"method": {"name": "thompson", "spread": 0}}"#, "`spread` is 0"),
            (r#"{"method": {"name": "softmax", "step": -1}}"#, "`step`"),
            (r#"{"method": {"name": "epsilon_greedy", "exploration_rate": 2}}"#, "`exploration_rate` is 2"),
            (r#"{"min_propensity": 0.6}"#, "`min_propensity`"),
            (r#"{"half_life": 3}"#, "between 20"),
            (r#"{"drift_alarm": -1}"#, "`drift_alarm`"),
        ] {
            let message = json::read::<Settings>(json).unwrap().check().unwrap_err().to_string();
            assert!(message.contains(named), "{json} gave: {message}");
        }
        for json in [
            r#"{"method": {"name": "magic"}}"#,
            r#"{"method": {"name": "thompson", "step": 1}}"#,
            r#"{"x": 1}"#,
        ] {
            assert!(json::read::<Settings>(json).is_err(), "{json}");
        }
    }
}

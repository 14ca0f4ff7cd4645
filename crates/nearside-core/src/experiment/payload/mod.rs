//! A features payload of GrowthBook, as its API serves it to SDKs.
//!
//! Text → [`Payload`] → [`Payload::evaluate`] of one feature on one visit, so that experiments authored there run
//! here. A feature or bandit that can't be read is refused by itself and named; the others go on, and it counts as
//! unknown. Bounds: the payload's size, serde_json's depth, and the work of one evaluation. A page links none of this.

mod attributes;
mod bandit;
mod documents;
mod evaluate;
mod redirect;
mod result;
mod rule;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use thiserror::Error;

use super::{ExperimentError, fields::Fields};
use crate::condition::SavedGroups;

pub use attributes::LiteralFirst;
pub use bandit::{Leaf, NO_LEAF};
pub use redirect::Redirect;
pub use result::{Evaluated, FeatureResult, Source};

use bandit::Bandit;
use redirect::Redirecting;
use rule::Rule;

/// Most bytes of a payload.
const MAX_BYTES: usize = 8 * 1024 * 1024;

/// Why a payload was refused as a whole.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum PayloadError {
    /// More text than is read.
    #[error("the payload is longer than {limit} bytes")]
    TooLarge {
        /// Most bytes.
        limit: usize,
    },
    /// Not JSON, nested too deep, or not of a payload's form.
    #[error("the payload can't be read: {0}")]
    Syntax(String),
    /// Features that only a secret key opens.
    #[error("the payload is encrypted: serve it in clear, since a page can keep no key")]
    Encrypted,
}

/// A part of the payload that can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Where it stands, such as `features.hero`.
    pub at: String,
    /// What is wrong with it.
    pub reason: String,
}

/// A payload, read and ready to evaluate.
#[derive(Clone, Debug, Default)]
pub struct Payload {
    features: BTreeMap<String, Feature>,
    bandits: BTreeMap<String, Bandit>,
    experiments: Vec<Redirecting>,
    /// The lists that its conditions refer to.
    pub saved_groups: SavedGroups,
    /// What was left out.
    pub refused: Vec<Refused>,
}

/// A feature: its value unless a rule says otherwise.
#[derive(Clone, Debug, Default)]
struct Feature {
    default: Value,
    rules: Vec<Rule>,
}

/// As it stands in JSON; other keys are of no concern here.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Written {
    features: Option<BTreeMap<String, Value>>,
    contextual_bandits: Option<BTreeMap<String, Value>>,
    experiments: Option<Vec<Value>>,
    saved_groups: Value,
    encrypted_features: Option<String>,
}

impl Payload {
    /// Reads a payload.
    ///
    /// # Errors
    /// Any [`PayloadError`]; what is wrong with single features is in `refused`.
    pub fn parse(text: &str) -> Result<Payload, PayloadError> {
        if text.len() > MAX_BYTES {
            return Err(PayloadError::TooLarge { limit: MAX_BYTES });
        }
        let written: Written =
            serde_json::from_str(text).map_err(|error| PayloadError::Syntax(error.to_string()))?;
        if written.encrypted_features.is_some_and(|secret| !secret.is_empty()) {
            return Err(PayloadError::Encrypted);
        }
        let mut payload =
            Payload { saved_groups: SavedGroups::parse_lenient(&written.saved_groups), ..Payload::default() };
        for (id, json) in written.features.into_iter().flatten() {
            match Feature::read(&id, &json) {
                Ok(feature) => _ = payload.features.insert(id, feature),
                Err(error) => payload.refuse(["features.", &id].concat(), &error),
            }
        }
        for (id, json) in written.contextual_bandits.into_iter().flatten() {
            payload.bandits.extend(Bandit::read(&json).map(|bandit| (id, bandit)));
        }
        for (index, json) in written.experiments.iter().flatten().enumerate() {
            match Redirecting::read(json) {
                Ok(experiment) => payload.experiments.push(experiment),
                Err(error) => payload.refuse(["experiments.", &index.to_string()].concat(), &error),
            }
        }
        Ok(payload)
    }

    /// The ids of its features, in alphabetical order.
    pub fn features(&self) -> impl Iterator<Item = &str> {
        self.features.keys().map(String::as_str)
    }

    fn refuse(&mut self, at: String, error: &ExperimentError) {
        self.refused.push(Refused { at, reason: error.to_string() });
    }
}

impl Feature {
    fn read(id: &str, json: &Value) -> Result<Feature, ExperimentError> {
        let fields = Fields::of(json, "feature")?;
        let rules = fields.list("rules", |rule| Rule::read(id, rule))?;
        let default = fields.value("defaultValue").cloned().unwrap_or_default();
        Ok(Feature { default, rules: rules.unwrap_or_default() })
    }
}

//! A rule of a feature: when it applies, and what it then gives.
//!
//! JSON → prerequisites and filters, then a forced value for a share of visitors, an experiment, or (where neither
//! is given) nothing. An experiment takes only those of a rule's settings that the SDKs take over, under the feature's
//! id unless the rule names a key.

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::{
    condition::Condition,
    experiment::{
        Experiment, Prerequisite, bucket::Range, context::Context, definition::lenient_condition, hash::hash,
        identifier::Identifier, namespace::Filter,
    },
};

/// One rule.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) id: String,
    pub(super) prerequisites: Vec<Prerequisite>,
    pub(super) filters: Option<Vec<Filter>>,
    pub(super) action: Action,
}

/// What a rule gives to those that it applies to.
#[derive(Clone, Debug)]
pub(super) enum Action {
    /// Neither a value nor variations: skipped.
    Nothing,
    Force {
        value: Value,
        condition: Option<Condition>,
        rollout: Rollout,
        tracks: Vec<Value>,
    },
    Experiment {
        experiment: Experiment,
        bandit: Option<String>,
    },
}

/// The share of visitors that a forced value is for.
#[derive(Clone, Debug)]
pub(super) struct Rollout {
    seed: String,
    attribute: Option<String>,
    fallback: Option<String>,
    version: u32,
    range: Option<Range>,
    coverage: Option<f64>,
}

/// What an experiment takes over from its rule.
#[rustfmt::skip]
const OF_EXPERIMENT: [&str; 19] = [
    "coverage", "weights", "hashAttribute", "fallbackAttribute", "disableStickyBucketing", "bucketVersion",
    "minBucketVersion", "namespace", "meta", "ranges", "name", "phase", "seed", "hashVersion", "filters",
    "condition", "key", "variations", "contextualVariations",
];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    id: Option<String>,
    key: Option<String>,
    parent_conditions: Option<Vec<Prerequisite>>,
    filters: Option<Vec<Filter>>,
    #[serde(default, deserialize_with = "given")]
    force: Option<Value>,
    #[serde(default, deserialize_with = "lenient_condition")]
    condition: Option<Condition>,
    range: Option<Range>,
    coverage: Option<f64>,
    seed: Option<String>,
    hash_attribute: Option<String>,
    fallback_attribute: Option<String>,
    disable_sticky_bucketing: Option<bool>,
    hash_version: Option<u32>,
    tracks: Option<Vec<Value>>,
    contextual_bandit_ref: Option<String>,
}

impl Rule {
    /// Reads a rule of the feature `feature`.
    pub(super) fn read(feature: &str, json: &Value) -> Result<Rule, serde_json::Error> {
        let written = Written::deserialize(json)?;
        let action = match written.force {
            Some(value) => Action::Force {
                value,
                condition: written.condition,
                rollout: Rollout {
                    seed: named(written.seed).unwrap_or_else(|| feature.to_owned()),
                    attribute: written.hash_attribute,
                    fallback: written
                        .fallback_attribute
                        .filter(|_| written.disable_sticky_bucketing != Some(true)),
                    version: written.hash_version.filter(|version| *version != 0).unwrap_or(1),
                    range: written.range,
                    coverage: written.coverage,
                },
                tracks: written.tracks.unwrap_or_default(),
            },
            None => match experiment(json)? {
                None => Action::Nothing,
                Some(experiment) => Action::Experiment {
                    experiment: Experiment {
                        key: named(written.key).unwrap_or_else(|| feature.to_owned()),
                        ..experiment
                    },
                    bandit: named(written.contextual_bandit_ref),
                },
            },
        };
        Ok(Rule {
            id: written.id.unwrap_or_default(),
            prerequisites: written.parent_conditions.unwrap_or_default(),
            filters: written.filters,
            action,
        })
    }
}

impl Rollout {
    /// Whether the visitor is in the share; all are where none is given.
    pub(super) fn includes(&self, context: &Context<'_>) -> bool {
        if self.range.is_none() && self.coverage.is_none_or(|coverage| coverage == 0.0) {
            return self.coverage.is_none();
        }
        let fallback = self.fallback.as_deref().filter(|_| context.sticky.is_some());
        let found = Identifier::find(context.identifiers, self.attribute.as_deref(), fallback);
        let bucket = found.text().and_then(|id| hash(&self.seed, &id, self.version));
        bucket.is_some_and(|bucket| match (self.range, self.coverage) {
            (Some(range), _) => range.contains(bucket),
            // Here the SDKs count the upper bound in.
            (None, Some(coverage)) => bucket <= coverage,
            (None, None) => true,
        })
    }
}

/// The experiment of a rule that has variations; those for bandits come first.
fn experiment(json: &Value) -> Result<Option<Experiment>, serde_json::Error> {
    let given = |key: &&str| json.get(*key).filter(|value| !value.is_null());
    let taken = OF_EXPERIMENT.iter().filter_map(|key| Some(((*key).to_owned(), given(key)?.clone())));
    let mut settings: Map<String, Value> = taken.collect();
    if let Some(variations) = settings.remove("contextualVariations") {
        settings.insert("variations".to_owned(), variations);
    }
    if !settings.contains_key("variations") {
        return Ok(None);
    }
    Experiment::deserialize(Value::Object(settings)).map(Some)
}

/// A name, where it is not empty.
fn named(name: Option<String>) -> Option<String> {
    name.filter(|name| !name.is_empty())
}

/// Tells a forced null from no force at all.
fn given<'de, D: Deserializer<'de>>(json: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(json).map(Some)
}

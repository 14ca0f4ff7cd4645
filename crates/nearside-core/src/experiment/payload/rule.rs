//! A rule of a feature: when it applies, and what it then gives.
//!
//! JSON → prerequisites and filters, then a forced value for a share of visitors, an experiment, or (where neither
//! is given) nothing. An experiment takes only those of a rule's settings that the SDKs take over, under the feature's
//! id unless the rule names a key.

use serde_json::{Map, Value};

use crate::{
    condition::Condition,
    experiment::{
        Experiment, ExperimentError, Prerequisite, bucket::Range, context::Context, fields::Fields,
        hash::hash, identifier::Identifier, namespace::Filter,
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
        experiment: Box<Experiment>,
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
const OF_EXPERIMENT: [&str; 17] = [
    "coverage", "weights", "hashAttribute", "fallbackAttribute", "disableStickyBucketing", "bucketVersion",
    "minBucketVersion", "namespace", "meta", "ranges", "name", "phase", "seed", "hashVersion", "filters",
    "condition", "key",
];

impl Rule {
    /// Reads a rule of the feature `feature`.
    pub(super) fn read(feature: &str, json: &Value) -> Result<Rule, ExperimentError> {
        let fields = Fields::of(json, "rules")?;
        let action = match fields.given("force") {
            Some(value) => Action::Force {
                value: value.clone(),
                condition: fields.condition("condition"),
                rollout: Rollout::read(feature, fields)?,
                tracks: fields.list("tracks", |track| Ok(track.clone()))?.unwrap_or_default(),
            },
            None => match experiment(fields)? {
                None => Action::Nothing,
                Some(mut experiment) => {
                    if experiment.key.is_empty() {
                        feature.clone_into(&mut experiment.key);
                    }
                    Action::Experiment {
                        experiment: Box::new(experiment),
                        bandit: fields.text("contextualBanditRef")?,
                    }
                }
            },
        };
        Ok(Rule {
            id: fields.text("id")?.unwrap_or_default(),
            prerequisites: fields.list("parentConditions", Prerequisite::read)?.unwrap_or_default(),
            filters: fields.list("filters", Filter::read)?,
            action,
        })
    }
}

impl Rollout {
    fn read(feature: &str, fields: Fields<'_>) -> Result<Rollout, ExperimentError> {
        let sticks = fields.flag("disableStickyBucketing")? != Some(true);
        let seed = fields.text("seed")?.filter(|seed| !seed.is_empty());
        Ok(Rollout {
            seed: seed.unwrap_or_else(|| feature.to_owned()),
            attribute: fields.text("hashAttribute")?,
            fallback: fields.text("fallbackAttribute")?.filter(|_| sticks),
            version: fields.version("hashVersion")?.filter(|version| *version != 0).unwrap_or(1),
            range: fields.value("range").map(Range::read).transpose()?,
            coverage: fields.number("coverage")?,
        })
    }

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
fn experiment(fields: Fields<'_>) -> Result<Option<Experiment>, ExperimentError> {
    let Some(variations) = fields.value("contextualVariations").or_else(|| fields.value("variations")) else {
        return Ok(None);
    };
    let taken =
        OF_EXPERIMENT.iter().filter_map(|name| Some(((*name).to_owned(), fields.value(name)?.clone())));
    let mut settings: Map<String, Value> = taken.collect();
    settings.insert("variations".to_owned(), variations.clone());
    Experiment::read(&Value::Object(settings)).map(Some)
}

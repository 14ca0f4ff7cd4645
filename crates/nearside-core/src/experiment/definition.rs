//! An experiment as its author writes it.
//!
//! JSON → [`Experiment`], in GrowthBook's form, so that one authored there means the same here. [`Experiment::read`]
//! is lenient as the SDKs are: unknown keys are ignored and a broken condition never holds. [`Experiment::parse`],
//! for a site's own, is strict. Bounds: size of the text, serde_json's depth, number of variations.

use serde_json::Value;

use super::{
    ExperimentError,
    bucket::{Range, are_weights},
    fields::{Fields, shape},
    namespace::{Filter, Namespace},
    prerequisite::Prerequisite,
    target::UrlTarget,
};
use crate::{condition::Condition, json};

/// Most bytes of one experiment or multivariate test.
pub(super) const MAX_BYTES: usize = 64 * 1024;
/// Most variations of one experiment.
const MAX_VARIATIONS: usize = 64;

/// Where an experiment stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// Not started: only forced variations show.
    Draft,
    /// Under way.
    #[default]
    Running,
    /// Over: a variation that it forces shows, else none.
    Stopped,
}

/// What is known of a variation besides its value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meta {
    /// Its key in reports and sticky assignments; its index unless given.
    pub key: Option<String>,
    /// Its name for people.
    pub name: Option<String>,
    /// Counts as exposed, but goes on to the next rule: for a holdout over several experiments.
    pub passthrough: bool,
}

/// A fixed split of visitors between variations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Experiment {
    /// Its name: what forces it by URL and, without `seed`, what is hashed.
    pub key: String,
    /// What is chosen between; the first is the baseline.
    pub variations: Vec<Value>,
    /// How the covered are split; equally unless given.
    pub weights: Option<Vec<f64>>,
    /// Share of visitors that take part; all unless given.
    pub coverage: Option<f64>,
    /// Ranges of buckets by variation, in place of weights and coverage.
    pub ranges: Option<Vec<Range>>,
    /// False keeps everyone out but those forced in.
    pub active: Option<bool>,
    /// Where it stands.
    pub status: Option<Status>,
    /// The variation that all who take part get.
    pub force: Option<i64>,
    /// The attribute that is hashed; `id` unless given.
    pub hash_attribute: Option<String>,
    /// What is hashed instead where that is missing and assignments stick.
    pub fallback_attribute: Option<String>,
    /// 1 unless given.
    pub hash_version: Option<u32>,
    /// What is hashed with the attribute, instead of the key.
    pub seed: Option<String>,
    /// Its part of a namespace.
    pub namespace: Option<Namespace>,
    /// Its parts of namespaces, instead of `namespace`.
    pub filters: Option<Vec<Filter>>,
    /// Who may take part.
    pub condition: Option<Condition>,
    /// What must hold elsewhere.
    pub parent_conditions: Option<Vec<Prerequisite>>,
    /// On which pages.
    pub url_patterns: Option<Vec<UrlTarget>>,
    /// The named groups of which one must be the visitor's.
    pub groups: Option<Vec<String>>,
    /// What else is known of the variations.
    pub meta: Option<Vec<Meta>>,
    /// Its name for people.
    pub name: Option<String>,
    /// Its phase, for reports.
    pub phase: Option<String>,
    /// Every visit is hashed anew.
    pub disable_sticky_bucketing: Option<bool>,
    /// Raised to forget earlier assignments.
    pub bucket_version: Option<u32>,
    /// Whoever was assigned under an older bucket version is shut out.
    pub min_bucket_version: Option<u32>,
}

/// The keys of [`Experiment`] in JSON.
#[rustfmt::skip]
const KEYS: [&str; 24] = [
    "key", "variations", "weights", "coverage", "ranges", "active", "status", "force", "hashAttribute",
    "fallbackAttribute", "hashVersion", "seed", "namespace", "filters", "condition", "parentConditions",
    "urlPatterns", "groups", "meta", "name", "phase", "disableStickyBucketing", "bucketVersion",
    "minBucketVersion",
];

impl Experiment {
    /// Reads and checks a site's own experiment.
    ///
    /// # Errors
    /// Any [`ExperimentError`]; the first found.
    pub fn parse(text: &str) -> Result<Experiment, ExperimentError> {
        if text.len() > MAX_BYTES {
            return Err(ExperimentError::TooLarge { limit: MAX_BYTES });
        }
        let json = json::parse(text).map_err(|error| ExperimentError::Syntax(error.to_string()))?;
        Experiment::checked(&json)
    }

    /// Reads an experiment as the SDKs do.
    ///
    /// # Errors
    /// [`ExperimentError::Shape`] for a value of the wrong type.
    pub fn read(json: &Value) -> Result<Experiment, ExperimentError> {
        let fields = Fields::of(json, "the experiment")?;
        let text = |item: &Value| item.as_str().map(str::to_owned).ok_or(shape("groups", "texts"));
        // Assigned one by one: as a literal, each `?` would drop all fields before it, at twice the size.
        let mut read = Experiment::default();
        read.key = fields.text("key")?.unwrap_or_default();
        read.variations = fields.list("variations", |item| Ok(item.clone()))?.unwrap_or_default();
        read.weights = fields.list("weights", |item| item.as_f64().ok_or(shape("weights", "numbers")))?;
        read.coverage = fields.number("coverage")?;
        read.ranges = fields.list("ranges", Range::read)?;
        read.active = fields.flag("active")?;
        read.status = fields.text("status")?.map(|status| Status::named(&status)).transpose()?;
        read.force = fields.integer("force")?;
        read.hash_attribute = fields.text("hashAttribute")?;
        read.fallback_attribute = fields.text("fallbackAttribute")?;
        read.hash_version = fields.version("hashVersion")?;
        read.seed = fields.text("seed")?;
        read.namespace = fields.value("namespace").map(Namespace::read).transpose()?;
        read.filters = fields.list("filters", Filter::read)?;
        read.condition = fields.condition("condition");
        read.parent_conditions = fields.list("parentConditions", Prerequisite::read)?;
        read.url_patterns = fields.list("urlPatterns", UrlTarget::read)?;
        read.groups = fields.list("groups", text)?;
        read.meta = fields.list("meta", Meta::read)?;
        read.name = fields.text("name")?;
        read.phase = fields.text("phase")?;
        read.disable_sticky_bucketing = fields.flag("disableStickyBucketing")?;
        read.bucket_version = fields.version("bucketVersion")?;
        read.min_bucket_version = fields.version("minBucketVersion")?;
        Ok(read)
    }

    /// Reads and checks an experiment.
    pub(super) fn checked(json: &Value) -> Result<Experiment, ExperimentError> {
        let mut names = Fields::of(json, "the experiment")?.names();
        if let Some(unknown) = names.find(|name| !KEYS.contains(&name.as_str())) {
            return Err(ExperimentError::Unknown(unknown.clone()));
        }
        let mut experiment = Experiment::read(json)?;
        experiment.check()?;
        experiment.check_conditions(json)?;
        experiment.name_variations();
        Ok(experiment)
    }

    /// What the hash is seeded with.
    pub(super) fn seed(&self) -> &str {
        self.seed.as_deref().filter(|seed| !seed.is_empty()).unwrap_or(&self.key)
    }

    /// Gives every variation a key, since the SDKs let an assignment stick only to one that has.
    fn name_variations(&mut self) {
        let metas = self.meta.get_or_insert_default();
        metas.resize_with(self.variations.len(), Meta::default);
        for (index, meta) in metas.iter_mut().enumerate() {
            meta.key.get_or_insert_with(|| index.to_string());
        }
    }

    fn check(&self) -> Result<(), ExperimentError> {
        let (key, count) = (self.key.clone(), self.variations.len());
        if key.is_empty() {
            return Err(ExperimentError::NoKey);
        }
        if !(2..=MAX_VARIATIONS).contains(&count) {
            return Err(ExperimentError::Variations { key, count, least: 2, most: MAX_VARIATIONS });
        }
        if self.weights.as_ref().is_some_and(|weights| !are_weights(weights, count)) {
            return Err(ExperimentError::Weights { key });
        }
        if self.ranges.as_ref().is_some_and(|ranges| ranges.len() != count) {
            return Err(ExperimentError::Ranges { key });
        }
        if self.coverage.is_some_and(|coverage| !(0.0..=1.0).contains(&coverage)) {
            return Err(ExperimentError::Coverage { key });
        }
        let filters = self.filters.iter().flatten().map(|filter| filter.hash_version);
        if filters.chain([self.hash_version]).flatten().any(|version| !matches!(version, 1 | 2)) {
            return Err(ExperimentError::HashVersion { key });
        }
        let in_range = |force: i64| usize::try_from(force).is_ok_and(|force| force < count);
        if self.force.is_some_and(|force| !in_range(force)) {
            return Err(ExperimentError::Force { key });
        }
        Ok(())
    }

    fn check_conditions(&self, json: &Value) -> Result<(), ExperimentError> {
        let parents = json["parentConditions"].as_array().into_iter().flatten();
        let conditions = parents.map(|parent| &parent["condition"]).chain([&json["condition"]]);
        for condition in conditions.filter(|condition| !condition.is_null()) {
            Condition::parse(condition)
                .map_err(|source| ExperimentError::Condition { key: self.key.clone(), source })?;
        }
        Ok(())
    }
}

impl Status {
    fn named(name: &str) -> Result<Status, ExperimentError> {
        match name {
            "draft" => Ok(Status::Draft),
            "running" => Ok(Status::Running),
            "stopped" => Ok(Status::Stopped),
            _ => Err(shape("status", "`draft`, `running` or `stopped`")),
        }
    }
}

impl Meta {
    fn read(json: &Value) -> Result<Meta, ExperimentError> {
        let fields = Fields::of(json, "meta")?;
        let passthrough = fields.flag("passthrough")? == Some(true);
        Ok(Meta { key: fields.text("key")?, name: fields.text("name")?, passthrough })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn message(changes: Value) -> String {
        let mut json = json!({"key": "hero", "variations": ["default", "proof"]});
        for (key, value) in changes.as_object().unwrap() {
            json[key] = value.clone();
        }
        Experiment::parse(&json.to_string()).map_or_else(|error| error.to_string(), |_| "fine".to_owned())
    }

    #[test]
    fn a_mistake_is_named() {
        for (changes, expected) in [
            (json!({}), "fine"),
            (json!({"weights": null, "coverage": null, "condition": null, "hashVersion": null}), "fine"),
            (json!({"weigths": [0.5, 0.5]}), "`weigths`"),
            (json!({"key": ""}), "no `key`"),
            (json!({"key": 1}), "`key` must be text"),
            (json!({"status": "runing"}), "`status` must be"),
            (json!({"ranges": [[0], [1]]}), "`ranges` must be two numbers"),
            (json!({"namespace": ["n", 0]}), "`namespace` must be a name"),
            (json!({"weights": ["1", 0]}), "`weights` must be numbers"),
            (json!({"meta": [1, 2]}), "`meta` must be an object"),
            (json!({"urlPatterns": {}}), "`urlPatterns` must be a list"),
            (json!({"variations": ["a"]}), "1 variations"),
            (json!({"variations": vec![0; MAX_VARIATIONS + 1]}), "65 variations"),
            (json!({"weights": [0.5, 0.6]}), "weights of `hero`"),
            (json!({"weights": [1.5, -0.5]}), "weights of `hero`"),
            (json!({"weights": [1.0]}), "weights of `hero`"),
            (json!({"ranges": [[0, 1]]}), "ranges of `hero`"),
            (json!({"coverage": 1.1}), "coverage of `hero`"),
            (json!({"hashVersion": 3}), "hash version"),
            (json!({"filters": [{"seed": "s", "ranges": [], "hashVersion": 3}]}), "hash version"),
            (json!({"force": -1}), "forces a variation"),
            (json!({"force": 2}), "forces a variation"),
            (json!({"condition": {"a": {"$gtt": 1}}}), "$gtt"),
            (json!({"parentConditions": [{"id": "x", "condition": {"a": {"$no": 1}}}]}), "$no"),
            (json!({"name": "x".repeat(MAX_BYTES)}), "longer than"),
        ] {
            let message = message(changes.clone());
            assert!(message.contains(expected), "{changes} gave: {message}");
        }
        assert!(Experiment::parse(&"[".repeat(1_000)).unwrap_err().to_string().contains("can't be read"));
        assert!(Experiment::parse("[]").is_err());
    }

    #[test]
    fn every_variation_of_a_sites_own_has_a_key() {
        let keys = |meta: Value| {
            let json = json!({"key": "hero", "variations": [1, 2, 3], "meta": meta});
            let metas = Experiment::parse(&json.to_string()).unwrap().meta.unwrap();
            metas.into_iter().map(|meta| meta.key.unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(keys(json!(null)), ["0", "1", "2"]);
        assert_eq!(keys(json!([{"key": "a"}, {"name": "B"}])), ["a", "1", "2"]);
    }

    #[test]
    fn every_setting_is_known() {
        let known = |key: &&str| Experiment::read(&json!({*key: {"no": "such"}})).is_err();
        // A condition takes any object, and variations any list.
        let strict: Vec<_> = KEYS.iter().filter(|key| **key != "condition").collect();
        assert!(strict.iter().all(|key| known(key)), "a key that no field has");
    }
}

//! The site's settings: JSON in, checked values out.
//!
//! Unknown keys are an error that names them, so a misspelt setting never passes for the default. Nothing
//! here can loosen consent: the first answers come from the page's consent adapter or from the visitor.

use serde_json::Value;
use thiserror::Error;

use crate::{
    bandit::{Settings, SettingsError},
    calendar::SpecialDay,
    condition::{ConditionError, SavedGroups},
    consent::Consent,
    decimal::text,
    experiment::{ExperimentError, Factorial},
    json::{self, settings},
    name::is_name,
    priors::{Priors, PriorsError},
    scorer::Task,
};

/// Why settings were refused. The agent then stays inert and the page keeps its default content.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum ConfigError {
    /// Not JSON, or not of the settings' form.
    #[error("the configuration is not valid: {0}")]
    Syntax(String),
    /// A number outside its range.
    #[error("`{key}` is {}, but must lie between {} and {}", text(*value), text(*low), text(*high))]
    Range {
        /// Which setting.
        key: &'static str,
        /// What was given.
        value: f64,
        /// Least value.
        low: f64,
        /// Greatest value.
        high: f64,
    },
    /// A group that is no list of texts, numbers and booleans.
    #[error("`groups`: {0}")]
    Groups(#[from] ConditionError),
    /// The same model twice.
    #[error("`models` names `{0}` twice")]
    Twice(String),
    /// What can't be a goal's name.
    #[error("`conversion` is `{0}`, which is no name")]
    Conversion(String),
    /// A multivariate test that can't be run.
    #[error("`tests` has one that is not valid: {0}")]
    Test(#[from] ExperimentError),
    /// Priors that can't be.
    #[error(transparent)]
    Priors(#[from] PriorsError),
}

/// Most multivariate tests.
const MOST_TESTS: usize = 32;
/// Most special days: no shop has more.
const MOST_SPECIAL_DAYS: usize = 64;

/// Most groups, and most members of all of them: conditions search them four times a second.
const MOST_GROUPS: usize = 256;
const MOST_MEMBERS: usize = 4_096;

/// The settings of one site.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Name of the site; part of the holdout's hash.
    pub site: String,
    /// Folders of the models (each holding `manifest.json`), relative to the page; one for each task at most.
    pub models: Vec<String>,
    /// Lets automated browsers take part: for tests only.
    pub allow_automation: bool,
    /// Share of visitors that always see the default.
    pub holdout: f64,
    /// Share of score decisions that draw a variant at random, so that others can be learned from.
    pub exploration_rate: f64,
    /// Attention, in ms, that a variant's subjects must have won before the score may choose it.
    pub min_attention: f64,
    /// How many times as much attention as the runner-up the winner must have.
    pub min_lead: f64,
    /// Most swaps on one page.
    pub max_swaps: u32,
    /// Least time between two swaps of one `live` slot, ms.
    pub cool_down: f64,
    /// Most swaps in one session.
    pub max_session_swaps: u32,
    /// Expected rewards that exploring may cost in one session; from then on the likeliest to be rewarded is shown.
    pub max_regret: f64,
    /// Multivariate tests, whose factors are slots and whose levels are variants.
    pub tests: Vec<Value>,
    /// How slots with a reward learn what works.
    pub policy: Settings,
    /// What is believed of their variants before anything was learned.
    pub priors: Priors,
    /// The goal that makes a session a conversion: what the propensity model is tuned to here. None, and it is not.
    pub conversion: Option<String>,
    /// Days that visitors shop for, `MM-DD`.
    pub special_days: Vec<SpecialDay>,
    /// The lists that conditions refer to by `$inGroup` and `$notInGroup`.
    pub groups: SavedGroups,
    /// The answers to start from.
    pub consent: Consent,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            site: String::new(),
            models: Vec::new(),
            allow_automation: false,
            holdout: 0.0,
            exploration_rate: 0.0,
            min_attention: 2_500.0,
            min_lead: 1.25,
            max_swaps: 20,
            cool_down: 5_000.0,
            max_session_swaps: 100,
            max_regret: 1.0,
            tests: Vec::new(),
            policy: Settings::default(),
            priors: Priors::default(),
            conversion: None,
            special_days: Vec::new(),
            groups: SavedGroups::default(),
            consent: Consent::default(),
        }
    }
}

settings!(Config {
    site,
    models,
    allow_automation,
    holdout,
    exploration_rate,
    min_attention,
    min_lead,
    max_swaps,
    cool_down,
    max_session_swaps,
    max_regret,
    tests,
    policy,
    priors,
    conversion,
    special_days,
    groups,
    consent,
});

impl Config {
    /// Reads and checks settings.
    ///
    /// # Errors
    /// [`ConfigError::Syntax`] for what is not JSON, an unknown key or a wrong type; [`ConfigError::Range`] for
    /// a number out of range; the others for what their names say.
    pub fn parse(json: &str) -> Result<Config, ConfigError> {
        let config: Config = json::read(json).map_err(|misread| ConfigError::Syntax(misread.to_string()))?;
        for (key, value, low, high) in [
            ("holdout", config.holdout, 0.0, 1.0),
            ("exploration_rate", config.exploration_rate, 0.0, 1.0),
            ("min_attention", config.min_attention, 0.0, 600_000.0),
            ("min_lead", config.min_lead, 1.0, 100.0),
            ("cool_down", config.cool_down, 0.0, 3_600_000.0),
            ("max_regret", config.max_regret, 0.0, 1_000.0),
        ] {
            if !(low..=high).contains(&value) {
                return Err(ConfigError::Range { key, value, low, high });
            }
        }
        bounded("models", config.models.len(), Task::ALL.len())?;
        if let Some(again) =
            (1..config.models.len()).find(|&at| config.models[..at].contains(&config.models[at]))
        {
            return Err(ConfigError::Twice(config.models[again].clone()));
        }
        if let Some(goal) = config.conversion.as_ref().filter(|goal| !is_name(goal)) {
            return Err(ConfigError::Conversion(goal.chars().take(80).collect()));
        }
        bounded("special_days", config.special_days.len(), MOST_SPECIAL_DAYS)?;
        bounded("groups", config.groups.len(), MOST_GROUPS)?;
        bounded("the members of `groups`", config.groups.all_members(), MOST_MEMBERS)?;
        config.groups.check()?;
        let wrong = |SettingsError { key, value, low, high }| ConfigError::Range { key, value, low, high };
        config.policy.check().map_err(wrong)?;
        config.priors.check()?;
        bounded("tests", config.tests.len(), MOST_TESTS)?;
        config.factorials()?;
        Ok(config)
    }
}

impl Config {
    /// The multivariate tests.
    ///
    /// # Errors
    /// [`ConfigError::Test`], the first found.
    pub(crate) fn factorials(&self) -> Result<Vec<Factorial>, ConfigError> {
        Ok(self.tests.iter().map(|test| Factorial::parse(&test.to_string())).collect::<Result<_, _>>()?)
    }
}

fn bounded(key: &'static str, count: usize, most: usize) -> Result<(), ConfigError> {
    let (value, high) = (count as f64, most as f64);
    if count <= most { Ok(()) } else { Err(ConfigError::Range { key, value, low: 0.0, high }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::ToJson;

    #[test]
    fn an_empty_object_is_the_default() {
        assert_eq!(Config::parse("{}"), Ok(Config::default()));
    }

    #[test]
    fn groups_are_bounded_and_written_as_they_were_read() {
        let groups = |count: usize, members: usize| {
            let each = |group: usize| (group.to_string(), vec![0; members]);
            serde_json::json!({ "groups": (0..count).map(each).collect::<std::collections::BTreeMap<_, _>>() })
        };
        for (json, expected) in [
            (groups(MOST_GROUPS, 1), None),
            (groups(MOST_GROUPS + 1, 1), Some("groups")),
            (groups(2, MOST_MEMBERS / 2), None),
            (groups(2, MOST_MEMBERS / 2 + 1), Some("the members of `groups`")),
        ] {
            let refused = match Config::parse(&json.to_string()) {
                Err(ConfigError::Range { key, .. }) => Some(key),
                Err(other) => panic!("{other}"),
                Ok(config) => {
                    assert_eq!(config.write()["groups"], json["groups"]);
                    None
                }
            };
            assert_eq!(refused, expected);
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (json, named) in [
            ("not json", "line 1"),
            (r#"{"holdot": 0.1}"#, "holdot"),
            (r#"{"holdout": 1.5}"#, "`holdout` is 1.5"),
            (r#"{"min_lead": 0.5}"#, "`min_lead`"),
            (r#"{"holdout": "much"}"#, "`holdout`: expected a number"),
            (r#"{"policy": {"min_propensity": 0.7}}"#, "`min_propensity` is 0.7"),
            (r#"{"conversion": "a sale"}"#, "`conversion` is `a sale`"),
            (r#"{"special_days": ["14-02"]}"#, "MM-DD"),
            (r#"{"models": ["/a/", "/a/"]}"#, "`/a/` twice"),
            (r#"{"models": ["a", "b", "c", "d"]}"#, "`models` is 4"),
            (r#"{"groups": ["a"]}"#, "`groups`: expected an object"),
            (r#"{"groups": {"g": "a"}}"#, "/g: expected a list"),
            (r#"{"groups": {"g": null}}"#, "/g: expected a list"),
            (r#"{"groups": {"g": ["a", {}]}}"#, "/g/1: expected text"),
            (r#"{"consent": {"store": "yes"}}"#, "yes"),
        ] {
            let message = Config::parse(json).unwrap_err().to_string();
            assert!(message.contains(named), "{json} gave: {message}");
        }
    }
}

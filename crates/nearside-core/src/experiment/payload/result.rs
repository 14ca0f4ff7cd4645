//! What a feature came to for one visit.
//!
//! A record: the value, which step gave it, and the experiment with its outcome where one did.

use std::borrow::Cow;

use serde_json::Value;

use super::bandit::Leaf;
use crate::experiment::{Assignment, Experiment, Outcome};

/// Which step gave a feature its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// There is no such feature; its value is null.
    UnknownFeature,
    /// No rule applied.
    Default,
    /// A rule forced it.
    Force,
    /// An experiment chose it.
    Experiment,
    /// A prerequisite that gates it does not hold; its value is null.
    Prerequisite,
    /// It depends on itself; its value is null.
    CyclicPrerequisite,
}

impl Source {
    /// Its name in GrowthBook's results.
    pub const fn name(self) -> &'static str {
        match self {
            Source::UnknownFeature => "unknownFeature",
            Source::Default => "defaultValue",
            Source::Force => "force",
            Source::Experiment => "experiment",
            Source::Prerequisite => "prerequisite",
            Source::CyclicPrerequisite => "cyclicPrerequisite",
        }
    }
}

/// An experiment that a feature's value comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluated<'a> {
    /// The experiment, with the weights that counted.
    pub experiment: Cow<'a, Experiment>,
    /// What it came to.
    pub outcome: Outcome,
    /// The bandit's leaf, where one decided the weights and the hash the variation.
    pub leaf: Option<Leaf>,
}

/// The value of a feature.
#[derive(Clone, Debug, PartialEq)]
pub struct FeatureResult<'a> {
    /// The value.
    pub value: Value,
    /// Which step gave it.
    pub source: Source,
    /// Id of the rule, or empty.
    pub rule: &'a str,
    /// The experiment, where one gave it.
    pub experiment: Option<Evaluated<'a>>,
    /// Exposures that a server decided and asks to be counted, as they stand in the payload.
    pub tracks: &'a [Value],
    /// Assignments to keep: those of this feature and of its prerequisites.
    pub assignments: Vec<Assignment>,
}

impl<'a> FeatureResult<'a> {
    pub(super) fn new(value: Value, source: Source) -> FeatureResult<'a> {
        FeatureResult { value, source, rule: "", experiment: None, tracks: &[], assignments: Vec::new() }
    }

    /// Whether the value counts as true: all but null, false, 0 and the empty text.
    pub fn is_on(&self) -> bool {
        match &self.value {
            Value::Null => false,
            Value::Bool(truth) => *truth,
            Value::Number(number) => number.as_f64() != Some(0.0),
            Value::String(text) => !text.is_empty(),
            Value::Array(_) | Value::Object(_) => true,
        }
    }
}

//! Why an experiment was refused.
//!
//! Parsing a site's own experiment returns these, so that its author learns of a mistake where the SDKs would
//! quietly fall back. The slot then goes on without the experiment.

use thiserror::Error;

use crate::condition::ConditionError;

/// An experiment that can't be meant as it is written.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum ExperimentError {
    /// More text than an experiment needs.
    #[error("the experiment is longer than {limit} bytes")]
    TooLarge {
        /// Most bytes.
        limit: usize,
    },
    /// Not JSON, or nested too deep.
    #[error("the experiment can't be read: {0}")]
    Syntax(String),
    /// A value of the wrong type.
    #[error("`{name}` must be {expected}")]
    Shape {
        /// Which setting.
        name: &'static str,
        /// What would have been accepted.
        expected: &'static str,
    },
    /// A setting that does not exist.
    #[error("experiments have no setting `{0}`")]
    Unknown(String),
    /// No key to hash and to force by.
    #[error("the experiment has no `key`")]
    NoKey,
    /// Nothing to choose between, or more than can be learned from.
    #[error("experiment `{key}` has {count} variations, but needs {least} to {most}")]
    Variations {
        /// Which experiment.
        key: String,
        /// How many it has.
        count: usize,
        /// Least number.
        least: usize,
        /// Greatest number.
        most: usize,
    },
    /// Weights that the SDKs would replace by equal ones.
    #[error("the weights of `{key}` must be one for each of its variations, none negative, with sum 1")]
    Weights {
        /// Which experiment.
        key: String,
    },
    /// Ranges that are not one for each variation.
    #[error("the ranges of `{key}` must be one for each of its variations")]
    Ranges {
        /// Which experiment.
        key: String,
    },
    /// A share that is none.
    #[error("the coverage of `{key}` must lie between 0 and 1")]
    Coverage {
        /// Which experiment.
        key: String,
    },
    /// A hash that does not exist, so that nobody would take part.
    #[error("`{key}` names a hash version other than 1 and 2")]
    HashVersion {
        /// Which experiment.
        key: String,
    },
    /// A forced variation that does not exist, so that nobody would take part.
    #[error("`{key}` forces a variation that it does not have")]
    Force {
        /// Which experiment.
        key: String,
    },
    /// A condition outside the grammar.
    #[error("a condition of `{key}` is not valid: {source}")]
    Condition {
        /// Which experiment.
        key: String,
        /// What is wrong.
        source: ConditionError,
    },
    /// Too few or too many factors for a multivariate test.
    #[error("the test `{key}` has {count} factors, but needs {least} to {most}")]
    Factors {
        /// Which test.
        key: String,
        /// How many it has.
        count: usize,
        /// Least number.
        least: usize,
        /// Greatest number.
        most: usize,
    },
    /// A factor without a name of its own.
    #[error("the test `{key}` needs another name for its factor `{name}`")]
    Factor {
        /// Which test.
        key: String,
        /// The name that is empty or taken.
        name: String,
    },
}

//! What an experiment came to for one visit.
//!
//! A record: the variation, why, by which hash, how likely it was, and the assignment to keep if it is to stick.

use super::{identifier::Identifier, sticky::Assignment};
use crate::units::Ratio;

/// Why a visit is in an experiment or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// In: the hash chose.
    Hashed,
    /// In: an earlier choice sticks.
    Stuck,
    /// In: the page's address asks for the variation.
    ForcedByUrl,
    /// In, if the variation exists: forced for this visit.
    ForcedByVisit,
    /// In, if the variation exists: the experiment forces it.
    ForcedByExperiment,
    /// Out: nothing to choose between.
    TooFewVariations,
    /// Out: experiments are off.
    Disabled,
    /// Out: not on this page.
    Url,
    /// Out: a draft, or not active.
    Inactive,
    /// Out: the attribute to hash is missing.
    NoIdentifier,
    /// Out: another experiment's part of a namespace.
    Excluded,
    /// Out: the condition does not hold.
    Condition,
    /// Out: a prerequisite does not hold, or depends on itself.
    Prerequisite,
    /// Out: in none of its groups.
    Group,
    /// Out: a hash version that does not exist.
    UnknownHash,
    /// Out: was in a bucket version that is shut out.
    Blocked,
    /// Out: not covered.
    NotCovered,
    /// Out: only forced variations show.
    ForcedOnly,
    /// Out: the experiment is over.
    Stopped,
}

/// The outcome of one experiment.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Index of the variation; 0 where the visit is not in the experiment.
    pub variation: usize,
    /// Why.
    pub cause: Cause,
    /// Takes part.
    pub in_experiment: bool,
    /// The hash decides, now or when the assignment was made; only such visits may be counted.
    pub hash_used: bool,
    /// An earlier assignment decides, or shuts out.
    pub sticky_used: bool,
    /// Probability of this variation for someone in the experiment, by its present weights and to within one
    /// bucket of the hash; 1 where it is forced.
    pub propensity: Ratio,
    /// Where the hash falls, if it was used.
    pub bucket: Option<f64>,
    /// What was hashed.
    pub identifier: Identifier,
    /// The variation's key.
    pub key: String,
    /// The variation's name for people.
    pub name: Option<String>,
    /// Counts as exposed, but goes on to the next rule.
    pub passthrough: bool,
    /// What is to be kept so that the choice sticks, where that is new.
    pub assignment: Option<Assignment>,
}

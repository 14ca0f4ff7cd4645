//! One experiment on one visit.
//!
//! Experiment and context → [`Outcome`], step by step in the order that GrowthBook's SDKs share: what is forced
//! comes before who is eligible, an assignment that sticks skips eligibility but not the page, and only then does
//! the hash choose. Invariant: no clock and no chance; the same input gives the same outcome.

use super::{
    bucket::{Range, choose, ranges, share},
    context::Context,
    definition::{Experiment, Meta, Status},
    force::query_override,
    hash::hash,
    identifier::Identifier,
    outcome::{Cause, Outcome},
    prerequisite::Prerequisites,
    sticky::{Assignment, Assignments, Stuck, experiment_name},
};
use crate::units::Ratio;

/// What the steps settle on: a variation, which need not exist, and why.
struct Settled {
    variation: Option<i64>,
    cause: Cause,
}

impl Settled {
    fn out(cause: Cause) -> Settled {
        Settled { variation: None, cause }
    }

    fn forced(variation: i64, cause: Cause) -> Settled {
        Settled { variation: Some(variation), cause }
    }
}

/// A choice by hash or by an assignment that sticks.
struct Chosen {
    variation: usize,
    bucket: f64,
    sticky: bool,
    propensity: Ratio,
}

impl Experiment {
    /// Runs the experiment on a visit; `prerequisites` says what other features or slots have come to.
    pub fn run(&self, context: &Context<'_>, prerequisites: &mut dyn Prerequisites) -> Outcome {
        let sticky = context.sticky.filter(|_| self.disable_sticky_bucketing != Some(true));
        let fallback = self.fallback_attribute.as_deref().filter(|_| sticky.is_some());
        let identifier = Identifier::find(context.identifiers, self.hash_attribute.as_deref(), fallback);
        match self.forced(context) {
            Some(settled) => self.outcome(&settled, identifier),
            None => match self.choose(context, sticky, &identifier, prerequisites) {
                Err(settled) => self.outcome(&settled, identifier),
                Ok(chosen) => self.chosen(chosen, sticky, identifier),
            },
        }
    }

    /// What is settled before anyone asks who the visitor is.
    fn forced(&self, context: &Context<'_>) -> Option<Settled> {
        let count = self.variations.len();
        if count < 2 {
            return Some(Settled::out(Cause::TooFewVariations));
        }
        if !context.enabled {
            return Some(Settled::out(Cause::Disabled));
        }
        if self.url_patterns.as_ref().is_some_and(|targets| !(context.is_targeted)(context.url, targets)) {
            return Some(Settled::out(Cause::Url));
        }
        if let Some(variation) = query_override(&self.key, context.url, count) {
            return Some(Settled::forced(variation as i64, Cause::ForcedByUrl));
        }
        if let Some(variation) = context.forced(&self.key) {
            return Some(Settled::forced(variation, Cause::ForcedByVisit));
        }
        let inactive = self.status == Some(Status::Draft) || self.active == Some(false);
        inactive.then(|| Settled::out(Cause::Inactive))
    }

    fn choose(
        &self,
        context: &Context<'_>,
        sticky: Option<&Assignments>,
        identifier: &Identifier,
        prerequisites: &mut dyn Prerequisites,
    ) -> Result<Chosen, Settled> {
        let id = identifier.text().ok_or_else(|| Settled::out(Cause::NoIdentifier))?;
        let stuck = sticky.map_or(Stuck::Free, |kept| self.stuck(context, kept));
        let kept = match stuck {
            Stuck::To(key) => self.metas().iter().position(|meta| meta.key.as_deref() == Some(key)),
            _ => None,
        };
        if kept.is_none() {
            self.eligible(context, &id, prerequisites).map_err(Settled::out)?;
        }
        let version = self.hash_version.filter(|version| *version != 0).unwrap_or(1);
        let bucket = hash(self.seed(), &id, version).ok_or_else(|| Settled::out(Cause::UnknownHash))?;
        if stuck == Stuck::Blocked {
            return Err(Settled::out(Cause::Blocked));
        }
        let ranges = self.ranges();
        let chosen =
            kept.or_else(|| choose(bucket, &ranges)).ok_or_else(|| Settled::out(Cause::NotCovered))?;
        if let Some(variation) = self.force {
            return Err(Settled::forced(variation, Cause::ForcedByExperiment));
        }
        if context.forced_only {
            return Err(Settled::out(Cause::ForcedOnly));
        }
        if self.status == Some(Status::Stopped) {
            return Err(Settled::out(Cause::Stopped));
        }
        Ok(Chosen { variation: chosen, bucket, sticky: kept.is_some(), propensity: share(&ranges, chosen) })
    }

    /// Whether someone without an assignment may take part; if not, why.
    fn eligible(
        &self,
        context: &Context<'_>,
        id: &str,
        prerequisites: &mut dyn Prerequisites,
    ) -> Result<(), Cause> {
        let free = match (&self.filters, &self.namespace) {
            (Some(filters), _) => context.passes(filters),
            (None, Some(namespace)) => namespace.holds(id),
            (None, None) => true,
        };
        if !free {
            return Err(Cause::Excluded);
        }
        let holds = |condition: &crate::condition::Condition| {
            condition.eval(context.attributes, context.saved_groups)
        };
        if !self.condition.as_ref().is_none_or(holds) {
            return Err(Cause::Condition);
        }
        for prerequisite in self.parent_conditions.iter().flatten() {
            if prerequisite.is_met(prerequisites, context.saved_groups) != Ok(true) {
                return Err(Cause::Prerequisite);
            }
        }
        let is_in = |groups: &Vec<String>| groups.iter().any(|group| context.groups.contains(group));
        if !self.groups.as_ref().is_none_or(is_in) {
            return Err(Cause::Group);
        }
        Ok(())
    }

    /// What is kept for the visitor, under the attribute before its fallback.
    fn stuck<'a>(&self, context: &Context<'_>, kept: &'a Assignments) -> Stuck<'a> {
        let find = |name: Option<&str>| {
            let found = Identifier::find(context.identifiers, name, None);
            (found.text().unwrap_or_default(), found.attribute)
        };
        let first = find(self.hash_attribute.as_deref());
        let fallback = self.fallback_attribute.as_deref().filter(|name| !name.is_empty());
        // Nothing is kept for an identifier that is missing, so its empty text finds nothing.
        let second = fallback.map_or_else(Default::default, |name| find(Some(name)));
        let pairs = [(first.1.as_str(), first.0.as_str()), (second.1.as_str(), second.0.as_str())];
        let least = self.min_bucket_version.unwrap_or(0);
        kept.find(&pairs, &self.key, self.bucket_version.unwrap_or(0), least)
    }

    fn ranges(&self) -> Vec<Range> {
        let made = || ranges(self.variations.len(), self.coverage, self.weights.as_deref());
        self.ranges.clone().unwrap_or_else(made)
    }

    fn metas(&self) -> &[Meta] {
        self.meta.as_deref().unwrap_or_default()
    }

    /// The record of a choice, with the assignment to keep where choices stick and this one is new.
    fn chosen(&self, chosen: Chosen, sticky: Option<&Assignments>, identifier: Identifier) -> Outcome {
        let cause = if chosen.sticky { Cause::Stuck } else { Cause::Hashed };
        let mut outcome = self.outcome(&Settled::forced(chosen.variation as i64, cause), identifier);
        outcome.hash_used = true;
        outcome.sticky_used = chosen.sticky;
        outcome.bucket = Some(chosen.bucket);
        outcome.propensity = chosen.propensity;
        outcome.assignment = sticky.and_then(|kept| {
            let new = Assignment {
                attribute: outcome.identifier.attribute.clone(),
                value: outcome.identifier.text()?,
                experiment: experiment_name(&self.key, self.bucket_version.unwrap_or(0)),
                variation: outcome.key.clone(),
            };
            (!kept.holds(&new)).then_some(new)
        });
        outcome
    }

    /// The record of what was settled; a variation that does not exist keeps the visit out.
    fn outcome(&self, settled: &Settled, identifier: Identifier) -> Outcome {
        let exists = |variation: &usize| *variation < self.variations.len();
        let given = settled.variation.and_then(|variation| usize::try_from(variation).ok()).filter(exists);
        let variation = given.unwrap_or(0);
        let meta = self.metas().get(variation);
        let key = meta.and_then(|meta| meta.key.clone()).filter(|key| !key.is_empty());
        Outcome {
            variation,
            cause: settled.cause,
            in_experiment: given.is_some(),
            hash_used: false,
            sticky_used: settled.cause == Cause::Blocked,
            propensity: Ratio::new(1.0),
            bucket: None,
            identifier,
            key: key.unwrap_or_else(|| variation.to_string()),
            name: meta.and_then(|meta| meta.name.clone()),
            passthrough: meta.is_some_and(|meta| meta.passthrough),
            assignment: None,
        }
    }
}

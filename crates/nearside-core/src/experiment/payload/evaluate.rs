//! A feature on a visit.
//!
//! Payload, id and context → [`FeatureResult`], rule by rule in order; the first that gives a value wins, else the
//! default. Prerequisites are features of the same payload and evaluated likewise. Invariant: ends on any payload;
//! a chain of prerequisites that leads back, or goes deeper or takes more work than the bounds, is cyclic.

use std::borrow::Cow;

use serde_json::Value;

use super::{
    Feature, Payload,
    result::{Evaluated, FeatureResult, Source},
    rule::{Action, Rule},
};
use crate::experiment::{Assignment, Context, Cyclic, Experiment, Prerequisite, Prerequisites};

/// Deepest chain of prerequisites.
const MAX_DEPTH: usize = 32;
/// Most features evaluated for one; prerequisites of prerequisites are not remembered, so they multiply.
const MAX_EVALUATIONS: u32 = 4_096;

impl Payload {
    /// Evaluates a feature; null where there is none of that name.
    pub fn evaluate<'a>(&'a self, id: &str, context: &Context<'_>) -> FeatureResult<'a> {
        let mut evaluation =
            Evaluation { payload: self, context, open: Vec::new(), count: 0, assignments: Vec::new() };
        let mut result = evaluation.feature(id);
        result.assignments = evaluation.assignments;
        result
    }

    /// Runs an experiment whose prerequisites are features of this payload.
    pub fn run(&self, experiment: &Experiment, context: &Context<'_>) -> crate::experiment::Outcome {
        let mut evaluation =
            Evaluation { payload: self, context, open: Vec::new(), count: 0, assignments: Vec::new() };
        experiment.run(context, &mut evaluation)
    }
}

struct Evaluation<'p, 'c> {
    payload: &'p Payload,
    context: &'c Context<'c>,
    /// The features being evaluated, outermost first.
    open: Vec<String>,
    count: u32,
    assignments: Vec<Assignment>,
}

/// What stands between a rule and its value.
enum Gate {
    Open,
    /// On to the next rule.
    Skip,
    /// The whole feature is null.
    Shut(Source),
}

impl Prerequisites for Evaluation<'_, '_> {
    fn value(&mut self, id: &str) -> Result<Value, Cyclic> {
        let result = self.feature(id);
        if result.source == Source::CyclicPrerequisite { Err(Cyclic) } else { Ok(result.value) }
    }
}

impl<'p> Evaluation<'p, '_> {
    fn feature(&mut self, id: &str) -> FeatureResult<'p> {
        self.count += 1;
        let again = self.open.iter().any(|open| open == id);
        if again || self.open.len() == MAX_DEPTH || self.count > MAX_EVALUATIONS {
            return FeatureResult::new(Value::Null, Source::CyclicPrerequisite);
        }
        let Some(feature) = self.payload.features.get(id) else {
            return FeatureResult::new(Value::Null, Source::UnknownFeature);
        };
        self.open.push(id.to_owned());
        let result = self.rules(feature);
        self.open.pop();
        result
    }

    fn rules(&mut self, feature: &'p Feature) -> FeatureResult<'p> {
        for rule in &feature.rules {
            match self.gate(&rule.prerequisites) {
                Gate::Shut(source) => return FeatureResult::new(Value::Null, source),
                Gate::Skip => continue,
                Gate::Open => {}
            }
            if rule.filters.as_ref().is_some_and(|filters| !self.context.passes(filters)) {
                continue;
            }
            if let Some(result) = self.rule(rule) {
                return FeatureResult { rule: &rule.id, ..result };
            }
        }
        FeatureResult::new(feature.default.clone(), Source::Default)
    }

    fn gate(&mut self, prerequisites: &[Prerequisite]) -> Gate {
        for prerequisite in prerequisites {
            let groups = self.context.saved_groups;
            match prerequisite.is_met(self, groups) {
                Err(Cyclic) => return Gate::Shut(Source::CyclicPrerequisite),
                Ok(false) if prerequisite.gate => return Gate::Shut(Source::Prerequisite),
                Ok(false) => return Gate::Skip,
                Ok(true) => {}
            }
        }
        Gate::Open
    }

    /// What the rule gives, if it applies.
    fn rule(&mut self, rule: &'p Rule) -> Option<FeatureResult<'p>> {
        match &rule.action {
            Action::Nothing => None,
            Action::Force { value, condition, rollout, tracks } => {
                let context = self.context;
                let holds =
                    condition.as_ref().is_none_or(|c| c.eval(context.attributes, context.saved_groups));
                (holds && rollout.includes(context))
                    .then(|| FeatureResult { tracks, ..FeatureResult::new(value.clone(), Source::Force) })
            }
            Action::Experiment { experiment, bandit } => self.experiment(experiment, bandit.as_deref()),
        }
    }

    fn experiment(&mut self, experiment: &'p Experiment, bandit: Option<&str>) -> Option<FeatureResult<'p>> {
        let mut experiment = Cow::Borrowed(experiment);
        let bandit = bandit.and_then(|id| self.payload.bandits.get(id));
        let leaf = bandit.map(|bandit| bandit.apply(experiment.to_mut(), self.context));
        let outcome = experiment.run(self.context, self);
        self.assignments.extend(outcome.assignment.clone());
        if !outcome.in_experiment || outcome.passthrough {
            return None;
        }
        let value = experiment.variations.get(outcome.variation).cloned().unwrap_or_default();
        // Ranges take the place of weights, so with them no weights were used that could be told.
        let leaf = leaf.filter(|_| outcome.hash_used && experiment.ranges.is_none());
        let experiment = Some(Evaluated { experiment, outcome, leaf });
        Some(FeatureResult { experiment, ..FeatureResult::new(value, Source::Experiment) })
    }
}

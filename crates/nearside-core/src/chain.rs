//! The chain of deciding: for one slot, the first step that answers wins, and its answer carries the reason.
//!
//! consent → automation → holdout → forced by address → rules → experiment → what was learned here → the model's score →
//! default. Pure: facts and chance in, verdict out.

use std::borrow::Cow;

use rand_core::Rng;
use serde_json::Value;

use crate::{
    attention::Attention,
    beliefs::{Beliefs, Draw},
    condition::{Attributes, Condition},
    config::Config,
    consent::{Answer, Consent, Purpose},
    decision::Reason,
    experiment::{Context, NoPrerequisites},
    facts::Facts,
    hygiene::Automation,
    policy::{Choice, Evidence, explore, winner},
    signal::RegionId,
    slot::{Slot, Variant, VariantId},
    units::{Millis, Ratio},
};

/// What the chain says of one slot, before it becomes a decision.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Verdict {
    pub(crate) variant: VariantId,
    pub(crate) propensity: Ratio,
    pub(crate) reason: Reason,
    /// Who had won the score when it was made; another winner is what a live slot moves on for.
    pub(crate) winner: Option<VariantId>,
    /// What was drawn by what was learned, to learn from in turn.
    pub(crate) draw: Option<Draw>,
}

impl Verdict {
    pub(crate) fn default_for(reason: Reason) -> Verdict {
        Verdict { variant: VariantId::DEFAULT, propensity: Ratio::new(1.0), reason, winner: None, draw: None }
    }
}

/// What holds for the whole visit, whatever the slot.
pub(crate) struct Visit<'a> {
    pub(crate) config: &'a Config,
    pub(crate) consent: &'a Consent,
    pub(crate) automation: Option<Automation>,
    pub(crate) held_out: bool,
    /// What experiments hash.
    pub(crate) seed: u64,
}

impl Visit<'_> {
    /// The reason that keeps every slot at its default, if there is one.
    pub(crate) fn barred(&self) -> Option<Reason> {
        if self.consent.answer(Purpose::Personalize) == Answer::Denied {
            return Some(Reason::Consent);
        }
        match self.automation {
            Some(kind) if !self.config.allow_automation => Some(Reason::Automation(kind)),
            _ => self.held_out.then_some(Reason::Holdout),
        }
    }
}

/// Decides one slot on `facts`. None while `standing`, who had won before, wins again: chance is drawn once for
/// a winner, or the propensity told would not be the probability of what is shown.
pub(crate) fn decide(
    visit: &Visit<'_>,
    slot: &Slot,
    beliefs: Option<&Beliefs>,
    facts: &Facts<'_>,
    standing: Option<VariantId>,
    rng: &mut impl Rng,
) -> Option<Verdict> {
    if let Some(reason) = visit.barred() {
        return Some(Verdict::default_for(reason));
    }
    if let Some(forced) = slot.forced {
        return Some(Verdict { variant: VariantId(forced), ..Verdict::default_for(Reason::Forced) });
    }
    let holds = |rule: &Condition| rule.eval(facts, &visit.config.groups);
    let variants = || slot.variants.iter().zip(0..).map(|(variant, id)| (VariantId(id), variant)).skip(1);

    // A rule on a variant that names subjects only says when the score may choose it.
    for (id, variant) in variants() {
        if variant.about.is_empty() && variant.when.as_ref().is_some_and(holds) {
            return Some(Verdict { variant: id, ..Verdict::default_for(Reason::Rule) });
        }
    }
    if let Some(experiment) = &slot.experiment {
        let identity = Identity(visit.seed);
        let context = Context { identifiers: &identity, ..Context::new(facts, &visit.config.groups) };
        let outcome = experiment.run(&context, &mut NoPrerequisites);
        if outcome.in_experiment {
            let (variant, propensity) = (VariantId(outcome.variation as u16), outcome.propensity);
            return Some(Verdict { variant, propensity, ..Verdict::default_for(Reason::Experiment) });
        }
    }
    if let Some(beliefs) = beliefs {
        // Nobody sees it yet: the later it is drawn, the more is known of the visit.
        if !facts.is_near(slot.region) {
            return Some(Verdict::default_for(Reason::Default));
        }
        let held = |(id, variant): (VariantId, &Variant)| {
            let eligible = variant.when.as_ref().is_none_or(holds);
            (usize::from(id.0), eligible, held(&variant.about, facts.names, facts.attention).0)
        };
        let all: Vec<(usize, bool, f64)> =
            std::iter::once((0, true, 0.0)).chain(variants().map(held)).collect();
        let sum: f64 = all.iter().map(|(_, _, ms)| ms).sum();
        let attention: Vec<f64> = all.iter().map(|(_, _, ms)| ms / sum.max(1.0)).collect();
        let eligible: Vec<usize> =
            all.iter().filter(|(_, eligible, _)| *eligible).map(|(id, ..)| *id).collect();
        // What the beliefs refuse (no known way) leaves the slot to the steps below.
        if let Ok(draw) = beliefs.draw(facts.context, facts.outlook, &attention, &eligible, rng) {
            let (variant, propensity) =
                (VariantId(draw.choice.arm as u16), Ratio::new(draw.choice.propensity));
            let of_default = Verdict::default_for(Reason::Policy);
            return Some(Verdict { variant, propensity, draw: Some(draw), ..of_default });
        }
    }
    let candidates = variants()
        .filter(|(_, variant)| !variant.about.is_empty() && variant.when.as_ref().is_none_or(holds))
        .map(|(id, variant)| (id, held(&variant.about, facts.names, facts.attention)));
    let evidence = Evidence { least: Millis(visit.config.min_attention), lead: visit.config.min_lead };
    let Some(best) = winner(candidates.clone(), evidence) else {
        return Some(Verdict::default_for(Reason::Default));
    };
    if standing == Some(best) {
        return None;
    }
    let eligible = candidates.map(|(id, _)| id);
    let choice = explore(best, eligible, visit.config.exploration_rate, rng);
    let reason = if choice.explored { Reason::Exploration } else { Reason::Score };
    let Choice { variant, propensity, .. } = choice;
    Some(Verdict { variant, propensity, winner: Some(best), ..Verdict::default_for(reason) })
}

/// What experiments know a visitor by: this browser's seed, which nobody else ever learns.
struct Identity(u64);

impl Attributes for Identity {
    fn get(&self, path: &str) -> Option<Cow<'_, Value>> {
        (path == "id").then(|| Cow::Owned(Value::from(self.0.to_string())))
    }
}

/// Attention that the regions named in `about` hold together; names that are not on the page hold none.
fn held(about: &[String], names: &[String], attention: &Attention) -> Millis {
    names
        .iter()
        .zip(0..)
        .filter(|(name, _)| about.contains(name))
        .fold(Millis::ZERO, |sum, (_, id)| sum + attention.total(RegionId(id)))
}

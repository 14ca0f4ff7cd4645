//! The chain of deciding: for one slot, the first step that answers wins, and its answer carries the reason.
//!
//! consent → pause → automation → holdout → forced by address → rules → experiment → what was learned here → the model's score →
//! default. What did reliably worse here than the default gives way to it. Pure: facts and chance in, verdict out.

use std::borrow::Cow;

use rand_core::Rng;
use serde_json::Value;

use crate::{
    attention::Attention,
    beliefs::{Beliefs, Draw},
    condition::{Attributes, Condition},
    config::Config,
    consent::{Answer, Consent, Purpose},
    decision::{Instead, Reason},
    experiment::{Assignment, Assignments, Context, Factorial, NoPrerequisites, analysis::Tally},
    facts::Facts,
    hygiene::Automation,
    learned::uplifts,
    policy::{Choice, Evidence, explore, needed, winner},
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
    /// The variation of an experiment that is to stick.
    pub(crate) assignment: Option<Assignment>,
    /// What would have changed it.
    pub(crate) instead: Option<Instead>,
}

impl Verdict {
    pub(crate) fn default_for(reason: Reason) -> Verdict {
        Verdict {
            variant: VariantId::DEFAULT,
            propensity: Ratio::new(1.0),
            reason,
            winner: None,
            draw: None,
            assignment: None,
            instead: None,
        }
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
    /// Experiments over several slots.
    pub(crate) tests: &'a [Factorial],
    /// Variations that stick.
    pub(crate) assignments: &'a Assignments,
    pub(crate) is_paused: bool,
    /// Chance may choose what is not the best known.
    pub(crate) explores: bool,
}

/// What this browser knows of one slot's variants.
pub(crate) struct Learned<'a> {
    pub(crate) beliefs: Option<&'a Beliefs>,
    /// What they came to, the default first; empty if nothing did.
    pub(crate) tallies: &'a [Tally],
}

impl Learned<'_> {
    /// Whether a variant did reliably worse than the default.
    fn is_worse(&self, variant: usize) -> bool {
        uplifts(self.tallies).nth(variant).flatten().is_some_and(|uplift| uplift.is_worse())
    }
}

impl Visit<'_> {
    /// The reason that keeps every slot at its default, if there is one.
    pub(crate) fn barred(&self) -> Option<Reason> {
        if self.consent.answer(Purpose::Personalize) == Answer::Denied {
            return Some(Reason::Consent);
        }
        if self.is_paused {
            return Some(Reason::Paused);
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
    learned: &Learned<'_>,
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
    let explores = visit.explores && !slot.careful;
    if let Some(verdict) = split(visit, slot, facts) {
        if learned.is_worse(usize::from(verdict.variant.0)) {
            return Some(Verdict::default_for(Reason::Worse));
        }
        return Some(verdict);
    }
    if let Some(beliefs) = learned.beliefs {
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
        let eligible: Vec<usize> = all
            .iter()
            .filter(|(id, eligible, _)| *eligible && !learned.is_worse(*id))
            .map(|(id, ..)| *id)
            .collect();
        // What the beliefs refuse (no known way) leaves the slot to the steps below.
        if let Ok(draw) = beliefs.draw(facts.context, facts.outlook, &attention, &eligible, explores, rng) {
            let (variant, propensity) =
                (VariantId(draw.choice.arm as u16), Ratio::new(draw.choice.propensity));
            let instead = beliefs.instead(&draw, &eligible);
            let of_default = Verdict::default_for(Reason::Policy);
            return Some(Verdict { variant, propensity, draw: Some(draw), instead, ..of_default });
        }
    }
    let candidates = variants()
        .filter(|(_, variant)| !variant.about.is_empty() && variant.when.as_ref().is_none_or(holds))
        .filter(|(id, _)| !learned.is_worse(usize::from(id.0)))
        .map(|(id, variant)| (id, held(&variant.about, facts.names, facts.attention)));
    let evidence = Evidence { least: Millis(visit.config.min_attention), lead: visit.config.min_lead };
    let Some(best) = winner(candidates.clone(), evidence) else {
        let instead = nearest(slot, None, candidates, evidence);
        return Some(Verdict { instead, ..Verdict::default_for(Reason::Default) });
    };
    if standing == Some(best) {
        return None;
    }
    let instead = nearest(slot, Some(best), candidates.clone(), evidence);
    let eligible = candidates.map(|(id, _)| id);
    let exploration_rate = if explores { visit.config.exploration_rate } else { 0.0 };
    let choice = explore(best, eligible, exploration_rate, rng);
    let reason = if choice.explored { Reason::Exploration } else { Reason::Score };
    let Choice { variant, propensity, .. } = choice;
    Some(Verdict { variant, propensity, winner: Some(best), instead, ..Verdict::default_for(reason) })
}

/// What a fixed split of visitors says: the slot's own experiment, or the one of several slots that it is a factor of.
fn split(visit: &Visit<'_>, slot: &Slot, facts: &Facts<'_>) -> Option<Verdict> {
    let identity = Identity(visit.seed);
    let context = Context {
        identifiers: &identity,
        sticky: Some(visit.assignments),
        ..Context::new(facts, &visit.config.groups)
    };
    let factor = || visit.tests.iter().flat_map(Factorial::factors).find(|(name, _)| *name == slot.name);
    let (experiment, is_factor) = match &slot.experiment {
        Some(own) => (own, false),
        None => (factor()?.1, true),
    };
    let outcome = experiment.run(&context, &mut NoPrerequisites);
    let index = match experiment.variations.get(outcome.variation).and_then(Value::as_str) {
        // A level is a variant's name; one that this page's slot does not have is not shown.
        Some(name) if is_factor => slot.variants.iter().position(|variant| variant.name == name)?,
        _ => outcome.variation,
    };
    outcome.in_experiment.then(|| Verdict {
        variant: VariantId(index as u16),
        propensity: outcome.propensity,
        assignment: outcome.assignment,
        ..Verdict::default_for(Reason::Experiment)
    })
}

/// The attention that would have made the most attended of the others the winner.
fn nearest(
    slot: &Slot,
    best: Option<VariantId>,
    candidates: impl Iterator<Item = (VariantId, Millis)> + Clone,
    evidence: Evidence,
) -> Option<Instead> {
    let others = candidates.clone().filter(|(variant, _)| Some(*variant) != best);
    let (variant, held) = others.reduce(|a, b| if b.1 > a.1 { b } else { a })?;
    let subject = slot.variants.get(usize::from(variant.0))?.about.first()?;
    let value = needed(variant, candidates, evidence).0 as f32;
    Some(Instead { variant, path: ["attention.", subject, ".ms"].concat(), value, now: held.0 as f32 })
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

//! The decision: what was chosen for a slot, how likely that was, and why.
//!
//! A record, made once and never recomputed: propensity is the probability of the choice when it was made.

use crate::{
    hygiene::Automation,
    slot::{SlotId, VariantId},
    units::{Millis, Ratio},
};

/// Which step of the chain answered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reason {
    /// `personalize` is denied.
    Consent,
    /// The visitor paused the agent.
    Paused,
    /// A program drives the browser.
    Automation(Automation),
    /// The visitor is in the holdout.
    Holdout,
    /// The variant's own rule holds.
    Rule,
    /// The page's address asks for it.
    Forced,
    /// The slot's experiment, by hash.
    Experiment,
    /// By what was learned here of what works.
    Policy,
    /// Its subjects won most of the visitor's attention, by the model's score.
    Score,
    /// Drawn at random, to learn from.
    Exploration,
    /// What would be shown did reliably worse here than the default.
    Worse,
    /// Nothing spoke for another variant yet.
    Default,
}

impl Reason {
    /// Whether it keeps the whole visit at its defaults, and waits for nobody.
    pub const fn bars(self) -> bool {
        matches!(self, Reason::Consent | Reason::Paused | Reason::Automation(_) | Reason::Holdout)
    }

    /// The reason's name in JSON, events and UI.
    pub const fn name(self) -> &'static str {
        match self {
            Reason::Consent => "consent",
            Reason::Paused => "paused",
            Reason::Automation(_) => "automation",
            Reason::Holdout => "holdout",
            Reason::Rule => "rule",
            Reason::Forced => "forced",
            Reason::Experiment => "experiment",
            Reason::Policy => "policy",
            Reason::Score => "score",
            Reason::Exploration => "exploration",
            Reason::Worse => "worse",
            Reason::Default => "default",
        }
    }
}

/// A feature that weighed in a decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// Its path, with the region's name in place.
    pub path: String,
    /// Its raw value, in its unit.
    pub value: f32,
    /// How much it moved the score, in log-odds, with sign; 1 for a feature that a rule read.
    pub weight: f32,
}

/// The nearest change to one input that would have led to another variant.
#[derive(Clone, Debug, PartialEq)]
pub struct Instead {
    /// That variant.
    pub variant: VariantId,
    /// Path of the input.
    pub path: String,
    /// What its value would have had to be, in its unit.
    pub value: f32,
    /// What it was.
    pub now: f32,
}

/// What was decided for one slot.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// Where.
    pub slot: SlotId,
    /// What.
    pub variant: VariantId,
    /// When.
    pub at: Millis,
    /// Probability of this choice when it was made.
    pub propensity: Ratio,
    /// Why.
    pub reason: Reason,
    /// The features that weighed most, heaviest first; at most [`MOST_WEIGHED`].
    pub weighed: Vec<Weighed>,
    /// What would have changed it, where one input alone could have.
    pub instead: Option<Instead>,
}

/// How many features a decision names.
pub const MOST_WEIGHED: usize = 5;

//! A contextual bandit that a server trained: weights by context.
//!
//! `{banditVersion, contexts: [{leafId, condition, weights}]}` → the weights of the first leaf whose condition
//! holds. Without one the rule's own weights count, as leaf −1. A leaf that can't be read ends the search: whether
//! it would have held is unknown. Invariant: the weights reported are those that the hash was split by.

use serde_json::{Value, json};

use crate::{
    condition::Condition,
    experiment::{
        Experiment,
        bucket::{are_weights, weights_or_equal},
        context::Context,
        fields::Fields,
    },
};

/// The leaf of those whom no leaf's condition holds for.
pub const NO_LEAF: i64 = -1;

/// The leaf that decided the weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaf {
    /// Its id; [`NO_LEAF`] where none held.
    pub id: i64,
    /// The weights that the hash was split by.
    pub weights: Vec<f64>,
    /// Version of the bandit's weights.
    pub version: Option<i64>,
}

/// A bandit's leaves; `None` stands for one that can't be read.
#[derive(Clone, Debug)]
pub(super) struct Bandit {
    version: Option<i64>,
    leaves: Vec<Option<Written>>,
}

#[derive(Clone, Debug)]
struct Written {
    id: Option<i64>,
    condition: Option<Condition>,
    weights: Option<Vec<f64>>,
}

impl Bandit {
    /// Reads a bandit; `None` where there is nothing, so that the rule runs as a plain experiment.
    pub(super) fn read(json: &Value) -> Option<Bandit> {
        let nothing = [json!(null), json!(false), json!(0), json!("")].contains(json);
        (!nothing).then(|| Bandit {
            version: json["banditVersion"].as_i64(),
            leaves: json["contexts"].as_array().into_iter().flatten().map(Written::read).collect(),
        })
    }

    /// Gives the experiment the weights of the visit's leaf.
    pub(super) fn apply(&self, experiment: &mut Experiment, context: &Context<'_>) -> Leaf {
        let count = experiment.variations.len();
        let holds = |leaf: &Written| {
            leaf.condition
                .as_ref()
                .is_none_or(|condition| condition.eval(context.attributes, context.saved_groups))
        };
        let first = self.leaves.iter().find(|leaf| leaf.as_ref().is_none_or(holds));
        let leaf = first.and_then(Option::as_ref).and_then(|leaf| leaf.usable(count));
        let (id, weights) =
            leaf.unwrap_or_else(|| (NO_LEAF, weights_or_equal(experiment.weights.as_deref(), count)));
        if id != NO_LEAF {
            experiment.weights = Some(weights.clone());
        }
        Leaf { id, weights, version: self.version }
    }
}

impl Written {
    fn read(json: &Value) -> Option<Written> {
        let fields = Fields::of(json, "contexts").ok()?;
        let weights = fields.value("weights").and_then(Value::as_array);
        Some(Written {
            id: fields.value("leafId").and_then(Value::as_i64),
            condition: fields.condition("condition"),
            weights: weights.and_then(|weights| weights.iter().map(Value::as_f64).collect()),
        })
    }

    /// Its id and weights, if both can be meant.
    fn usable(&self, count: usize) -> Option<(i64, Vec<f64>)> {
        let weights = self.weights.clone().filter(|weights| are_weights(weights, count))?;
        Some((self.id?, weights))
    }
}

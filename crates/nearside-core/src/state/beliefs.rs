//! What is kept of the beliefs about one slot's variants.

use crate::{bandit::Kept, json::object};

/// What is kept of one slot's beliefs.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptBeliefs {
    /// The slot.
    pub slot: String,
    /// Its variants, the default first.
    pub variants: Vec<String>,
    /// Hash of what a context was made of.
    pub inputs: u64,
    /// The beliefs.
    pub kept: Kept,
}

object!(KeptBeliefs { slot, variants, inputs, kept });

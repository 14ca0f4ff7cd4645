//! What each variant of a slot came to on this device: the counts behind the local analysis.
//!
//! Exposures and rewards by variant, and nothing of when or in which visit.

use crate::{experiment::analysis::Tally, json::object};

/// Counts of one slot's variants.
#[derive(Clone, Debug, PartialEq)]
pub struct Counts {
    /// The slot.
    pub slot: String,
    /// Its variants, the default first.
    pub variants: Vec<String>,
    /// One tally for each.
    pub tallies: Vec<Tally>,
}

object!(Tally { exposures, rewards, squares });
object!(Counts { slot, variants, tallies });

impl Counts {
    pub(crate) fn new(slot: &str, variants: &[String]) -> Counts {
        let tallies = vec![Tally::default(); variants.len()];
        Counts { slot: slot.to_owned(), variants: variants.to_vec(), tallies }
    }

    pub(super) fn is_sound(&self) -> bool {
        let sound = |tally: &Tally| tally.rewards >= 0.0 && tally.rewards <= tally.exposures as f64 + 1e-6;
        self.tallies.len() == self.variants.len() && self.tallies.iter().all(sound)
    }
}
